/** How long a copy may be opened without asking the server, and after how many days of rest a case shrinks to its summary. */
export interface OfflineSettings {
  readonly leaseHours: number
  readonly restsAfterDays: number
}

export const offlineDefaults: OfflineSettings = { leaseHours: 72, restsAfterDays: 30 }
/** A copy that nobody renewed for two weeks has to ask, whoever approves. */
export const longestLeaseHours = 14 * 24
