import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import {
  answersFor,
  caseAlert,
  caseEvent,
  caseOrRefuse,
  choiceOrRefuse,
  openCaseOrRefuse,
  programmeOf,
} from './case-rules.ts'

const byCase = ({ caseId }: { readonly caseId: string }) => caseId

/** A colleague of the same organisation helps on this one case and sees it from now on (SOP 6.4). */
export const addToTeam = action({
  name: 'case.add_to_team',
  input: z.strictObject({ caseId: id, accountId: id, relation: code }),
  root: { kind: 'case', id: byCase },
  needs: { reference: true, case: byCase },
  decide({ reference, case: known }, { caseId, accountId, relation }, circumstances) {
    const file = openCaseOrRefuse(known)
    if (!answersFor(circumstances, file)) refuse('permission.missing', { action: 'case.add_to_team' })
    choiceOrRefuse(programmeOf(reference, file), 'teamRelation', relation, 'relation')
    return {
      changes: [
        {
          op: 'call',
          function: 'add_to_team',
          args: [caseId, accountId, relation],
          otherwise: 'case.officer_not_found',
        },
        caseEvent(file, circumstances, 'case.add_to_team', { ref: accountId, detail: { relation } }),
        caseAlert(file, circumstances, 'case.team_joined', { accountId }),
      ],
      result: { accountId, relation },
      audit: { to: accountId, relation },
    }
  },
})

/** From this moment the case is out of the helper's sight. */
export const removeFromTeam = action({
  name: 'case.remove_from_team',
  input: z.strictObject({ caseId: id, accountId: id }),
  root: { kind: 'case', id: byCase },
  needs: { case: byCase },
  decide({ case: known }, { caseId, accountId }, circumstances) {
    const file = caseOrRefuse(known)
    if (!answersFor(circumstances, file)) refuse('permission.missing', { action: 'case.remove_from_team' })
    return {
      changes: [
        {
          op: 'call',
          function: 'remove_from_team',
          args: [caseId, accountId],
          otherwise: 'case.officer_not_found',
        },
        caseEvent(file, circumstances, 'case.remove_from_team', { ref: accountId }),
      ],
      result: { accountId },
      audit: { to: accountId },
    }
  },
})
