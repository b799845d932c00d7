import type { StaffItem } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

// Whoever does not administer sees the colleagues of the sites they supervise. Who belongs to no site in particular belongs to all.
const staff =
  statement(`select a.id, a.login, a.display_name, a.locale, a.state, a.must_change_password, coalesce(r.roles, '[]') as roles,
    coalesce(c.open_cases, 0)::integer as open_cases, coalesce(f.factors, '{}') as factors, coalesce(f.sessions, 0) as sessions
  from account a
  left join lateral (select jsonb_agg(jsonb_build_object('role', x.role, 'siteId', x.site_id, 'placeCode', x.place_code) order by x.role, x.site_id) as roles,
      bool_or(x.site_id is null or x.site_id = any (me_supervised())) as near
    from account_role x where x.account_id = a.id) r on true
  left join caseload_of_organisation() c on c.account_id = a.id
  left join safety_of_staff() f on f.account_id = a.id
  where me_administers() or r.near
  order by a.state, a.display_name, a.id limit 2000`)
const leaverCases = statement('select case_id, site_id from cases_of_leaver($1)')

export async function listStaff(tx: Transaction): Promise<StaffItem[]> {
  return (await tx.rows<object>(staff)).map((row) => camel<StaffItem>(row))
}

/** Ids alone: what an administrator needs to hand a leaver's cases over without reading them. */
export async function casesOfLeaver(
  tx: Transaction,
  accountId: string,
): Promise<{ caseId: string; siteId: string }[]> {
  return (await tx.rows<object>(leaverCases, [accountId])).map((row) => camel(row))
}
