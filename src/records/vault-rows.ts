import type { Day, Id, Instant } from './row-basics.ts'

/** Protected content (C4). These rows are never kept on a device, and no row of a case names them. */
export interface VaultRow {
  id: Id
  caseId: Id
  organisationId: Id
  kind: string
  openedAt: Instant
  openedBy: Id
}
export interface VaultEntryRow {
  id: Id
  vaultId: Id
  caseId: Id
  organisationId: Id
  kind: string
  form: 'note' | 'need' | 'file'
  /** Sealed before the decision: the text itself is in no row. */
  ciphertext: Uint8Array
  keyVersion: number
  happenedOn: Day
  enteredAt: Instant
  authorId: Id
  correctsId: Id | null
}
/** The sealed bytes of a file; the entry of the same id says what it is. Written by the upload, taken out by an action. */
export interface VaultFileRow {
  id: Id
  removedAt: Instant | null
  removedBy: Id | null
  removalReason: string | null
}
/** Somebody read what was closed to them. When it began and ends, the database says: at most 60 minutes. */
export interface BreakGlassRow {
  id: Id
  caseId: Id
  organisationId: Id
  siteId: Id
  accountId: Id
  reason: string
  ciphertext: Uint8Array
  keyVersion: number
  at: Instant
  expiresAt: Instant
  reviewDueAt: Instant
  reviewedAt: Instant | null
  reviewedBy: Id | null
  finding: string | null
}
