import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Programme } from '../programmes/programme.ts'
import type { CaseRow } from '../records/rows.ts'
import {
  answersFor,
  caseEvent,
  choiceOrRefuse,
  openCaseOrRefuse,
  pastOrRefuse,
  programmeOf,
} from './case-rules.ts'
import { changedFields } from './changed-fields.ts'
import { eligibilityOf } from './eligibility-of-case.ts'

const input = z.strictObject({
  caseId: id,
  statusCategory: z.optional(code),
  ageBand: z.optional(code),
  openedOn: z.optional(day),
  // `null` takes an answer back: not asked
  returnedFromAbroad: z.optional(z.nullable(z.boolean())),
  conflictDisplaced: z.optional(z.nullable(z.boolean())),
  documentsHeld: z.optional(z.nullable(z.array(code).check(z.maxLength(40)))),
})

/** What was written down wrongly, or is only known now. What stood there before stays in the story. */
export const correctCase = action({
  name: 'case.correct',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, { caseId: _, ...given }, circumstances) {
    const file = openCaseOrRefuse(known)
    if (!answersFor(circumstances, file)) refuse('case.not_your_correction')
    const programme = programmeOf(reference, file)
    checkChoices(programme, given, circumstances.today)
    const { set, story } = changedFields<CaseRow>(file, given)
    if (story.length === 0) return { changes: [], result: { changed: [] } }
    return {
      changes: [
        { op: 'update', table: 'case_file', key: file.id, set },
        caseEvent(file, circumstances, 'case.correct', { detail: { changes: story } }),
      ],
      result: {
        changed: story.map(({ field }) => field),
        eligibility: eligibilityOf({ ...file, ...set }, programme, reference),
      },
    }
  },
})

function checkChoices(
  programme: Programme,
  given: Omit<z.infer<typeof input>, 'caseId'>,
  today: string,
): void {
  for (const list of ['statusCategory', 'ageBand'] as const)
    if (given[list] !== undefined) choiceOrRefuse(programme, list, given[list], list)
  for (const document of given.documentsHeld ?? [])
    choiceOrRefuse(programme, 'document', document, 'documentsHeld')
  if (given.openedOn !== undefined) pastOrRefuse(given.openedOn, today, 'openedOn')
}
