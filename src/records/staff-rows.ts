import type { Day, Id, Instant } from './row-basics.ts'

export interface AccountRow {
  id: Id
  organisationId: Id
  login: string
  displayName: string
  locale: string
  digits: string
  state: string
  mustChangePassword: boolean
  invented: boolean
  createdAt: Instant
}
export interface AccountRoleRow {
  accountId: Id
  organisationId: Id
  role: string
  siteId: Id | null
  /** Instead of a site: every site of the organisation in this place. */
  placeCode?: string | null
}
/** Who has learned what opens protected content; `expiresOn` is the last day on which it opens. */
export interface CertificateRow {
  id: Id
  organisationId: Id
  accountId: Id
  kind: string
  grantedOn: Day
  expiresOn: Day
  grantedBy: Id
  revokedAt: Instant | null
  noticedAt: Instant | null
}
/** That somebody took data out, and why. */
export interface ExportLogRow {
  id: Id
  organisationId: Id
  accountId: Id
  what: string
  format: string
  purpose: string
  reason: string
  madeAt: Instant
  expiresAt: Instant
  sensitive: boolean
}
/** What the second person said to a list with sensitive columns. */
export interface ExportDecisionRow {
  exportId: Id
  organisationId: Id
  isApproved: boolean
  reason: string | null
  decidedAt: Instant
  decidedBy: Id
  expiresAt: Instant
}
