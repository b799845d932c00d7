/**
 * The answers of the reads (`GET /api/...`): what travels to screens, devices and other people's programs.
 * Lists answer `{items, next?}`; `next` is an opaque cursor to send back as `?after=`.
 */
import type { Appointment, ContactSafety, Day, Id, Instant, NameParts, Pending } from './rows.ts'

export type Names = {
  readonly ar: string
  readonly en: string
  readonly ckb?: string | undefined
  readonly kmr?: string | undefined
}
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
}

/** GET /api/me */
export interface MeAnswer {
  readonly account: {
    readonly id: Id
    readonly displayName: string
    readonly login: string
    readonly locale: string
    readonly digits: string
    readonly mustChangePassword: boolean
  }
  readonly organisation: {
    readonly id: Id
    readonly code: string
    readonly names: Names
    readonly family: string
    readonly protocolSigned: boolean
  }
  readonly roles: readonly string[]
  readonly sites: readonly {
    readonly id: Id
    readonly names: Names
    readonly placeCode: string
    readonly supervised: boolean
  }[]
  readonly demo: boolean
}

/** GET /api/cases?mine=1&sort=due&limit=50&after= · also &site=&state=&urgency=&late=1&officer= */
export interface CaseListItem {
  readonly id: Id
  readonly code: string
  readonly displayName: string
  readonly state: string
  readonly urgency: string
  readonly statusCategory: string
  readonly officerId: Id
  readonly officerName: string
  readonly siteId: Id
  readonly openedOn: Day
  readonly nextDueAt: Instant | null
  readonly nextDueKind: string | null
  readonly nextDueRef: Id | null
  readonly openNeeds: number
  readonly waitingReferrals: number
  readonly pending: Pending | null
  readonly closedAt: Instant | null
  readonly rev: number
}

/** GET /api/cases/{id} */
export interface CaseAnswer extends CaseListItem {
  readonly person: {
    readonly id: Id
    readonly code: string
    readonly nameParts: NameParts
    readonly codeName: string | null
    readonly displayName: string
    readonly sex: string
    readonly birthDate: Day | null
    readonly birthPrecision: string
    readonly birthYear: number | null
    readonly language: string
    readonly interpreterNeeded: boolean
    readonly contactSafety: ContactSafety
    readonly placeCode: string | null
    readonly hasChosenWord: boolean
  }
  readonly programme: string
  readonly programmeVersion: number
  readonly episode: number
  readonly ageBand: string
  readonly sex: string
  readonly language: string
  readonly placeCode: string | null
  readonly returnedFromAbroad: boolean | null
  readonly conflictDisplaced: boolean | null
  readonly documentsHeld: readonly string[] | null
  readonly urgencyReason: string | null
  readonly enteredAt: Instant
  readonly enteredLate: boolean
  readonly nextContactAt: Instant | null
  readonly closureReason: string | null
  readonly remainingNeeds: string | null
  readonly eligibility: {
    readonly result: 'eligible' | 'not' | 'unknown'
    readonly reasons: readonly { readonly key: string; readonly met: boolean | null }[]
  }
  readonly members: readonly {
    readonly id: Id
    readonly nameParts: NameParts
    readonly displayName: string
    readonly relationship: string
    readonly sex: string
    readonly ageBand: string
    readonly removedAt: Instant | null
  }[]
  readonly needs: readonly NeedAnswer[]
  readonly consents: readonly ConsentAnswer[]
  readonly notes: readonly {
    readonly id: Id
    readonly kind: string
    readonly class: number
    readonly text: string
    readonly happenedOn: Day
    readonly enteredAt: Instant
    readonly authorId: Id
    readonly authorName: string
    readonly correctsId: Id | null
  }[]
  readonly tasks: readonly {
    readonly id: Id
    readonly kind: string
    readonly text: string | null
    readonly dueAt: Instant
    readonly assigneeId: Id
    readonly assigneeName: string
    readonly referralId: Id | null
    readonly doneAt: Instant | null
    readonly result: string | null
  }[]
  readonly referrals: readonly CaseReferral[]
  /** Newest first; case facts and referral facts in one story. */
  readonly story: readonly StoryItem[]
}
export interface NeedAnswer {
  readonly id: Id
  readonly memberId: Id | null
  readonly service: string
  readonly severity: number
  readonly priority: number
  readonly state: string
  readonly statedByPerson: boolean
  readonly blocks: readonly string[]
  readonly unblocksNeedId: Id | null
  readonly unmetReason: string | null
  readonly happenedOn: Day
  readonly enteredAt: Instant
}
export interface ConsentAnswer {
  readonly id: Id
  readonly recipientId: Id
  readonly recipientNames: Names
  readonly purpose: string
  readonly items: readonly string[]
  readonly how: string
  readonly language: string
  readonly interpreterPresent: boolean
  readonly givenOn: Day
  readonly expiresOn: Day
  readonly withdrawnAt: Instant | null
}
export interface StoryItem {
  readonly id: Id
  readonly kind: string
  readonly at: Instant
  readonly happenedOn: Day
  readonly actorName: string | null
  readonly organisationNames: Names | null
  readonly party: 'sender' | 'receiver' | 'person' | 'system' | null
  readonly ref: Id | null
  readonly referralId: Id | null
  readonly channel: string | null
  readonly saidBy: string | null
  readonly reason: string | null
  readonly fromState: string | null
  readonly toState: string | null
  readonly detail: { readonly [key: string]: unknown }
}
export interface CaseReferral {
  readonly id: Id
  readonly code: string
  readonly needId: Id
  readonly service: string
  readonly urgency: string
  readonly state: string
  readonly offerId: Id
  readonly receiverOrganisationId: Id
  readonly receiverNames: Names
  readonly offerNames: Names
  readonly sentAt: Instant | null
  readonly nextDueAt: Instant | null
  readonly nextDueKind: string | null
  readonly appointment: Appointment | null
  readonly expectedOn: Day | null
  readonly reason: string | null
  readonly outcome: string | null
  readonly toldPersonAt: Instant | null
  readonly confirmedAt: Instant | null
  readonly disputedAt: Instant | null
  readonly loopClosedAt: Instant | null
  readonly expiredAt: Instant | null
  readonly alertLevel: number
}

