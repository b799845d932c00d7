import { statement, type Transaction } from '../server/database.ts'

const late = statement(`with late as (update break_glass set late_noticed_at = $1
    where reviewed_at is null and late_noticed_at is null and review_due_at <= $1 returning organisation_id)
  insert into alert (id, organisation_id, account_id, kind, level, at)
  select gen_random_uuid(), l.organisation_id, a.id, 'vault.review_late', 100, $1 from (select distinct organisation_id from late) l
  join account a on a.organisation_id = l.organisation_id and a.state = 'active'
  where exists (select 1 from account_role r where r.account_id = a.id and r.role = 'data_protection_officer')`)

/** Tells data protection, once, that a broken glass was not reviewed in two working days. Runs as the worker. */
export async function sweepReviews(tx: Transaction, now: string): Promise<void> {
  await tx.run(late, [now])
}
