/** Answers of the reads about cases, days, teams and people. */
import type { Appointment, Avoid, ContactSafety, Day, Id, Instant, NameParts, Pending } from './rows.ts'
import type { Names, Page, StoryItem } from './answer-basics.ts'
import type { ReferralListItem } from './referral-answers.ts'

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

/** A consent with everything it says of itself; `not_recorded` and null: nobody said so. */
export interface ConsentDetail extends ConsentAnswer {
  readonly basis: string
  readonly givenBy: string
  readonly guardianRelation: string | null
  readonly ageRule: string | null
  readonly assent: string
  readonly form: string
  readonly present: readonly string[] | null
  readonly askedHow: string
  readonly understood: boolean | null
  /** Of the text that was read; 0: not recorded. */
  readonly textVersion: number
  readonly interpreterCode: string | null
  readonly interpreterMode: string | null
  readonly hiddenItems: readonly string[]
  readonly declined: readonly string[]
  readonly enteredAt: Instant
  readonly enteredByName: string
  /** The file in which somebody is heard giving it. */
  readonly recordingId: Id | null
  /** Receivers that were told to stop, and what they said. */
  readonly stops: readonly {
    readonly referralId: Id
    readonly referralCode: string
    readonly toldAt: Instant
    readonly confirmedAt: Instant | null
    readonly kept: string | null
  }[]
}

/** GET /api/cases/{id}/consents */
export interface ConsentsAnswer {
  readonly items: readonly ConsentDetail[]
  readonly overrides: readonly {
    readonly id: Id
    readonly recipientId: Id
    readonly recipientNames: Names
    readonly basis: string
    readonly items: readonly string[]
    readonly reason: string
    readonly askedAt: Instant
    readonly askedBy: Id
    readonly askedByName: string
    readonly decidedAt: Instant | null
    readonly decidedBy: Id | null
    readonly decidedByName: string | null
    readonly approved: boolean | null
    readonly reviewDueAt: Instant | null
    readonly reviewedAt: Instant | null
    readonly reviewedByName: string | null
    readonly upheld: boolean | null
    readonly reviewNote: string | null
  }[]
  /** Rules that may hold for the person's age; none for a grown person, several where the age has to be asked. */
  readonly ageRules: readonly {
    readonly code: string
    readonly guardian: string
    readonly child: string
  }[]
  /** Parts of the spoken text that can be played. */
  readonly recordings: readonly {
    readonly textVersion: number
    readonly part: string
    readonly language: string
  }[]
}

/** GET /api/cases/{id}/facts */
export interface CaseFactsAnswer {
  /** Null: not asked. */
  readonly householdTypes: readonly string[] | null
  readonly avoid: Avoid
  readonly healthSummary: string | null
  readonly changedAt: Instant | null
  /** Null: not known here; a device does not hold it. */
  readonly team:
    | readonly {
        readonly accountId: Id
        readonly displayName: string
        readonly relation: string
        readonly since: Instant
      }[]
    | null
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
  /** Of what devices wrote: how much needs a decision or could not be done, and how much of it is overdue. */
  readonly fromDevices: { readonly waiting: number; readonly late: number }
  readonly unanswered: readonly (ReferralListItem & { readonly officerName: string })[]
  readonly alerts: readonly AlertAnswer[]
  /** Services confirmed by the person this month, by sector; counts under 5 are null (shown as hidden). */
  readonly confirmed: readonly {
    readonly sector: string
    readonly sent: number | null
    readonly confirmed: number | null
  }[]
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

/** GET /api/alerts */
export type AlertsAnswer = Page<AlertAnswer>
/** A file attached to a case. Its bytes come from `GET /api/files/:id`; the name it once had is not kept. */
export interface FileListItem {
  readonly id: Id
  readonly kind: string
  readonly title: string | null
  readonly class: number
  readonly mediaType: string
  readonly size: number
  readonly addedAt: Instant
  readonly addedById: Id
  readonly addedByName: string
}

/** GET /api/cases/{id}/thumbnails: small pictures of the pictures of one class, newest first. */
export interface ThumbnailsAnswer {
  readonly items: readonly Thumbnail[]
}

export interface Thumbnail {
  readonly id: Id
  /** WebP in base64. */
  readonly webp: string
}

/** GET /api/overview: counts only. Null and what is missing: too few to be told (DP-08). */
export interface OverviewAnswer {
  readonly sites: readonly { readonly id: Id; readonly names: Names; readonly openCases: number | null }[]
  readonly sectors: readonly { readonly sector: string; readonly openNeeds: number }[]
}
