import { refuse } from '../basics/refusal.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import type { Knowledge, OfferKnown } from '../records/knowledge.ts'

/** The offer, of one's own organisation and not ended; the row policies hold the same. */
export function ownOffer(offer: OfferKnown | undefined, who: Who): OfferKnown {
  if (!offer) refuse('offer.not_found')
  if (offer.organisationId !== who.organisationId) refuse('offer.not_yours')
  if (offer.state === 'ended') refuse('offer.ended')
  return offer
}

/** Writes the entries of their own organisation; the database holds the same (`me_edits_directory`). */
export function editsOwn(who: Who): boolean {
  return hasRole(who, 'provider_focal_point', 'directory_editor')
}

/** An offer that has not ended, for who looks after the entries of others (`checks`), or may change them too (`keeps`). */
export function offerToLookAfter(
  offer: OfferKnown | undefined,
  rights: Knowledge['directoryRights'],
  how: 'checks' | 'keeps',
): OfferKnown {
  if (!offer) refuse('offer.not_found')
  if (rights?.[how] !== true) refuse('offer.not_yours')
  if (offer.state === 'ended') refuse('offer.ended')
  return offer
}
