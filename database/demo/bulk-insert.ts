import { columnOf } from '../../src/records/names.ts'
import type { OwnerSession } from '../../src/server/database-owner.ts'

/** Many rows of one table in one statement. Columns are those of the first row; bytes go as hex, which PostgreSQL reads as bytea. */
export async function bulkInsert(owner: OwnerSession, table: string, rows: readonly object[]): Promise<void> {
  const first = rows[0]
  if (first === undefined) return
  const columns = Object.keys(first)
    .map((field) => `"${columnOf(field)}"`)
    .join(', ')
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [
        columnOf(field),
        value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value,
      ]),
    ),
  )
  await owner.rows(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(plain)],
  )
}
