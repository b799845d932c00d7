import type { Id, Instant } from '../records/rows.ts'

/** That a case, or a file of it, was opened on this device without the server: which and when, nothing of its content. */
export interface KeptLook {
  readonly id: Id
  readonly caseId: Id
  readonly fileId?: Id | undefined
  readonly at: Instant
}
