import type { Day, Id, Instant, Json } from './row-basics.ts'

export interface OfferRow {
  id: Id
  organisationId: Id
  siteId: Id
  service: string
  sector: string
  state: string
  names: { readonly [locale: string]: string }
  descriptions: { readonly [locale: string]: string }
  areas: string[]
  placeCode: string
  lon: number | null
  lat: number | null
  confidential: boolean
  eligibility: Json
  access: Json
  languages: string[]
  capacity: string
  waitDays: number | null
  capacityAt: Instant
  verifiedAt: Instant
  verifiedHow: string
  verifyEveryDays: number
  fundingEndsOn: Day | null
  contactPublic: Json
  contactForReferral: Json
  opening: Json
  visits: Json
  slotsPerMonth: number | null
  confirmedAt: Instant | null
  checkedAt: Instant | null
  checkedHow: string | null
  checkedBy: Id | null
  checkedByOrganisationId: Id | null
  savedBy: Id | null
  wantsPublishing: boolean
  remindedAt: Instant | null
  fundingWarnedAt: Instant | null
  keeperId: Id | null
  followUpOn: Day | null
  invented: boolean
  rev: number
}

export interface SiteRow {
  id: Id
  organisationId: Id
  names: { readonly [locale: string]: string }
  placeCode: string
  codePrefix: string
  address: Json
  phone: string | null
  opening: Json
  confidential: boolean
  active: boolean
  rev: number
}

/** Where a confidential site is: for its own organisation alone. */
export interface SitePrivateRow {
  siteId: Id
  organisationId: Id
  placeCode: string | null
  address: Json
  phone: string | null
}

export interface OfferCheckRow {
  id: Id
  organisationId: Id
  offerId: Id
  how: string
  onDay: Day
  spokeWith: string | null
  said: string
  checkedBy: Id
  checkedByOrganisationId: Id
  checkedAt: Instant
}

export interface DirectoryLinkRow {
  id: Id
  organisationId: Id
  offerIds: readonly Id[]
  tokenHash: Uint8Array
  madeBy: Id
  madeByOrganisationId: Id
  madeAt: Instant
  expiresAt: Instant
}

export interface DirectorySuggestionRow {
  id: Id
  organisationId: Id | null
  offerId: Id | null
  siteId: Id | null
  source: string
  sourceName: string | null
  about: string
  proposed: Json
  note: string | null
  state: string
  taken: readonly string[]
  createdAt: Instant
  createdBy: Id | null
  createdByOrganisationId: Id | null
  decidedAt: Instant | null
  decidedBy: Id | null
  reason: string | null
}
