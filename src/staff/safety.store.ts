import type { FactorResetItem } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const resets = statement(
  'select id, account_id, display_name, asked_by, asked_by_name, asked_at, expires_at from open_factor_resets()',
)
const rule = statement('select factor_rule() as roles')

export async function listFactorResets(tx: Transaction): Promise<FactorResetItem[]> {
  return (await tx.rows<object>(resets)).map((row) => camel<FactorResetItem>(row))
}

/** Roles of one's own organisation that need a second factor, beside those that always do. */
export async function readFactorRoles(tx: Transaction): Promise<readonly string[]> {
  return (await tx.row<{ roles: string[] }>(rule))?.roles ?? []
}
