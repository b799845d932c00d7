import type { Id, Instant } from './row-basics.ts'

/** A phone, tablet or computer that holds a copy of cases for one account. */
export interface DeviceRow {
  id: Id
  accountId: Id
  organisationId: Id
  siteId: Id | null
  name: string
  kind: 'phone' | 'tablet' | 'computer'
  tokenHash: Uint8Array
  enrolledAt: Instant
  revokedAt: Instant | null
  revokedBy: Id | null
  wipedAt: Instant | null
  /** Highest number of its commands that has an outcome. */
  lastN: number
  appVersion: number | null
  lastSeenAt: Instant | null
  leaseUntil: Instant | null
  counters: DeviceCounters | null
  /** A longer lease that its owner asks for, and one that a supervisor gave, with who. */
  longerAskedUntil: Instant | null
  longerUntil: Instant | null
  longerBy: Id | null
}
/** Counts without content; `parkedSince` is when something was first seen to be stuck. */
export interface DeviceCounters {
  readonly made: number
  readonly acknowledged: number
  readonly parked: number
  readonly parkedSince: Instant | null
}
