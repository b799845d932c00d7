import type { CaseListItem, Colleague, ReferralListItem, TeamAnswer } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { listColumns } from './cases.store.ts'
import { unseenAlerts } from './day.store.ts'

const supervised = '((select me_supervised())::uuid[])'

// Everybody who works at the supervised sites, also with no case; one walk over the sites' open cases.
const officers = statement(`select a.id, a.display_name as "displayName", w.sites,
    coalesce(l.open, 0)::integer as "openCases", coalesce(l.late, 0)::integer as "lateCases",
    coalesce(l.unanswered, 0)::integer as unanswered, coalesce(l.u0u1, 0)::integer as u0u1
  from account a
  join (select r.account_id, array_agg(distinct s.id) as sites from account_role r
      join site s on s.organisation_id = r.organisation_id and (r.site_id is null or r.site_id = s.id)
      where r.role = any (case_roles()) and s.id = any ${supervised} group by r.account_id) w on w.account_id = a.id
  left join (select c.officer_id, count(*) as open, count(*) filter (where c.next_due_at < $1) as late,
      sum(c.waiting_referrals) as unanswered, count(*) filter (where c.urgency in ('U0', 'U1')) as u0u1
    from case_file c where c.site_id = any ${supervised} and c.closed_at is null group by c.officer_id) l on l.officer_id = a.id
  where a.state = 'active' or l.open > 0 order by l.late desc nulls last, a.display_name, a.id`)
const decisions =
  statement(`select c.id as "caseId", c.code, c.display_name as "displayName", a.display_name as "officerName", c.pending, c.urgency, c.state
  from case_file c join account a on a.id = c.officer_id
  where c.site_id = any ${supervised} and c.pending is not null and c.closed_at is null order by c.pending ->> 'at', c.id limit 100`)
const late = statement(`select ${listColumns} from case_file c join account a on a.id = c.officer_id
  where c.site_id = any ${supervised} and c.closed_at is null and c.next_due_at < $1 order by c.next_due_at, c.id limit 50`)
// Counts alone: what it says is read, and leaves its line, on the page of decisions. Of a group the first stands for all.
const fromDevices =
  statement(`select count(*)::integer as waiting, count(*) filter (where w.due_at < $1)::integer as late from (
    select min(h.due_at) as due_at from held_command h where h.state = 'held' and h.site_id = any ${supervised} group by h.group_id
    union all
    select x.due_at from case_file c join conflict x on x.case_id = c.id where c.site_id = any ${supervised} and x.decided_at is null) w`)
// The cases know how many referrals wait: only those are looked into.
const unanswered =
  statement(`select r.id, r.code, r.service, r.urgency, r.state, r.offer_id as "offerId", coalesce(f.names, g.names) as "offerNames",
    s.names as "senderNames", ss.names as "senderSiteNames", g.names as "receiverNames", r.receiver_site_id as "receiverSiteId",
    r.age_band as "ageBand", r.sex, r.language, r.interpreter_needed as "interpreterNeeded", r.place_code as "placeCode", r.accompaniment,
    r.sent_at as "sentAt", r.acknowledged_at as "acknowledgedAt", r.answered_at as "answeredAt", r.next_due_at as "nextDueAt",
    r.next_due_kind as "nextDueKind", r.alert_level as "alertLevel", r.expired_at as "expiredAt", r.appointment, r.expected_on as "expectedOn",
    r.reason, r.outcome, r.loop_closed_at as "loopClosedAt", c.id as "caseId", c.code as "caseCode", c.display_name as "displayName",
    a.display_name as "officerName"
  from case_file c join referral_origin o on o.case_id = c.id join referral r on r.id = o.referral_id
  join organisation s on s.id = r.organisation_id join site ss on ss.id = r.site_id join organisation g on g.id = r.receiver_organisation_id
  left join offer f on f.id = r.offer_id join account a on a.id = c.officer_id
  where c.site_id = any ${supervised} and c.closed_at is null and c.waiting_referrals > 0 and r.state = 'sent' and r.next_due_at < $1
  order by r.next_due_at, r.id limit 50`)
// Sent in the last three months by colleagues, because that is where this month's confirmations come from.
const confirmed =
  statement(`select split_part(r.service, '.', 1) as sector, count(*) filter (where r.sent_at >= $1)::integer as sent,
    count(*) filter (where r.confirmed_at >= $1 and r.received)::integer as confirmed
  from referral r where r.officer_id = any (array (select id from account)) and r.sent_at >= $1::timestamptz - interval '3 months'
    and r.site_id = any ${supervised} group by 1 order by 1`)
const colleagues =
  statement(`select a.id, a.display_name as "displayName", array_agg(distinct r.role) as roles, array_agg(distinct s.id) as sites
  from account a join account_role r on r.account_id = a.id
  join site s on s.organisation_id = r.organisation_id and (r.site_id is null or r.site_id = s.id)
  where a.organisation_id = (select me_organisation()) and a.state = 'active' and r.role = any (case_roles())
    and ($1::uuid is null or s.id = $1) group by a.id, a.display_name order by a.display_name, a.id`)

/** Fewer than this many people could be recognised in a figure: it is hidden. */
const smallestCount = 5
const hideSmall = (count: number) => (count > 0 && count < smallestCount ? null : count)

/** @param monthStart first instant of this month where the office is */
export async function readTeam(tx: Transaction, now: string, monthStart: string): Promise<TeamAnswer> {
  const [people, waiting, lateCases, devices, withoutAnswer, alerts, sectors] = await Promise.all([
    tx.rows<TeamAnswer['officers'][number]>(officers, [now]),
    tx.rows<TeamAnswer['decisions'][number]>(decisions),
    tx.rows<CaseListItem>(late, [now]),
    tx.row<TeamAnswer['fromDevices']>(fromDevices, [now]),
    tx.rows<ReferralListItem & { officerName: string }>(unanswered, [now]),
    unseenAlerts(tx),
    tx.rows<{ sector: string; sent: number; confirmed: number }>(confirmed, [monthStart]),
  ])
  return {
    officers: people,
    decisions: waiting,
    late: lateCases,
    fromDevices: devices ?? { waiting: 0, late: 0 },
    unanswered: withoutAnswer,
    alerts,
    confirmed: sectors.map(({ sector, sent, confirmed: received }) => ({
      sector,
      sent: hideSmall(sent),
      confirmed: hideSmall(received),
    })),
  }
}

/** Who works on cases (at a site, or anywhere in the organisation): for handing over. */
export function listColleagues(tx: Transaction, siteId: string | undefined): Promise<Colleague[]> {
  return tx.rows<Colleague>(colleagues, [siteId ?? null])
}
