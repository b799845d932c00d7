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
  keeperId: Id | null
  followUpOn: Day | null
  invented: boolean
  rev: number
}
