import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const leaveLine =
  statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
  select me_organisation(), me_kind(), me_account(), $1, $2, $3, $4, $5 where me_kind() <> 'nobody'`)

/** A reading of what is about one person. */
export interface ReadAudited {
  /** `read.` and what was read, as a code: `read.case`. */
  readonly act: `read.${string}`
  readonly rootKind: string | null
  /** Of the record asked for, also when it is not there or out of sight. */
  readonly rootId: string | null
  /** Highest class of what is shown: 2 personal, 3 sensitive, 4 protected. Who looked at class 4 is shown to few. */
  readonly class: 2 | 3 | 4
  /** `read`: shown. `absent`: not there or out of sight, which are one and the same. `denied`: refused by a rule. */
  readonly outcome?: 'read' | 'absent' | 'denied' | undefined
  /** Codes, ids and keyed hashes only: never what was typed or shown. */
  readonly detail?: { readonly [key: string]: string | number | boolean } | undefined
}

/**
 * Leaves the line of a reading, in the transaction that reads: start it together with the queries, so that it costs no
 * round trip. A missing record and one out of sight must run the same statements, so leave it for both.
 */
export async function auditRead(tx: Transaction, read: ReadAudited): Promise<void> {
  const { act, rootKind, rootId, outcome = 'read', detail } = read
  await tx.run(leaveLine, [act, rootKind, rootId, outcome, JSON.stringify({ class: read.class, ...detail })])
}