/** GET /api/referrals?box=in|out&state=&late=1&limit=&after= */
export interface ReferralListItem {
  readonly id: Id
  readonly code: string
  readonly service: string
  readonly urgency: string
  readonly state: string
  readonly offerId: Id
  readonly offerNames: Names
  readonly senderNames: Names
  readonly senderSiteNames: Names
  readonly receiverNames: Names
  readonly receiverSiteId: Id
  readonly ageBand: string | null
  readonly sex: string | null
  readonly language: string | null
  readonly interpreterNeeded: boolean
  readonly placeCode: string | null
  readonly accompaniment: string
  readonly sentAt: Instant | null
  readonly acknowledgedAt: Instant | null
  readonly answeredAt: Instant | null
  readonly nextDueAt: Instant | null
  readonly nextDueKind: string | null
  readonly alertLevel: number
  readonly expiredAt: Instant | null
  readonly appointment: Appointment | null
  readonly expectedOn: Day | null
  readonly reason: string | null
  readonly outcome: string | null
  readonly loopClosedAt: Instant | null
  /** box=out only: the sender's case. */
  readonly caseId?: Id | undefined
  readonly caseCode?: string | undefined
  readonly displayName?: string | undefined
}
/** GET /api/referrals/{id} */
export interface ReferralAnswer extends ReferralListItem {
  /** Which side the reader is on. */
  readonly side: 'sender' | 'receiver'
  readonly sharedItems: readonly string[]
  /** The consented items: for the receiver only after accepting; `null` before. */
  readonly snapshot: { readonly [item: string]: unknown } | null
  readonly infoQuestion: string | null
  readonly infoRequestedAt: Instant | null
  readonly infoAnsweredAt: Instant | null
  readonly startedAt: Instant | null
  readonly completedAt: Instant | null
  readonly outcomeNote: string | null
  readonly reasonNote: string | null
  readonly cancelAskedAt: Instant | null
  readonly cancelConfirmedAt: Instant | null
  readonly toldPersonAt: Instant | null
  readonly confirmedAt: Instant | null
  readonly received: boolean | null
  readonly helped: boolean | null
  readonly disputedAt: Instant | null
  readonly previousReferralId: Id | null
  readonly acknowledgeDueAt: Instant | null
  readonly decideDueAt: Instant | null
  readonly startDueAt: Instant | null
  readonly confirmDueAt: Instant | null
  readonly channel: string
  readonly needId?: Id | undefined
  readonly narrative?: string | null | undefined
  readonly links?:
    | readonly {
        readonly id: Id
        readonly step: string
        readonly madeAt: Instant
        readonly expiresAt: Instant
        readonly openedAt: Instant | null
        readonly usedAt: Instant | null
        readonly revokedAt: Instant | null
      }[]
    | undefined
  readonly receiverContact?: { readonly [key: string]: unknown } | null | undefined
  readonly story: readonly StoryItem[]
  /** What the reader may do next: action names. */
  readonly may: readonly string[]
}

