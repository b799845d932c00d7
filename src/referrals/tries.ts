import type { ReferralKnown, SiblingReferral } from '../records/knowledge.ts'

/** States in which somebody has been asked, or serves. */
export const openTries: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']
export const endedWithoutService: readonly string[] = ['declined', 'cancelled', 'failed']
/** Needs nothing more is tried for. */
export const endOfNeed: readonly string[] = ['met', 'not_met', 'withdrawn']

/** Is another referral under way for the same need? */
export function isTriedElsewhere(
  { referral, origin }: ReferralKnown,
  siblings: readonly SiblingReferral[],
): boolean {
  return siblings.some(
    (one) => one.id !== referral.id && one.needId === origin?.needId && openTries.includes(one.state),
  )
}
