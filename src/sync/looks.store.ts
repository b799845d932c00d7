import type { Id } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { KeptLook } from './kept-look.ts'

const tell = statement('select tell_looks($1, $2) as written')

/** Leaves the lines of what was opened on a device; how many were new, null where it is not the asker's device. */
export async function tellLooks(
  tx: Transaction,
  device: Id,
  looks: readonly KeptLook[],
): Promise<number | null> {
  const row = await tx.row<{ written: number | null }>(tell, [device, JSON.stringify(looks)])
  return row?.written ?? null
}
