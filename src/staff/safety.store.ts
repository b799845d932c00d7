import type { AccountAlert, FactorResetItem } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const resets = statement(
  'select id, account_id, display_name, asked_by, asked_by_name, asked_at, expires_at from open_factor_resets()',
)
const alerts = statement(`select l.id, l.kind, l.at, l.subject_account_id as account_id, a.display_name
  from alert l join account a on a.id = l.subject_account_id
  where l.account_id = me_account() and l.seen_at is null order by l.at desc, l.id limit 50`)
const rule = statement('select factor_rule() as roles')

export async function listFactorResets(tx: Transaction): Promise<FactorResetItem[]> {
  return (await tx.rows<object>(resets)).map((row) => camel<FactorResetItem>(row))
}

/** Roles of one's own organisation that need a second factor, beside those that always do. */
export async function readFactorRoles(tx: Transaction): Promise<readonly string[]> {
  return (await tx.row<{ roles: string[] }>(rule))?.roles ?? []
}

/** What the asker was told about their own account and, supervising or administering, about those of colleagues. */
export async function listAccountAlerts(tx: Transaction): Promise<AccountAlert[]> {
  return (await tx.rows<object>(alerts)).map((row) => camel<AccountAlert>(row))
}
