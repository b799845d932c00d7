import type { DelegationItem, Names } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

// One's own and those of colleagues one supervises; what is over is remembered for a month.
const delegations =
  statement(`select d.id, d.from_account_id, f.display_name as from_name, d.to_account_id, t.display_name as to_name, d.covers, d.site_ids, d.from_day, d.until_day,
    d.ended_at, (select me_account()) in (d.from_account_id, d.to_account_id) as own, me_supervises(d.from_account_id) as supervised
  from delegation d join account f on f.id = d.from_account_id join account t on t.id = d.to_account_id
  where ((select me_account()) in (d.from_account_id, d.to_account_id) or me_supervises(d.from_account_id))
    and d.until_day > today_in_iraq() - 31
  order by d.ended_at is not null, d.from_day, d.id limit 200`)

type Seen = Omit<DelegationItem, 'standing' | 'mayEnd'> & {
  readonly endedAt: string | null
  readonly own: boolean
  readonly supervised: boolean
}

export async function listDelegations(tx: Transaction): Promise<Seen[]> {
  return (await tx.rows<object>(delegations)).map((row) => camel<Seen>(row))
}

// Who could stand in: colleagues who work on cases. Names of the office's own staff; no caseload.
const colleagues =
  statement(`select a.id, a.display_name, bool_or(r.role = any ($2)) as supervisor, bool_or(me_supervises(a.id)) as mine,
    coalesce(array_agg(distinct s.id) filter (where s.id is not null), '{}') as supervises
  from account a join account_role r on r.account_id = a.id
  left join site s on s.organisation_id = a.organisation_id and r.role = any ($2) and (r.site_id is null or s.id = r.site_id)
  where a.organisation_id = (select me_organisation()) and a.state = 'active' and r.role = any ($1)
  group by a.id order by a.display_name, a.id limit 2000`)

export interface Colleague {
  readonly id: string
  readonly displayName: string
  readonly supervisor: boolean
  readonly mine: boolean
  readonly supervises: readonly string[]
}

export async function listColleagues(
  tx: Transaction,
  caseRoles: readonly string[],
  supervisingRoles: readonly string[],
): Promise<Colleague[]> {
  const rows = await tx.rows<object>(colleagues, [caseRoles, supervisingRoles])
  return rows.map((row) => camel<Colleague>(row))
}

const sites = statement(
  `select id, names from site where organisation_id = (select me_organisation()) and active order by names->>'ar', id limit 2000`,
)

export function listSites(tx: Transaction): Promise<{ id: string; names: Names }[]> {
  return tx.rows(sites)
}
