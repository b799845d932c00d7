import { caseRoles } from '../permissions/roles.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import type { Names, OfferAnswer } from '../records/answers.ts'
import { freshness } from './freshness.ts'
import type { Opening, Visit } from './opening.ts'
import { type Ancestors, publicOffer } from './public-offer.ts'

/** An offer with its organisation and site, as the directory's queries read it. */
export interface OfferSeen {
  readonly id: string
  readonly organisationId: string
  readonly siteId: string
  readonly service: string
  readonly sector: string
  readonly state: string
  readonly names: Names
  readonly descriptions: { readonly [locale: string]: string }
  readonly areas: readonly string[]
  readonly placeCode: string
  readonly confidential: boolean
  readonly eligibility: { readonly [key: string]: unknown }
  readonly access: { readonly [key: string]: unknown }
  readonly languages: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly capacityAt: string
  readonly verifiedAt: string
  readonly verifyEveryDays: number
  readonly fundingEndsOn: string | null
  readonly contactPublic: { readonly [key: string]: unknown } | null
  readonly contactForReferral: { readonly [key: string]: unknown } | null
  readonly invented: boolean
  readonly organisationNames: Names
  readonly organisationFamily: string
  readonly organisationUnitKind: string
  readonly protocolSigned: boolean
  readonly siteNames: Names
  readonly sitePlace: string
  readonly siteConfidential: boolean
  readonly siteOpening: Opening | null
  readonly opening: Opening | null
  readonly visits: readonly Visit[] | null
  readonly slotsPerMonth: number | null
  readonly confirmedAt: string | null
  readonly checkedAt: string | null
  readonly checkedHow: string | null
  readonly wantsPublishing: boolean
}

/**
 * The one way an offer goes out to staff: whole to its own organisation, as the public may see it to all others. Referrals
 * to a confidential place reach it through Ihala.
 */
export function offerAnswer(given: OfferSeen, who: Who, today: string, ancestors: Ancestors): OfferAnswer {
  const mine = given.organisationId === who.organisationId
  const offer = mine ? given : publicOffer(given, ancestors)
  const confidential = given.confidential || given.siteConfidential
  return {
    id: offer.id,
    service: offer.service,
    sector: offer.sector,
    state: offer.state,
    names: offer.names,
    descriptions: offer.descriptions,
    organisation: {
      id: offer.organisationId,
      names: offer.organisationNames,
      family: offer.organisationFamily,
      unitKind: offer.organisationUnitKind,
      protocolSigned: offer.protocolSigned,
    },
    site: { id: offer.siteId, names: offer.siteNames, placeCode: offer.sitePlace },
    areas: offer.areas,
    placeCode: offer.placeCode,
    confidential,
    eligibility: offer.eligibility,
    access: offer.access,
    languages: offer.languages,
    capacity: offer.capacity,
    waitDays: offer.waitDays,
    capacityAt: offer.capacityAt,
    slotsPerMonth: offer.slotsPerMonth,
    verifiedAt: offer.verifiedAt,
    freshness: freshness(offer, today),
    confirmedAt: offer.confirmedAt,
    checkedAt: offer.checkedAt,
    checkedHow: offer.checkedHow,
    wantsPublishing: offer.wantsPublishing,
    opening: offer.opening,
    siteOpening: offer.siteOpening,
    visits: offer.visits,
    fundingEndsOn: offer.fundingEndsOn,
    contactPublic: offer.contactPublic,
    contactForReferral:
      mine || (!confidential && hasRole(who, ...caseRoles)) ? given.contactForReferral : null,
    mine,
    invented: offer.invented,
  }
}
