/** Answers of the reads about protected content (C4) and about who is certified for it. */
import type { Day, Id, Instant } from './rows.ts'

/** GET /api/vault: codes alone. */
export interface VaultItem {
  readonly vaultId: Id
  readonly caseId: Id
  readonly code: string
  readonly kind: string
  readonly openedAt: Instant
  /** Open because I broke the glass, and until when. */
  readonly glassUntil: Instant | null
}

export interface VaultEntryAnswer {
  readonly id: Id
  /** `null`: its key was destroyed, for good. */
  readonly text: string | null
  readonly happenedOn: Day
  readonly enteredAt: Instant
  readonly authorId: Id
  readonly authorName: string
  readonly correctsId: Id | null
}

/** A need of a protected kind as its latest entry says it; severity and priority as of every need. */
export interface VaultNeedAnswer extends Omit<VaultEntryAnswer, 'text'> {
  /** `null`: its key was destroyed, for good. */
  readonly need: {
    readonly service: string
    readonly severity: number
    readonly priority: number
    readonly state: string
    readonly note: string | null
  } | null
}

export interface VaultFileAnswer extends Omit<VaultEntryAnswer, 'text' | 'correctsId'> {
  /** `null`: its key was destroyed, for good. */
  readonly file: { readonly kind: string; readonly title: string | null } | null
  readonly mediaType: string
  readonly size: number
  /** Its bytes were taken out, and why. */
  readonly removalReason: string | null
}

/** GET /api/vault/{caseId}: what is open to me of one case. */
export interface VaultAnswer {
  readonly caseId: Id
  readonly code: string
  readonly vaults: readonly {
    readonly vaultId: Id
    readonly kind: string
    readonly openedAt: Instant
    readonly glassUntil: Instant | null
    readonly members: readonly {
      readonly accountId: Id
      readonly displayName: string
      readonly since: Instant
    }[]
    readonly entries: readonly VaultEntryAnswer[]
    readonly needs: readonly VaultNeedAnswer[]
    readonly files: readonly VaultFileAnswer[]
  }[]
}

/** GET /api/vault/reviews: whoever read what was closed to them, those that wait for a review first. */
export interface GlassItem {
  readonly id: Id
  readonly code: string
  readonly accountId: Id
  readonly accountName: string
  readonly reason: string
  /** What they wrote; `null` when the key of the case was destroyed since. */
  readonly why: string | null
  readonly at: Instant
  readonly expiresAt: Instant
  readonly reviewDueAt: Instant
  readonly reviewedAt: Instant | null
  readonly reviewerName: string | null
  readonly finding: string | null
  /** Somebody else reviews it. */
  readonly isMine: boolean
}

/** GET /api/certificates: one's own, those of one's people, those of colleagues certified alike. */
export interface CertificateItem {
  readonly id: Id
  readonly accountId: Id
  readonly displayName: string
  readonly kind: string
  readonly grantedOn: Day
  readonly expiresOn: Day
  readonly state: 'valid' | 'ends_soon' | 'ended' | 'revoked'
}
