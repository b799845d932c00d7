import type { AlertAnswer, DayAnswer, DayItem } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

// What is stored at write time answers: one walk over the officer's own open cases.
const counts = statement(`select count(*) filter (where c.next_due_at < $1)::integer as late,
    coalesce(sum(c.waiting_referrals), 0)::integer as waiting, count(*) filter (where c.next_due_at >= $1 and c.next_due_at <= $2)::integer as today
  from case_file c where c.officer_id = (select me_account()) and c.closed_at is null`)
const items =
  statement(`select c.id as "caseId", c.code, c.display_name as "displayName", c.urgency, c.next_due_kind as kind, c.next_due_at as at,
    c.next_due_ref as ref, c.next_due_at < $1 as late, r.service, g.names as "receiverNames", r.appointment ->> 'at' as "appointmentAt"
  from case_file c left join referral r on r.id = c.next_due_ref left join organisation g on g.id = r.receiver_organisation_id
  where c.officer_id = (select me_account()) and c.closed_at is null and c.next_due_at is not null
  order by c.next_due_at, c.id limit 50`)
// What still waits for this provider's word; nothing for whoever answers for no organisation.
const inbox = statement(`select count(*)::integer as inbox from referral
  where receiver_organisation_id = (select me_organisation()) and state = 'sent' and (select me_answers())`)

const alertColumns = `l.id, l.kind, l.level, l.at, l.case_id as "caseId", c.code as "caseCode", l.referral_id as "referralId", r.code as "referralCode",
    g.names as "receiverNames", l.seen_at as "seenAt"
  from alert l left join case_file c on c.id = l.case_id left join referral r on r.id = l.referral_id
  left join organisation g on g.id = r.receiver_organisation_id`
// As the policy `mine` of alert says: mine, of somebody I stand in for, of a site I supervise, or about a referral that came in where I answer.
const whose = `(l.account_id = (select me_account()) or l.account_id = any ((select me_stands_in_for())::uuid[]) or (l.account_id is null and l.site_id = any ((select me_supervised())::uuid[]))
    or (l.account_id is null and l.case_id is null and (select me_answers()) and l.site_id = any ((select me_sites())::uuid[])))`
const unseen = statement(
  `select ${alertColumns} where ${whose} and l.seen_at is null order by l.at desc, l.id desc limit 50`,
)
const unseenCount = statement(
  `select count(*)::integer as "newAlerts" from alert l where ${whose} and l.seen_at is null`,
)
const all = statement(`select ${alertColumns} where ${whose} order by l.at desc, l.id desc limit $1`)
const older = statement(
  `select ${alertColumns} where ${whose} and (l.at, l.id) < ($2, $3) order by l.at desc, l.id desc limit $1`,
)

/** @param endOfToday last instant of today where the office is */
export async function readDay(tx: Transaction, now: string, endOfToday: string): Promise<DayAnswer> {
  const [mine, due, waiting, alerts, alertCount] = await Promise.all([
    tx.row<Pick<DayAnswer['counts'], 'late' | 'waiting' | 'today'>>(counts, [now, endOfToday]),
    tx.rows<DayItem>(items, [now]),
    tx.row<{ inbox: number }>(inbox),
    tx.rows<AlertAnswer>(unseen),
    tx.row<{ newAlerts: number }>(unseenCount),
  ])
  const { late = 0, waiting: waitingReferrals = 0, today = 0 } = mine ?? {}
  return {
    counts: {
      late,
      waiting: waitingReferrals,
      today,
      inbox: waiting?.inbox ?? 0,
      newAlerts: alertCount?.newAlerts ?? 0,
    },
    items: due,
    alerts,
  }
}

/** The bell of an account: what nobody has looked at yet. */
export function unseenAlerts(tx: Transaction): Promise<AlertAnswer[]> {
  return tx.rows<AlertAnswer>(unseen)
}

/** All alerts, seen ones too, newest first. */
export function listAlerts(
  tx: Transaction,
  limit: number,
  after: { readonly at: string; readonly id: string } | undefined,
): Promise<AlertAnswer[]> {
  return after ? tx.rows<AlertAnswer>(older, [limit, after.at, after.id]) : tx.rows<AlertAnswer>(all, [limit])
}
