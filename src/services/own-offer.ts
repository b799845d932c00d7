import { refuse } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import type { OfferKnown } from '../records/knowledge.ts'

/** The offer, of one's own organisation and not ended; the row policies hold the same. */
export function ownOffer(offer: OfferKnown | undefined, who: Who): OfferKnown {
  if (!offer) refuse('offer.not_found')
  if (offer.organisationId !== who.organisationId) refuse('offer.not_yours')
  if (offer.state === 'ended') refuse('offer.ended')
  return offer
}
