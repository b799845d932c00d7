import type { Id } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'

const own = statement(
  'select 1 as found from device where id = $1 and account_id = me_account() and revoked_at is null',
)

/** Whether this is the asker's own device, and nobody declared it lost. */
export async function isOwnDevice(tx: Transaction, device: Id): Promise<boolean> {
  return (await tx.row(own, [device])) !== undefined
}
