/** Answers about devices that hold copies of cases. */
import type { Id, Instant } from './rows.ts'

/** GET /api/devices (one's own) and /api/devices/office (of those one supervises or administers) */
export interface DeviceItem {
  readonly id: Id
  /** As its owner calls it. */
  readonly name: string
  readonly kind: 'phone' | 'tablet' | 'computer'
  readonly accountId: Id
  readonly ownerName: string
  readonly enrolledAt: Instant
  readonly lastSeenAt: Instant | null
  /** Until then its copy opens without asking. */
  readonly leaseUntil: Instant | null
  /** A longer lease: asked for, and given until then by whom (fourteen days at the most). */
  readonly longerAskedUntil: Instant | null
  readonly longerUntil: Instant | null
  readonly longerByName: string | null
  /** Whoever asks may give one or take it back: it is of an office they supervise, and not their own. */
  readonly mayAllowLonger: boolean
  readonly revokedAt: Instant | null
  /** It said that it emptied itself. */
  readonly wipedAt: Instant | null
  /** Since when something on it does not get through; null: nothing does not. */
  readonly stuckSince: Instant | null
  /** Whether what was on it may be asked for here: an administrator is told nothing of cases. */
  readonly mayAskHeld: boolean
}

/** GET /api/devices/:id/held: what it held at most when it last asked. */
export interface HeldOnDevice {
  readonly caseId: Id
  readonly code: string
  /** 1 its line in the list, 2 the whole case. */
  readonly scope: 1 | 2
  readonly givenAt: Instant
}

/** GET /api/offline: what one's own devices hold, and about how much that is. */
export interface OfflineAnswer {
  readonly whole: number
  readonly summaries: number
  /** Estimated, of the packed pages of a first pull. */
  readonly bytes: number
  readonly chosen: readonly {
    readonly caseId: Id
    readonly code: string
    readonly displayName: string
    readonly whole: boolean
  }[]
}
