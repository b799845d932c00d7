import { writeAnchors } from '../server/audit-anchors.ts'
import { statement, type Transaction } from '../server/database.ts'

const heads = statement(`select organisation_id as "organisationId", n, hash from audit_heads()`)

/** Appends the head of every chain to the file; answers how many. Where the file is kept apart, a chain sealed anew is found. */
export async function anchorHeads(tx: Transaction, file: string, now: string): Promise<number> {
  const found = await tx.rows<{ organisationId: string; n: number; hash: string }>(heads)
  await writeAnchors(file, found, now)
  return found.length
}
