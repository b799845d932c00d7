import { refuse } from '../basics/refusal.ts'

/** What somebody asked to take out, and what was said to it. */
export interface AskedExport {
  readonly what: 'cases' | 'referrals'
  readonly format: 'csv' | 'xlsx'
  readonly purpose: string
  readonly expiresAt: string
  readonly isSensitive: boolean
  /** `null`: nobody has decided. */
  readonly isApproved: boolean | null
  readonly approvedUntil: string | null
  readonly approverLogin: string | null
  readonly isFetched: boolean
}

/** Refuses what may not be fetched (any more). */
export function requireFetchable(asked: AskedExport, now: string): void {
  if (asked.isSensitive) {
    if (asked.isFetched) refuse('export.fetched')
    if (asked.isApproved === false) refuse('export.declined')
    if (asked.isApproved === null && asked.expiresAt > now) refuse('export.not_decided')
  }
  if ((asked.approvedUntil ?? asked.expiresAt) <= now) refuse('export.over')
}
