/** Answers of the reads about case conferences. */
import type { Names } from './answer-basics.ts'
import type { Day, Id, Instant, Json } from './row-basics.ts'

/** GET /api/cases/{id}/conferences: of the convenor, newest first. */
export interface ConferenceAnswer {
  readonly id: Id
  readonly needId: Id
  readonly code: string
  readonly service: string
  readonly state: string
  readonly meetsOn: Day
  readonly endsOn: Day
  readonly proposedAt: Instant
  readonly consentedAt: Instant | null
  readonly minutes: string | null
  readonly endedAt: Instant | null
  readonly seats: readonly {
    readonly id: Id
    readonly organisationId: Id
    readonly names: Names
    readonly items: readonly string[]
    readonly accessUntil: Day | null
    readonly joinedAt: Instant | null
    /** What they say to the minutes, and why they object. */
    readonly minutesAnswer: 'agreed' | 'objected' | null
    readonly minutesReason: string | null
    readonly endedAt: Instant | null
  }[]
  readonly actions: readonly ConferenceActionAnswer[]
  /** The steps open to the convenor now. */
  readonly may: readonly string[]
}

export interface ConferenceActionAnswer {
  readonly id: Id
  /** Null: the convenor's own. */
  readonly seatId: Id | null
  readonly text: string
  readonly dueOn: Day
  readonly doneAt: Instant | null
}

/** GET /api/conferences: those to which the asker's office is or was invited, newest meeting first. */
export interface InvitationItem {
  readonly conferenceId: Id
  readonly code: string
  readonly service: string
  readonly convenorNames: Names
  readonly meetsOn: Day
  readonly accessUntil: Day | null
  /** Who sits there: nobody yet, the asker, a colleague. */
  readonly seat: 'free' | 'mine' | 'taken'
  readonly over: boolean
}

/** GET /api/conferences/{id}: what was released, for whoever took the seat, until the last day; null for everybody else. */
export interface InvitationAnswer extends InvitationItem {
  readonly released: {
    readonly items: { readonly [item: string]: Json | undefined }
    readonly minutes: string | null
    /** What the asker's organisation said to them; null: it is asked. */
    readonly minutesAnswer: 'agreed' | 'objected' | null
    readonly actions: readonly ConferenceActionAnswer[]
  } | null
}
