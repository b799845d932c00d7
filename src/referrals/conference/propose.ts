import * as z from 'zod/mini'
import { action } from '../../actions/action.ts'
import { codeRandomBytes, makeCode } from '../../basics/codes.ts'
import { day, id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { openCaseOrRefuse } from '../../cases/case-rules.ts'
import type { ConferenceRow } from '../../records/rows.ts'
import { isProtected } from '../../services/taxonomy.ts'
import { conferenceEvent, mostDays } from './conference-rules.ts'

const openNeeds: readonly string[] = ['open', 'planned', 'referred', 'partly_met']
const dayMs = 86_400_000

/**
 * A joint case about one need, for when several offices must act together. Nobody outside hears of it yet. `endsOn` is
 * the last day on which anybody invited sees anything, at most three months after the meeting.
 */
export const proposeConference = action({
  name: 'conference.propose',
  input: z.strictObject({ conferenceId: id, caseId: id, needId: id, meetsOn: day, endsOn: day }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId, needs: ({ caseId }) => caseId },
  decide({ case: known, needs }, { conferenceId, needId, meetsOn, endsOn }, circumstances) {
    const { who, now, today, random } = circumstances
    const file = openCaseOrRefuse(known)
    const need = needs.find((one) => one.id === needId) ?? refuse('need.not_found')
    if (!openNeeds.includes(need.state)) refuse('need.closed', { state: need.state })
    if (isProtected(need.service)) refuse('case.protected_not_yet')
    const days = (Date.parse(endsOn) - Date.parse(meetsOn)) / dayMs
    if (meetsOn < today || days < 0 || days > mostDays)
      refuse('conference.days_wrong', { today, mostDays, meetsOn, endsOn })
    const row: ConferenceRow = {
      id: conferenceId,
      organisationId: file.organisationId,
      caseId: file.id,
      needId,
      code: makeCode(file.code.slice(0, 2), random(codeRandomBytes)),
      service: need.service,
      state: 'proposed',
      meetsOn,
      endsOn,
      proposedAt: now,
      proposedBy: who.accountId,
      consentedAt: null,
      invitedAt: null,
      minutes: null,
      minutesAt: null,
      endedAt: null,
    }
    return {
      changes: [
        { op: 'insert', table: 'conference', row },
        conferenceEvent({ case: file, conference: row }, circumstances, 'conference.propose', {
          service: need.service,
        }),
      ],
      result: { conferenceId, code: row.code, state: row.state },
    }
  },
})
