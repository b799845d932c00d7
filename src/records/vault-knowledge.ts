import type { CaseRow, CertificateRow, Id, VaultEntryRow, VaultRow } from './rows.ts'

/** What decisions about protected content can ask to know. Only the server answers these: a device holds none of it. */
export interface VaultKnowledge {
  /** By a case: what stands around its vaults for whoever asks. */
  guard:
    | {
        readonly case: CaseRow
        /** Kinds for which whoever asks is certified today. */
        readonly certified: readonly string[]
        /** The vaults of the case that are open to whoever asks. */
        readonly vaults: readonly VaultRow[]
        /** Active colleagues who supervise the site of the case, and those who watch over data protection. */
        readonly supervisors: readonly Id[]
        readonly dataProtection: readonly Id[]
      }
    | undefined
  vault: (VaultRow & { readonly members: readonly Id[] }) | undefined
  vaultEntry: (Omit<VaultEntryRow, 'ciphertext'> & { readonly isCorrected: boolean }) | undefined
  /** Sealed bytes in a vault that is open to the asker: sent by them and not yet said what, or a file of it. */
  vaultFile:
    | {
        readonly id: Id
        readonly vaultId: Id
        readonly isMine: boolean
        readonly mediaType: string
        readonly isAttached: boolean
        readonly removedAt: string | null
      }
    | undefined
  /** A broken glass that is mine or that I review. */
  brokenGlass:
    | { readonly id: Id; readonly accountId: Id; readonly siteId: Id; readonly reviewedAt: string | null }
    | undefined
  certificate: CertificateRow | undefined
  /** By the code of a case: data protection has put it on hold. */
  isHeld: boolean
  /** By an account: those that open today. */
  certificatesOf: readonly CertificateRow[]
}
