import * as z from 'zod/mini'
import { action } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import {
  conferenceEvent,
  conferencePurpose,
  conveningOrRefuse,
  coveredFor,
  openCaseOf,
} from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

/**
 * The person agrees to the conference: the ledger holds a consent for this purpose to at least one organisation by name
 * that counts today. Without one nothing goes on (`referral.consent_missing`).
 */
export const recordConferenceConsent = action({
  name: 'conference.record_consent',
  input: z.strictObject({ conferenceId: id }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId }, circumstances) {
    const convening = openCaseOf(conveningOrRefuse(known))
    const state = stateAfterOrRefuse(convening.conference.state, 'conference.record_consent')
    const agreed = convening.consents.filter(
      ({ recipientId, purpose, items }) =>
        purpose === conferencePurpose &&
        coveredFor(convening, recipientId, items, circumstances.today).covered.length > 0,
    )
    if (agreed.length === 0) refuse('referral.consent_missing', { purpose: conferencePurpose })
    return {
      changes: [
        {
          op: 'update',
          table: 'conference',
          key: conferenceId,
          set: { state, consentedAt: circumstances.now },
        },
        conferenceEvent(convening, circumstances, 'conference.record_consent'),
      ],
      result: { conferenceId, state },
    }
  },
})
