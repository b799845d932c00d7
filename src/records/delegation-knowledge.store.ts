import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { Knowledge } from './knowledge.ts'
import { camel } from './names.ts'
import type { DelegationRow } from './rows.ts'

const delegation = statement('select * from delegation where id = $1')
const rolesOfAbsent = statement(
  'select r.role, r.site_id from delegation d join account_role r on r.account_id = d.from_account_id where d.id = $1',
)
const ofAccount = statement(
  'select * from delegation where (from_account_id = $1 or to_account_id = $1) and ended_at is null and until_day >= today_in_iraq()',
)

export async function loadDelegation(tx: Transaction, id: string): Promise<Knowledge['delegation']> {
  const [row, roles] = await Promise.all([
    tx.row<object>(delegation, [id]),
    tx.rows<{ role: string; site_id: string | null }>(rolesOfAbsent, [id]),
  ])
  if (row === undefined) return undefined
  const found = camel<DelegationRow>(row)
  return {
    ...found,
    absent: {
      id: found.fromAccountId,
      roles: roles.map(({ role, site_id: siteId }) => ({ role, siteId })),
    },
  }
}

export async function loadDelegationsOf(tx: Transaction, accountId: string): Promise<DelegationRow[]> {
  return (await tx.rows<object>(ofAccount, [accountId])).map((row) => camel<DelegationRow>(row))
}
