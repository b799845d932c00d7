import type { DeviceItem, HeldOnDevice, OfflineAnswer } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'

const columns = `d.id, d.name, d.kind, d.account_id, a.display_name as owner_name, d.enrolled_at, d.last_seen_at, d.lease_until, d.revoked_at,
  case when d.longer_asked_until > now() then d.longer_asked_until end as longer_asked_until,
  case when d.longer_until > now() then d.longer_until end as longer_until, case when d.longer_until > now() then l.display_name end as longer_by_name,
  d.wiped_at, d.counters->>'parkedSince' as stuck_since`
// what is over is remembered for three months
const recent = "(d.revoked_at is null or d.revoked_at > now() - interval '90 days')"
const sql = {
  own: statement(`select ${columns}, true as may_ask_held, false as may_allow_longer
    from device d join account a on a.id = d.account_id left join account l on l.id = d.longer_by
    where d.account_id = me_account() and ${recent} order by d.revoked_at is not null, d.last_seen_at desc nulls last, d.id limit 50`),
  office: statement(`select ${columns}, coalesce(d.site_id = any (me_supervised()), false) as may_ask_held,
    coalesce(d.site_id = any (me_supervised()), false) as may_allow_longer
    from device d join account a on a.id = d.account_id left join account l on l.id = d.longer_by
    where d.account_id <> me_account() and ${recent} order by d.revoked_at is not null, a.display_name, d.id limit 500`),
  held: statement('select case_id, code, scope, given_at from held_by_device($1)'),
  set: statement(
    'select count(*) filter (where scope = 2)::integer as whole, count(*) filter (where scope = 1)::integer as summaries from offline_vector($1)',
  ),
  chosen:
    statement(`select k.case_id, c.code, c.display_name, k.scope = 2 as whole from offline_choice k join case_file c on c.id = k.case_id
    where k.account_id = me_account() order by k.chosen_at desc limit 500`),
}

export async function ownDevices(tx: Transaction): Promise<DeviceItem[]> {
  return (await tx.rows<object>(sql.own)).map((row) => camel<DeviceItem>(row))
}

/** Of colleagues: those at an office one supervises, or all of the organisation for who administers it. */
export async function officeDevices(tx: Transaction): Promise<DeviceItem[]> {
  return (await tx.rows<object>(sql.office)).map((row) => camel<DeviceItem>(row))
}

/** Empty for any device that is not one's own or of an office one supervises; the asking leaves its line. */
export async function heldOn(tx: Transaction, device: string): Promise<HeldOnDevice[]> {
  return (await tx.rows<object>(sql.held, [device])).map((row) => camel<HeldOnDevice>(row))
}

/** Bytes on the wire: a whole case of people's own words packed, and its line in the list. The bench's repeat, and are less. */
const about = { whole: 1_500, summary: 200 }

export async function offlineSet(tx: Transaction, restsAfterDays: number): Promise<OfflineAnswer> {
  const [set, chosen] = await Promise.all([
    tx.row<{ whole: number; summaries: number }>(sql.set, [restsAfterDays]),
    tx.rows<object>(sql.chosen),
  ])
  const { whole = 0, summaries = 0 } = set ?? {}
  return {
    whole,
    summaries,
    bytes: whole * about.whole + summaries * about.summary,
    chosen: chosen.map((row) => camel<OfflineAnswer['chosen'][number]>(row)),
  }
}
