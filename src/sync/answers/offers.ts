import type { Names, OfferAnswer, Page } from '../../records/answers.ts'
import type { OfferKnown } from '../../records/knowledge.ts'
import type { Id, Instant, Json } from '../../records/rows.ts'
import { freshness } from '../../services/freshness.ts'
import { type AreaOffer, dayHere, type KeptReference, noNames } from './reference.ts'
import { inOrder, rising } from './rows.ts'

/** GET /api/offers/{id} from the copy of the area's offers. */
export function offerAnswerHere(offer: AreaOffer, kept: KeptReference, today: string): OfferAnswer {
  const { organisationId, lon: _, lat: __, isExact: ___, verifyEveryDays: ____, ...shown } = offer
  const organisation = kept.organisation(organisationId)
  return {
    ...shown,
    organisation: {
      id: organisationId,
      names: organisation?.names ?? noNames,
      family: organisation?.family ?? '',
      unitKind: organisation?.unitKind ?? '',
      protocolSigned: organisation?.protocolSignedOn != null,
    },
    freshness: freshness(offer, today),
    mine: organisationId === kept.who.organisationId,
  }
}

/** What a decision may know of an offer: the row with its organisation, as far as it is kept here. */
export function offerKnown(id: Id, kept: KeptReference): OfferKnown | undefined {
  const offer = kept.offer(id)
  const organisation = offer && kept.organisation(offer.organisationId)
  if (!offer || !organisation) return undefined
  const { site, names, isExact: _, siteOpening: __, ...row } = offer
  return {
    ...row,
    opening: row.opening as unknown as Json,
    visits: row.visits as unknown as Json,
    checkedBy: null,
    checkedByOrganisationId: null,
    savedBy: null,
    remindedAt: null,
    fundingWarnedAt: null,
    keeperId: null,
    followUpOn: null,
    names: names as Names & { readonly [locale: string]: string },
    siteId: site.id,
    areas: [...offer.areas],
    languages: [...offer.languages],
    eligibility: offer.eligibility as OfferKnown['eligibility'],
    access: offer.access as OfferKnown['access'],
    contactPublic: offer.contactPublic as OfferKnown['contactPublic'],
    contactForReferral: offer.contactForReferral as OfferKnown['contactForReferral'],
    verifiedHow: '',
    rev: 0,
    organisationState: organisation.state,
    organisationFamily: organisation.family,
    organisationUnitKind: organisation.unitKind,
    organisationNames: organisation.names as Names & { readonly [locale: string]: string },
    protocolSignedOn: organisation.protocolSignedOn,
  }
}

/** GET /api/offers over the copy of the area, a list without further pages. */
export function offersHere(
  query: { readonly [name: string]: string | undefined },
  kept: KeptReference,
  now: Instant,
): Page<OfferAnswer> {
  const { service, sector, organisation, place } = query
  const { today } = dayHere(kept, now)
  const { ancestors } = kept.reference
  const up = place === undefined ? [] : ancestors(place)
  const covers = (offer: AreaOffer) =>
    place === undefined || offer.areas.some((area) => up.includes(area) || ancestors(area).includes(place))
  return {
    items: inOrder(
      kept.offers.offers.filter(
        (offer) =>
          (service ?? offer.service) === offer.service &&
          (sector ?? offer.sector) === offer.sector &&
          (organisation ?? offer.organisationId) === offer.organisationId &&
          (offer.state === 'published' || offer.state === 'stale') &&
          kept.organisation(offer.organisationId)?.state === 'active' &&
          freshness(offer, today) !== 'hidden' &&
          covers(offer),
      ),
      rising((offer) => offer.service),
      rising(({ id }) => id),
    ).map((offer) => offerAnswerHere(offer, kept, today)),
  }
}
