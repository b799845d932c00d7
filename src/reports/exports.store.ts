import type { ExportListItem } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { ExportedCase, ExportedReferral } from './export-tables.ts'

/** A day in Iraq. */
const day = (column: string): string => `(${column} at time zone 'Asia/Baghdad')::date`

const own = statement(
  `select what, format, purpose, expires_at as "expiresAt" from export_log where id = $1 and account_id = me_account()`,
)
const cases =
  statement(`select c.code, c.state, c.urgency, c.status_category as "statusCategory", c.age_band as "ageBand", c.sex,
    case when p.level <= 2 then p.names when q.level = 2 then q.names when r.level = 2 then r.names end as "districtNames",
    s.names as "siteNames", a.login as "officerLogin", c.opened_on as "openedOn", ${day('c.next_due_at')} as "nextDueOn",
    c.open_needs as "openNeeds", c.waiting_referrals as "waitingReferrals", ${day('c.closed_at')} as "closedOn"
  from case_file c join site s on s.id = c.site_id join account a on a.id = c.officer_id
  left join place p on p.code = c.place_code left join place q on q.code = p.parent left join place r on r.code = q.parent
  where c.organisation_id = me_organisation() and c.site_id = any (me_supervised()) order by c.opened_on desc, c.id limit $1`)
const referrals =
  statement(`select r.code, c.code as "caseCode", r.service, r.urgency, r.state, g.names as "receiverNames",
    ${day('r.sent_at')} as "sentOn", ${day('r.answered_at')} as "answeredOn", ${day('r.completed_at')} as "completedOn",
    r.outcome, r.helped, ${day('r.loop_closed_at')} as "loopClosedOn"
  from referral r join organisation g on g.id = r.receiver_organisation_id
  join referral_origin o on o.referral_id = r.id join case_file c on c.id = o.case_id
  where r.organisation_id = me_organisation() and r.site_id = any (me_supervised()) and r.sent_at is not null
  order by r.sent_at desc, r.id limit $1`)
const list =
  statement(`select e.id, e.what, e.format, e.purpose, e.reason, e.made_at as "madeAt", e.expires_at as "expiresAt",
    a.login, a.display_name as "accountName", d.downloads, d.rows
  from export_log e join account a on a.id = e.account_id
  left join lateral (select count(*) as downloads, max((l.detail->>'rows')::integer) as rows from audit_line l
    where l.root_id = e.id and l.act = 'read.export') d on true
  order by e.made_at desc, e.id desc limit 200`)

/** What this account asked to take out; nothing for anybody else's. */
export function findExport(
  tx: Transaction,
  id: string,
): Promise<
  | {
      readonly what: 'cases' | 'referrals'
      readonly format: 'csv' | 'xlsx'
      readonly purpose: string
      readonly expiresAt: string
    }
  | undefined
> {
  return tx.row(own, [id])
}

/** Of the sites this account supervises, newest first. */
export function exportedCases(tx: Transaction, most: number): Promise<ExportedCase[]> {
  return tx.rows(cases, [most])
}

export function exportedReferrals(tx: Transaction, most: number): Promise<ExportedReferral[]> {
  return tx.rows(referrals, [most])
}

/** That an export was fetched, and how much was in it. */
export function auditFetched(tx: Transaction, exportId: string, rows: number): Promise<void> {
  return auditRead(tx, {
    act: 'read.export',
    rootKind: 'export',
    rootId: exportId,
    class: 2,
    detail: { rows },
  })
}

/** One's own; the data protection officer sees those of the whole organisation, and whether they were fetched. */
export function listExports(tx: Transaction): Promise<ExportListItem[]> {
  return tx.rows(list)
}
