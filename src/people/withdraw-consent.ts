import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseAlert, caseEvent, choiceOrRefuse, programmeOf } from '../cases/case-rules.ts'
import { stopSharing } from './stop-sharing.ts'

/**
 * At any time, through any channel, without a reason (DP-14). In the same moment nothing more is shared: what was handed
 * over closes, open referrals that rest on this consent are cancelled and their receivers told, and their needs are open again.
 */
export const withdrawConsent = action({
  name: 'consent.withdraw',
  input: z.strictObject({ consentId: id, how: z.optional(code) }),
  root: { kind: 'consent', id: ({ consentId }) => consentId },
  needs: {
    reference: true,
    consent: ({ consentId }) => consentId,
    aroundConsent: ({ consentId }) => consentId,
  },
  decide({ reference, consent, aroundConsent: around }, { consentId, how }, circumstances) {
    const { who, now } = circumstances
    if (!consent || !around) refuse('consent.not_found')
    if (consent.withdrawal) refuse('consent.already_withdrawn', { at: consent.withdrawal.at })
    const file = consent.case
    const channel =
      how === undefined ? 'in_person' : choiceOrRefuse(programmeOf(reference, file), 'channel', how, 'how')
    const { changes, cancelled } = stopSharing({ reference, consent, around, file, channel }, circumstances)
    return {
      changes: [
        caseEvent(file, circumstances, 'consent.withdraw', {
          ref: consentId,
          detail: {
            recipientId: consent.recipientId,
            purpose: consent.purpose,
            how: channel,
            cancelled: cancelled.length,
          },
        }),
        ...changes,
        ...(file.officerId === who.accountId
          ? []
          : [caseAlert(file, circumstances, 'case.consent_withdrawn', { accountId: file.officerId })]),
      ],
      result: { consentId, withdrawnAt: now, cancelledReferrals: cancelled.map((referral) => referral.id) },
      audit: { recipientId: consent.recipientId, cancelled: cancelled.length },
    }
  },
})
