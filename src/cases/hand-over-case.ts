import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { hasRole } from '../permissions/who.ts'
import { answersFor, caseAlert, caseEvent } from './case-rules.ts'
import { noteRow } from './notes.ts'

/**
 * Gives the case, its tasks and its referrals to another officer, with a hand-over note (SOP 6.4). An administrator hands
 * over a leaver's cases without seeing them: no note then, and the site must be named.
 */
export const handOverCase = action({
  name: 'case.hand_over',
  input: z.strictObject({ caseId: id, accountId: id, siteId: z.optional(id), note: z.optional(text(4000)) }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId },
  decide({ case: file }, { caseId, accountId, siteId: newSite, note }, circumstances) {
    const { who } = circumstances
    const siteId = newSite ?? file?.siteId
    const unseen = { id: caseId, organisationId: who.organisationId }
    if (!file && !hasRole(who, 'system_admin')) refuse('case.not_found')
    if (siteId === undefined) refuse('input.invalid', { field: 'siteId', problem: 'needed' })
    if (file && !answersFor(circumstances, file)) refuse('permission.missing', { action: 'case.hand_over' })
    if (file && note === undefined) refuse('input.invalid', { field: 'note', problem: 'needed' })
    return {
      changes: [
        // What is written comes before the call: afterwards the case may be out of the writer's sight.
        ...(file && note !== undefined
          ? [
              noteRow(file, circumstances, { kind: 'decision', text: note }),
              caseEvent(file, circumstances, 'case.hand_over', {
                ref: accountId,
                detail: { from: file.officerId, to: accountId, fromSite: file.siteId, toSite: siteId },
              }),
            ]
          : []),
        {
          op: 'call',
          function: 'hand_over_case',
          args: [caseId, accountId, siteId],
          otherwise: 'case.officer_not_found',
        },
        // After the call, which answers alike for a case that is not there and one that is not theirs.
        caseAlert(file ?? unseen, circumstances, 'case.handed_over', { accountId }),
      ],
      result: { officerId: accountId, siteId, ...(file ? { state: file.state } : {}) },
      audit: { to: accountId, siteId },
    }
  },
})
