/** Answers of the reads about who read what. */
import type { Names } from './answer-basics.ts'
import type { Day, Id, Instant } from './rows.ts'

/** GET /api/cases/{id}/who-looked · POST /api/who-looked {code} */
export interface WhoLookedAnswer {
  readonly caseId: Id
  readonly code: string
  /** Of the person: for the sheet that is printed for them. */
  readonly language: string
  /** Newest first; one for everybody, everything and every day. */
  readonly looks: readonly Look[]
  readonly more: boolean
}

export interface Look {
  /** As in the audit: `read.case`. */
  readonly act: string
  readonly class: number
  /** account, link, visitor. */
  readonly kind: string
  /** Was shown something; otherwise tried, and was shown nothing. */
  readonly saw: boolean
  /** In Iraq. */
  readonly day: Day
  readonly times: number
  readonly first: Instant
  readonly last: Instant
  /** Somebody of the organisation whose case it is. */
  readonly mine: boolean
  /** Of colleagues only. */
  readonly name: string | null
  readonly roles: readonly string[] | null
  readonly organisationNames: Names | null
}

/** GET /api/audit/unusual */
export interface UnusualItem {
  readonly id: Id
  readonly accountId: Id
  readonly name: string
  readonly roles: readonly string[]
  readonly rule: string
  readonly hour: Instant
  readonly seen: number
  readonly threshold: number
  readonly raisedAt: Instant
  readonly verdict: string | null
  readonly reviewedAt: Instant | null
  readonly reviewerName: string | null
}
