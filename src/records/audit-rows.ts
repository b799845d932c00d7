import type { Id, Instant } from './row-basics.ts'

/** What looked unusual in an account's reading of one hour; reviewed by the data protection officer. */
export interface UnusualAccessRow {
  readonly id: Id
  readonly organisationId: Id
  readonly accountId: Id
  readonly siteId: Id | null
  /** A code of `unusualRules`. */
  readonly rule: string
  readonly hour: Instant
  readonly seen: number
  readonly threshold: number
  readonly raisedAt: Instant
  readonly verdict: string | null
  readonly reviewedBy: Id | null
  readonly reviewedAt: Instant | null
}
