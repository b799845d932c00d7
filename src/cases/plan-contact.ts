import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id, instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseEvent, openCaseOrRefuse } from './case-rules.ts'

/** When the person hears from us next: an open case always has such a time. */
export const planContact = action({
  name: 'case.plan_contact',
  input: z.strictObject({ caseId: id, at: instant }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId },
  decide({ case: known }, { at }, circumstances) {
    const file = openCaseOrRefuse(known)
    if (at <= (circumstances.writtenAt ?? circumstances.now))
      refuse('input.invalid', { field: 'at', problem: 'in_past' })
    return {
      changes: [
        { op: 'update', table: 'case_file', key: file.id, set: { nextContactAt: at } },
        caseEvent(file, circumstances, 'case.plan_contact', { detail: { from: file.nextContactAt, to: at } }),
      ],
      result: { nextContactAt: at },
    }
  },
})