/** POST /api/link/open: what a provider without account sees of the one referral of its link; nothing names the person. */
export interface LinkAnswer {
  readonly verdict: 'open' | 'used'
  readonly step: string | null
  readonly referral: {
    readonly id: Id
    readonly code: string
    readonly service: string
    readonly urgency: string
    readonly state: string
    readonly senderNames: Names
    readonly senderSiteNames: Names
    readonly receiverNames: Names
    readonly offerNames: Names | null
    readonly ageBand: string | null
    readonly sex: string | null
    readonly language: string | null
    readonly interpreterNeeded: boolean
    readonly placeNames: Names | null
    readonly accompaniment: string
    readonly sentAt: Instant | null
    readonly decideDueAt: Instant | null
    readonly appointment: Appointment | null
    readonly expectedOn: Day | null
  } | null
  readonly may: readonly string[]
}

/** GET /api/day: the officer's or provider's own day. */
export interface DayAnswer {
  readonly counts: {
    readonly late: number
    readonly waiting: number
    readonly today: number
    readonly newAlerts: number
    readonly inbox: number
  }
  readonly items: readonly DayItem[]
  readonly alerts: readonly AlertAnswer[]
}
export interface DayItem {
  readonly caseId: Id
  readonly code: string
  readonly displayName: string
  readonly urgency: string
  readonly kind: string
  readonly at: Instant
  readonly ref: Id | null
  readonly late: boolean
  readonly service: string | null
  readonly receiverNames: Names | null
  readonly appointmentAt: Instant | null
}
export interface AlertAnswer {
  readonly id: Id
  readonly kind: string
  readonly level: number
  readonly at: Instant
  readonly caseId: Id | null
  readonly caseCode: string | null
  readonly referralId: Id | null
  readonly referralCode: string | null
  readonly receiverNames: Names | null
  readonly seenAt: Instant | null
}

/** GET /api/team: the supervisor's page. */
export interface TeamAnswer {
  readonly officers: readonly {
    readonly id: Id
    readonly displayName: string
    readonly sites: readonly Id[]
    readonly openCases: number
    readonly lateCases: number
    readonly unanswered: number
    readonly u0u1: number
  }[]
  /** Lowered urgencies and closings that wait for a second person. */
  readonly decisions: readonly {
    readonly caseId: Id
    readonly code: string
    readonly displayName: string
    readonly officerName: string
    readonly pending: Pending
    readonly urgency: string
    readonly state: string
  }[]
  readonly late: readonly CaseListItem[]
  readonly unanswered: readonly (ReferralListItem & { readonly officerName: string })[]
  readonly alerts: readonly AlertAnswer[]
  /** Services confirmed by the person this month, by sector; counts under 5 are null (shown as hidden). */
  readonly confirmed: readonly {
    readonly sector: string
    readonly sent: number | null
    readonly confirmed: number | null
  }[]
}

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
  readonly verifiedAt: Instant
  readonly freshness: 'fresh' | 'stale' | 'hidden'
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

/** POST /api/people/search {text, sex?, birthYear?, governorate?} */
export interface PersonFound {
  readonly personId: Id
  readonly code: string
  readonly displayName: string | null
  readonly initials: string
  readonly sex: string
  readonly birthYear: number | null
  readonly siteId: Id
  readonly siteNames: Names
  readonly mine: boolean
  readonly caseId: Id | null
}

/** GET /api/staff (administrators; supervisors see their sites) */
export interface StaffItem {
  readonly id: Id
  readonly login: string
  readonly displayName: string
  readonly locale: string
  readonly state: string
  readonly mustChangePassword: boolean
  readonly roles: readonly { readonly role: string; readonly siteId: Id | null }[]
  readonly openCases: number
}
/** GET /api/colleagues?site= : who may take a case over. */
export interface Colleague {
  readonly id: Id
  readonly displayName: string
  readonly roles: readonly string[]
  readonly sites: readonly Id[]
}

/** GET /api/organisations */
export interface OrganisationItem {
  readonly id: Id
  readonly code: string
  readonly names: Names
  readonly family: string
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

/** GET /api/alerts */
export type AlertsAnswer = Page<AlertAnswer>
