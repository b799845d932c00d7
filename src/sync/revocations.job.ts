import { appendRevocations } from '../server/revocations-file.ts'
import { statement, type Transaction } from '../server/database.ts'

const unwritten = statement(
  'select n, at, kind, subject from revocation where written_at is null order by n limit 1000 for update skip locked',
)
const written = statement('update revocation set written_at = now() where n = any ($1)')

/**
 * Appends to the file what was taken away since; answers how much. A line may stand there twice when the process was
 * stopped in between: taking away twice does no harm, once too few does.
 */
export async function writeRevocations(tx: Transaction, file: string): Promise<number> {
  const rows = await tx.rows<{ n: number; at: string; kind: string; subject: string }>(unwritten)
  if (rows.length === 0) return 0
  await appendRevocations(file, rows)
  await tx.run(written, [rows.map(({ n }) => n)])
  return rows.length
}
