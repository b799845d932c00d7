import * as z from 'zod/mini'
import { type Action, action, type Circumstances, type Decision } from '../actions/action.ts'
import { parseInput } from '../actions/parse-input.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { recordFacts } from '../cases/case-facts.ts'
import { answersFor, caseEvent, caseOrRefuse } from '../cases/case-rules.ts'
import { approveCase, sendBackCase } from '../cases/approve-case.ts'
import { lowerUrgency, raiseUrgency } from '../cases/change-urgency.ts'
import { closeCase } from '../cases/close-case.ts'
import { correctCase } from '../cases/correct-case.ts'
import { moveCase } from '../cases/move-case.ts'
import { changeNeed, closeNeed } from '../cases/needs.ts'
import { reopenCase } from '../cases/reopen-case.ts'
import { setContactSafety } from '../people/contact-safety.ts'
import { correctPerson } from '../people/correct-person.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { ConflictRow, PersonRow } from '../records/rows.ts'
import { type MarkedRow, unseenMark } from './merge.ts'
import { conflictRules } from './conflict-rules.ts'

/** Those that can be undecided, by name: their own `decide` brings in the chosen value. */
const brings: ReadonlyMap<string, Action> = new Map(
  (
    [
      correctPerson,
      setContactSafety,
      correctCase,
      recordFacts,
      raiseUrgency,
      lowerUrgency,
      moveCase,
      closeCase,
      reopenCase,
      approveCase,
      sendBackCase,
      changeNeed,
      closeNeed,
    ] as readonly unknown[] as readonly Action[]
  ).map((found) => [found.name, found]),
)

/**
 * Chooses between two values that were written by people who did not know of each other: the one that stands, the one
 * that was offered, or another (`value`, in the place of the offered one). By whoever leads the case or supervises its
 * office. `seen` is the case's revision at which the choice was made: somebody who wrote the field since is not
 * overwritten (`record.changed`).
 */
export const decideConflict = action({
  name: 'conflict.decide',
  input: z.strictObject({
    conflictId: id,
    caseId: id,
    needId: z.optional(id),
    take: z.enum(['standing', 'offered', 'other']),
    value: z.optional(z.unknown()),
    seen: z.optional(z.int()),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: {
    reference: true,
    conflict: ({ conflictId }) => conflictId,
    case: ({ caseId }) => caseId,
    person: ({ caseId }) => caseId,
    need: ({ needId }) => needId,
    factsOfCase: ({ caseId }) => caseId,
    siblings: ({ caseId }) => caseId,
  },
  decide(known, { needId, take, value, seen }, circumstances) {
    const { conflict } = known
    const file = caseOrRefuse(known.case)
    if (!conflict || conflict.caseId !== file.id) refuse('conflict.not_found')
    if (conflict.decidedAt !== null) refuse('conflict.decided', { decision: conflict.decision })
    if (!answersFor(circumstances, file)) refuse('conflict.not_yours')
    if (needId !== undefined && needId !== conflict.needId) refuse('need.not_found')
    if (seen !== undefined) refuseIfChanged(known, conflict, seen)
    const brought: Decision =
      take === 'standing'
        ? { changes: [] }
        : bring(known, conflict, take === 'other' ? { value } : null, circumstances)
    return {
      ...brought,
      changes: [
        ...brought.changes,
        {
          op: 'update',
          table: 'conflict',
          key: conflict.id,
          set: { decidedAt: circumstances.now, decidedBy: circumstances.who.accountId, decision: take },
        },
        caseEvent(file, circumstances, 'conflict.decide', {
          ref: conflict.id,
          detail: { field: conflict.field, decision: take },
        }),
      ],
      result: { ...brought.result, conflictId: conflict.id, decision: take },
    }
  },
})

type Around = Pick<Knowledge, 'reference' | 'case' | 'person' | 'need' | 'factsOfCase' | 'siblings'>

function bring(
  known: Around,
  conflict: ConflictRow,
  other: { readonly value: unknown } | null,
  circumstances: Circumstances,
): Decision {
  const found = brings.get(conflict.action)
  if (!found || conflict.input === null) return refuse('conflict.not_found')
  if (conflict.needId !== null && known.need?.id !== conflict.needId)
    refuse('input.invalid', { field: 'needId', problem: 'needed' })
  const input = inputWith(conflict, other, known.person)
  return found.decide(known as Knowledge, parseInput(found, input), circumstances)
}

/** The offered input, or another value in its place; of an object that is written whole, the part alone. */
function inputWith(
  { input, field }: ConflictRow,
  other: { readonly value: unknown } | null,
  person: PersonRow | undefined,
): unknown {
  const [name = field, part] = field.split('.', 2)
  if (part === undefined) return other === null ? input : { ...input, [name]: other.value }
  const offered = {
    ...(input?.[name] as object | undefined),
    ...(other === null ? {} : { [part]: other.value }),
  }
  const whole = { ...person?.contactSafety, ...offered }
  return { ...input, [name]: Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null)) }
}

function refuseIfChanged(known: Around, { action: name, field, caseId }: ConflictRow, seen: number): void {
  const rules = (conflictRules as { readonly [name: string]: (typeof conflictRules)['case.move'] })[name]
  const rule = rules?.fields.find((one) => one.field === field.split('.', 1)[0])
  if (!rule) return
  const rows = {
    person: known.person as MarkedRow | undefined,
    case_file: known.case as MarkedRow | undefined,
    need: known.need as MarkedRow | undefined,
    case_fact: known.factsOfCase as MarkedRow | undefined,
  }
  if (unseenMark(rule, rows, { device: '', n: 0, seen, at: { ms: 0, c: 0 } }, caseId))
    refuse('record.changed', { field })
}
