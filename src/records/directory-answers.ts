/** Answers of the reads about the directory, matching and places. */
import type { Day, Id, Instant } from './rows.ts'
import type { Opening, Visit } from '../services/opening.ts'
import type { Names } from './answer-basics.ts'

/** GET /api/offers?service=&sector=&place=&organisation=&limit=&after= · GET /api/offers/{id} */
export interface OfferAnswer {
  readonly id: Id
  readonly service: string
  readonly sector: string
  readonly state: string
  readonly names: Names
  readonly descriptions: { readonly [locale: string]: string }
  readonly organisation: {
    readonly id: Id
    readonly names: Names
    readonly family: string
    /** Decides which items it may get at all: need-to-know.ts. */
    readonly unitKind: string
    readonly protocolSigned: boolean
  }
  readonly site: { readonly id: Id; readonly names: Names; readonly placeCode: string }
  readonly areas: readonly string[]
  readonly placeCode: string
  readonly confidential: boolean
  readonly eligibility: { readonly [key: string]: unknown }
  readonly access: { readonly [key: string]: unknown }
  readonly languages: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly capacityAt: Instant
  readonly slotsPerMonth: number | null
  /** The last word that it is true, whoever gave it. */
  readonly verifiedAt: Instant
  readonly freshness: 'fresh' | 'stale' | 'hidden'
  /** The provider's own word. */
  readonly confirmedAt: Instant | null
  /** When somebody else looked, and how: call or visit. */
  readonly checkedAt: Instant | null
  readonly checkedHow: string | null
  /** A draft that its provider wants shown: it waits for somebody to look. */
  readonly wantsPublishing: boolean
  /** Of the offer; else that of its site counts. */
  readonly opening: Opening | null
  readonly siteOpening: Opening | null
  /** Of a mobile team. */
  readonly visits: readonly Visit[] | null
  readonly fundingEndsOn: Day | null
  readonly contactPublic: { readonly [key: string]: unknown } | null
  readonly contactForReferral: { readonly [key: string]: unknown } | null
  readonly mine: boolean
  readonly invented: boolean
}

/** GET /api/match?caseId=&service= (or &needId=): ranked, explained; and for each offer left out, why. */
export interface MatchAnswer {
  readonly service: string
  readonly items: readonly MatchItem[]
  /** `codes`: what the sentence names beside it, such as documents (`programmes.document.<code>`). */
  readonly excluded: readonly {
    readonly offerId: Id
    readonly names: Names
    readonly organisationNames: Names
    readonly rules: readonly {
      readonly key: string
      readonly values?: { readonly [key: string]: string | number } | undefined
      readonly codes?: readonly string[] | undefined
    }[]
  }[]
}

export interface MatchItem {
  readonly offer: OfferAnswer
  readonly score: number
  /** key under `matching.why.*`, `matching.ask.*` or `matching.warning.*`; `good: false` is a warning. */
  readonly reasons: readonly {
    readonly key: string
    readonly values?: { readonly [key: string]: string | number } | undefined
    readonly codes?: readonly string[] | undefined
    readonly points: number
    readonly good: boolean
  }[]
  readonly distanceKm: number | null
  /** `null`: may be sent to. Else the refusal code a sending would meet. */
  readonly closedBecause: string | null
}

/** GET /api/organisations */
export interface OrganisationItem {
  readonly id: Id
  readonly code: string
  readonly names: Names
  readonly family: string
  /** Decides what it may come to know: need-to-know.ts. */
  readonly unitKind: string
  readonly mine: boolean
  readonly state: string
  readonly protocolSigned: boolean
  readonly invented: boolean
}

/** GET /api/sites?organisation= : where organisations work; confidential places only for their own organisation. */
export interface SiteItem {
  readonly id: Id
  readonly organisationId: Id
  readonly names: Names
  readonly placeCode: string
  readonly codePrefix: string
  readonly confidential: boolean
}

/** GET /api/places?level=&parent=&text= (all levels 1-3 in one answer when nothing is asked; towns only by text) */
export interface PlaceItem {
  readonly code: string
  readonly level: number
  readonly parent: string | null
  readonly names: Names
  readonly lon: number | null
  readonly lat: number | null
}

/** GET /api/directory/attention: offers that need somebody to ask, to decide or to take them down. */
export interface AttentionItem {
  readonly id: Id
  readonly names: Names
  readonly service: string
  readonly state: string
  readonly organisationId: Id
  readonly organisationNames: Names
  readonly verifiedAt: Instant
  readonly verifyEveryDays: number
  readonly capacity: string
  readonly waitDays: number | null
  readonly confirmedAt: Instant | null
  readonly checkedAt: Instant | null
  readonly checkedHow: string | null
  readonly fundingEndsOn: Day | null
  /** Who took it on asks again on this day; the name only where it is a colleague. */
  readonly followUpOn: Day | null
  readonly keeperName: string | null
  readonly hasKeeper: boolean
  readonly wantsPublishing: boolean
  /** Referrals it said no to lately because the service ended, has no money or no place. */
  readonly declined: number
  readonly suggestions: number
  /** Somebody says that it closed, asks for money or treats people badly. */
  readonly grave: boolean
  /** A link was sent and nobody answered it. */
  readonly unanswered: boolean
  readonly phone: string | null
  readonly contactName: string | null
}

export interface OfferHistoryItem {
  readonly at: Instant
  /** provider, keeper, link, job, import. */
  readonly source: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
  readonly byName: string | null
  readonly byOrganisation: Names | null
}
export interface OfferCheck {
  readonly how: string
  readonly onDay: Day
  readonly said: string
  readonly spokeWith: string | null
  readonly checkedAt: Instant
  readonly byName: string | null
  readonly byOrganisation: Names
}
/** GET /api/offers/{id}/story: every change, who looked, and what others say of it. */
export interface OfferStoryAnswer {
  readonly history: readonly OfferHistoryItem[]
  readonly checks: readonly OfferCheck[]
  readonly suggestions: readonly SuggestionItem[]
}
export interface SuggestionItem {
  readonly id: Id
  readonly source: string
  readonly sourceName: string | null
  readonly about: string
  readonly proposed: { readonly [field: string]: unknown }
  readonly note: string | null
  readonly state: string
  readonly taken: readonly string[]
  readonly createdAt: Instant
  readonly decidedAt: Instant | null
  readonly reason: string | null
  readonly byOrganisation: Names | null
}
/** GET /api/own-sites: the sites of one's own organisation, whole. */
export interface OwnSite {
  readonly id: Id
  readonly names: Names
  readonly placeCode: string
  readonly codePrefix: string
  readonly address: { readonly [key: string]: unknown } | null
  readonly phone: string | null
  readonly opening: Opening | null
  readonly confidential: boolean
  readonly active: boolean
}
