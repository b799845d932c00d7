/** How long a copy may be opened without asking the server, and after how many days of rest a case shrinks to its summary. */
export interface OfflineSettings {
  readonly leaseHours: number
  readonly restsAfterDays: number
}

export const offlineDefaults: OfflineSettings = { leaseHours: 72, restsAfterDays: 30 }
/** A copy that nobody renewed for two weeks has to ask, whoever approves. */
export const longestLeaseHours = 14 * 24

/** Until when a copy opens: as long as the lease lasts, or as a supervisor allowed, and never beyond the longest (as keep_pull says). */
export function leaseEnd(now: string, leaseHours: number, longerUntil: string | null): string {
  const after = (hours: number): number => Date.parse(now) + hours * 3_600_000
  const allowed = longerUntil === null ? 0 : Math.min(Date.parse(longerUntil), after(longestLeaseHours))
  return new Date(Math.max(after(leaseHours), allowed)).toISOString()
}
