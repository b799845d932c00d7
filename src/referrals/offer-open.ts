import { refuse } from '../basics/refusal.ts'
import type { OfferKnown } from '../records/knowledge.ts'
import { freshness } from '../services/freshness.ts'

export type OfferClosed = 'referral.offer_not_open' | 'referral.protocol_not_signed'

/** Why nobody may be sent to this offer now; null when one may. The same answer at matching and at sending. */
export function offerClosed(
  offer: Pick<
    OfferKnown,
    'state' | 'organisationState' | 'protocolSignedOn' | 'verifiedAt' | 'verifyEveryDays' | 'fundingEndsOn'
  >,
  at: { readonly now: string; readonly today: string },
): { readonly code: OfferClosed; readonly why: string } | null {
  const not = (why: string) => ({ code: 'referral.offer_not_open', why }) as const
  if (offer.organisationState !== 'active') return not('organisation_not_active')
  if (offer.state !== 'published' && offer.state !== 'stale') return not('not_published')
  if (freshness(offer, at.now) === 'hidden') return not('not_verified_lately')
  if (offer.fundingEndsOn !== null && offer.fundingEndsOn < at.today) return not('funding_ended')
  // DP-01: no data of a person goes to an organisation that has not signed the information-sharing protocol.
  if (offer.protocolSignedOn === null || offer.protocolSignedOn > at.today)
    return { code: 'referral.protocol_not_signed', why: 'not_signed' }
  return null
}

export function openOfferOrRefuse(
  offer: OfferKnown | undefined,
  at: { readonly now: string; readonly today: string },
): OfferKnown {
  if (!offer) refuse('referral.offer_not_open', { why: 'not_found' })
  const closed = offerClosed(offer, at)
  if (closed) refuse(closed.code, { why: closed.why, organisationId: offer.organisationId })
  return offer
}
