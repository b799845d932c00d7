import { caseRoles } from '../permissions/roles.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import type { Names, OfferAnswer } from '../records/answers.ts'
import { freshness } from './freshness.ts'

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
}

/** The place and everything it lies in, finest first. */
export type Ancestors = (placeCode: string) => readonly string[]

/** The widest unit a place lies in; nothing for a place that is not known, so that an odd code cannot tell more than a good one. */
export function governorateOnly(placeCode: string, ancestors: Ancestors): string {
  return ancestors(placeCode).at(-1) ?? ''
}

/**
 * The one way an offer goes out. Of a confidential place others learn the governorate and nothing else: no town, no
 * site name, no contact (CHECKs of the table keep address and coordinates out of the row itself). Referrals to it
 * reach it through Ihala.
 */
export function offerAnswer(offer: OfferSeen, who: Who, today: string, ancestors: Ancestors): OfferAnswer {
  const mine = offer.organisationId === who.organisationId
  const hidden = (offer.confidential || offer.siteConfidential) && !mine
  const governorate = (place: string) => governorateOnly(place, ancestors)
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
    site: hidden
      ? { id: offer.siteId, names: offer.organisationNames, placeCode: governorate(offer.sitePlace) }
      : { id: offer.siteId, names: offer.siteNames, placeCode: offer.sitePlace },
    areas: hidden ? [...new Set(offer.areas.map(governorate))].filter((area) => area !== '') : offer.areas,
    placeCode: hidden ? governorate(offer.placeCode) : offer.placeCode,
    confidential: offer.confidential || offer.siteConfidential,
    eligibility: offer.eligibility,
    access: offer.access,
    languages: offer.languages,
    capacity: offer.capacity,
    waitDays: offer.waitDays,
    capacityAt: offer.capacityAt,
    verifiedAt: offer.verifiedAt,
    freshness: freshness(offer, today),
    fundingEndsOn: offer.fundingEndsOn,
    contactPublic: hidden ? null : offer.contactPublic,
    contactForReferral: !hidden && (mine || hasRole(who, ...caseRoles)) ? offer.contactForReferral : null,
    mine,
    invented: offer.invented,
  }
}
