import type { Id, Instant } from '../records/rows.ts'

/** A photograph or a recording on the device; what it shows is in the pieces alone. */
export interface HeldFile {
  readonly id: Id
  readonly caseId: Id
  /** Media type. */
  readonly type: string
  readonly size: number
  readonly keptAt: Instant
  /** The server has the bytes: it may go when its case does, or when room gets short. */
  readonly isSent: boolean
  /** The words about it: a command that goes as soon as the server has the bytes. */
  readonly words?: FileWords | undefined
  /** Code of why the server does not take the bytes; they stay until whoever made them has seen it. */
  readonly refusal?: string | undefined
}

export interface FileWords {
  /** Of the command. */
  readonly id: Id
  /** Of file.attach. */
  readonly input: {
    readonly fileId: Id
    readonly caseId: Id
    readonly uploadId: Id
    readonly kind: string
    readonly title?: string | undefined
    readonly class?: number | undefined
    readonly agreed?: 'asked' | 'brought' | undefined
    readonly consentId?: Id | undefined
  }
}
