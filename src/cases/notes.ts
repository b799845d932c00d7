import * as z from 'zod/mini'
import { type Change, type Circumstances, action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import type { CaseRow } from '../records/rows.ts'
import { caseEvent, caseOrRefuse, choiceOrRefuse, pastOrRefuse, programmeOf } from './case-rules.ts'

/** C4 can be said, so that it can be refused kindly: it belongs into a vault. */
const sensitivity = z.int().check(z.minimum(1), z.maximum(4))
const noteText = text(8000)

interface NewNote {
  readonly id?: string
  readonly kind: string
  readonly text: string
  readonly class?: number
  readonly happenedOn?: string
  readonly correctsId?: string
}

/** A note of whoever acts; personal (C2) unless it says more. */
export function noteRow(
  file: Pick<CaseRow, 'id' | 'organisationId'>,
  { who, now, today, newId }: Circumstances,
  note: NewNote,
): Change {
  return {
    op: 'insert',
    table: 'note',
    row: {
      id: note.id ?? newId(),
      caseId: file.id,
      organisationId: file.organisationId,
      kind: note.kind,
      class: note.class ?? 2,
      text: note.text,
      happenedOn: note.happenedOn ?? today,
      enteredAt: now,
      authorId: who.accountId,
      correctsId: note.correctsId ?? null,
    },
  }
}

function unprotectedOrRefuse(wanted: number): number {
  return wanted === 4 ? refuse('case.protected_not_yet') : wanted
}

/** Also on a closed case: after-care is written down where it belongs. */
export const addNote = action({
  name: 'note.add',
  input: z.strictObject({
    noteId: id,
    caseId: id,
    kind: code,
    text: noteText,
    class: z.optional(sensitivity),
    happenedOn: z.optional(day),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, given, circumstances) {
    const file = caseOrRefuse(known)
    choiceOrRefuse(programmeOf(reference, file), 'noteKind', given.kind, 'kind')
    const { noteId, kind, happenedOn = circumstances.today } = given
    pastOrRefuse(happenedOn, circumstances.today, 'happenedOn')
    const sensitive = unprotectedOrRefuse(given.class ?? 2)
    return {
      changes: [
        noteRow(file, circumstances, { id: noteId, kind, text: given.text, class: sensitive, happenedOn }),
        caseEvent(file, circumstances, 'note.add', { ref: noteId, happenedOn, detail: { kind } }),
      ],
      result: { noteId },
    }
  },
})

/** One's own note only. The first one stays; the new one names it, and is never less protected. */
export const correctNote = action({
  name: 'note.correct',
  input: z.strictObject({ noteId: id, correctsId: id, text: noteText, class: z.optional(sensitivity) }),
  root: { kind: 'note', id: ({ correctsId }) => correctsId },
  needs: { note: ({ correctsId }) => correctsId },
  decide({ note }, given, circumstances) {
    if (!note) refuse('note.not_found')
    if (note.authorId !== circumstances.who.accountId) refuse('case.not_your_correction')
    const sensitive = Math.max(note.class, unprotectedOrRefuse(given.class ?? note.class))
    const { noteId, correctsId } = given
    return {
      changes: [
        noteRow(note.case, circumstances, {
          id: noteId,
          kind: note.kind,
          text: given.text,
          class: sensitive,
          happenedOn: note.happenedOn,
          correctsId,
        }),
        caseEvent(note.case, circumstances, 'note.correct', {
          ref: noteId,
          happenedOn: note.happenedOn,
          detail: { corrects: correctsId },
        }),
      ],
      result: { noteId },
    }
  },
})
