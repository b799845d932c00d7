import type { Day, Id, Instant } from './row-basics.ts'

/** Somebody works for a colleague who is away, between two days. */
export interface DelegationRow {
  id: Id
  organisationId: Id
  fromAccountId: Id
  toAccountId: Id
  /** `cases`: those the absent one leads. `supervision`: the offices the absent one supervises. */
  covers: string[]
  /** Of the supervised offices, these; null: all of them. */
  siteIds: Id[] | null
  fromDay: Day
  /** The last day. */
  untilDay: Day
  madeBy: Id
  madeAt: Instant
  endedAt: Instant | null
  endedBy: Id | null
}
