import type { ReferralRow } from '../records/rows.ts'
import { moveOrRefuse, type ReferralState } from './referral-states.ts'
import { standingOf } from './step.ts'

/**
 * How a referral ends when its receiver leaves the directory: what was not answered counts as declined, what was begun as
 * failed. It is the receiver's end, whoever writes it down; the sender's clock to choose what next begins. Programmes name no
 * reason of their own for the latter: that the receiver left stands in the story.
 */
export function endedByLeaving(referral: ReferralRow): { state: ReferralState; reason: string } {
  const isAnswered = referral.state !== 'sent'
  const after = moveOrRefuse(standingOf(referral), {
    to: isAnswered ? 'failed' : 'declined',
    by: 'receiver',
    reason: isAnswered ? 'other' : 'service_closed',
  })
  return { state: after.state, reason: after.reason ?? 'other' }
}
