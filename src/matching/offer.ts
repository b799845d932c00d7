/** What matching knows of an offer: the directory loads these, one row each, from offer, site and organisation. */
export interface Offer {
  id: string
  organisationId: string
  /** By locale. */
  organisationName: Readonly<Record<string, string>>
  siteId: string
  /** Code of the service taxonomy, and its sector. */
  service: string
  sector: string
  /** draft, verified, published, stale, hidden, ended. */
  state: string
  /** P-codes covered, each with everything inside it. */
  areas: readonly string[]
  placeCode: string
  lon: number | null
  lat: number | null
  /** True: nothing about where it is may enter an answer, not even a distance. */
  confidentialLocation: boolean
  eligibility: Eligibility
  access: Access
  /** Languages the staff speak. */
  languages: readonly string[]
  capacity: 'yes' | 'waitlist' | 'no' | 'ask'
  waitDays: number | null
  verifiedAt: string
  /** 60, or 30 for urgent services; half as long again and the offer is hidden. */
  verifyEveryDays: number
  fundingEndsOn: string | null
  /** The organisation signed the information-sharing protocol. */
  ispSigned: boolean
  organisationState: string
  /** What its organisation may come to know. */
  unitKind: string
  /** Always `free` in this mechanism; anything else is not offered. */
  cost: string
}

/** Whom an offer serves. A list left out serves everyone. */
export interface Eligibility {
  statusCategories?: readonly string[] | undefined
  sexes?: readonly string[] | undefined
  minAge?: number | undefined
  maxAge?: number | undefined
  /** At least one of these. */
  householdTypes?: readonly string[] | undefined
  nationalities?: readonly string[] | undefined
  /** Every one of these has to be held. */
  documentsNeeded: readonly string[]
  /** Shown so that nobody stays away for want of them. */
  documentsNotNeeded: readonly string[]
  /** Families of organisations whose referrals are taken. */
  referralBy?: readonly string[] | undefined
  /** Safety exclusions: never for a person with one of these flags. */
  excludes: readonly string[]
}

export interface Access {
  walkIn: boolean
  referralOnly: boolean
  phone: boolean
  remote: boolean
  ramp: boolean
  womenOnlyHours: boolean
  femaleStaff: boolean
  /** Languages for which an interpreter comes. */
  interpreter: readonly string[]
  childcare: boolean
  transportPaid: boolean
}

/** Organisations, sites, places with everything inside them, and languages of staff. */
export interface Avoided {
  readonly organisations?: readonly string[] | undefined
  readonly sites?: readonly string[] | undefined
  readonly places?: readonly string[] | undefined
  readonly languages?: readonly string[] | undefined
}

/** What is asked for. Null means "not known" and never excludes an offer: it becomes a question to ask first. */
export interface MatchRequest {
  service: string
  placeCode: string | null
  /** All places the person's place lies in. */
  placeAncestors: readonly string[]
  lon: number | null
  lat: number | null
  statusCategory: string | null
  ageBand: string
  birthYear: number | null
  sex: string
  nationality: string | null
  language: string
  wantsFemaleStaff: boolean
  householdTypes: readonly string[] | null
  documentsHeld: readonly string[] | null
  needsRamp: boolean
  /** Family of the organisation that refers. */
  referredBy: string | null
  /** Offers that declined this need lately, or that the person does not want. */
  excludedOffers: readonly string[]
  safetyFlags: readonly string[]
  /** Whom and what to keep away from, because the person said so. */
  avoid: Avoided
}

export interface MatchContext {
  /** Day (YYYY-MM-DD) in the governorate. */
  today: string
  /** Does this area lie inside the person's place? Then the person may live in it, and is asked. */
  liesIn?: ((area: string, place: string) => boolean) | undefined
}

/** A sentence by its key, the numbers in it, and codes to name beside it (documents: `programmes.document.<code>`). */
export interface Reason {
  key: string
  values?: Readonly<Record<string, string | number>> | undefined
  codes?: readonly string[] | undefined
}
