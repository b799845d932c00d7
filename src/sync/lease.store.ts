import { camel } from '../records/names.ts'
import type { Id, Instant } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'

const own = statement(
  `select case when longer_until > now() then longer_until end as longer_until from device
  where id = $1 and account_id = me_account() and revoked_at is null`,
)

/** The asker's own device that nobody declared lost, and until when a supervisor allowed it a longer lease. */
export async function ownDevice(
  tx: Transaction,
  device: Id,
): Promise<{ readonly longerUntil: Instant | null } | undefined> {
  const row = await tx.row<object>(own, [device])
  return row && camel<{ longerUntil: Instant | null }>(row)
}
