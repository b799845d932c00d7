/** Answers of the reads about referrals and one-time links. */
import type { Appointment, Day, Id, Instant } from './rows.ts'
import type { Names, StoryItem } from './answer-basics.ts'

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
  /** Times the receiver was told to stop because a consent no longer holds. */
  readonly stops: readonly {
    readonly toldAt: Instant
    readonly confirmedAt: Instant | null
    readonly kept: string | null
  }[]
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
  /** `over`: the referral ended without this step; stop. */
  readonly verdict: 'open' | 'used' | 'over'
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
