import type { UnusualItem } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

// What waits for review first, then newest first; the policies decide whose.
const list =
  statement(`select u.id, u.account_id as "accountId", a.display_name as name, r.roles, u.rule, u.hour, u.seen, u.threshold,
    u.raised_at as "raisedAt", u.verdict, u.reviewed_at as "reviewedAt", v.display_name as "reviewerName"
  from unusual_access u join account a on a.id = u.account_id left join account v on v.id = u.reviewed_by
  cross join lateral (select coalesce(array_agg(distinct x.role), '{}') as roles from account_role x where x.account_id = u.account_id) r
  order by u.verdict is not null, u.raised_at desc, u.id limit $1`)

export function listUnusual(tx: Transaction, limit: number): Promise<UnusualItem[]> {
  return tx.rows<UnusualItem>(list, [limit])
}
