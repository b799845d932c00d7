import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const forget = statement('select forget_uploads() + forget_arriving() + forget_vault_files() as gone')

/** Bytes that were sent and never attached go after a day, those of devices later. Answers how many files' bytes went. */
export async function forgetUploads(tx: Transaction): Promise<number> {
  return (await tx.row<{ gone: number }>(forget))?.gone ?? 0
}
