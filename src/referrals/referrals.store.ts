import { camel, columnOf } from '../records/names.ts'
import type { StoryItem } from '../records/answers.ts'
import { type Statement, statement, type Transaction } from '../server/database.ts'
import { listed, type ReferralListed, type ReferralRead, type ReferralSeen } from './referral-answer.ts'

const columns = `r.*, f.names as offer_names, s.names as sender_names, ss.names as sender_site_names, g.names as receiver_names,
  o.case_id, c.code as case_code, c.display_name`

const listedColumns = `${listed.map((field) => `r.${columnOf(field)} as "${field}"`).join(', ')}, f.names as "offerNames", s.names as "senderNames",
  ss.names as "senderSiteNames", g.names as "receiverNames", o.case_id as "caseId", c.code as "caseCode", c.display_name as "displayName"`
/** Names are joined to the few rows of a page, never to all that could be on it. */
const named = (rows: string) => `${rows} r
  join organisation s on s.id = r.organisation_id
  join site ss on ss.id = r.site_id
  join organisation g on g.id = r.receiver_organisation_id
  left join offer f on f.id = r.offer_id
  left join referral_origin o on o.referral_id = r.id
  left join case_file c on c.id = o.case_id`

const filters = `($1::text is null or r.state = $1) and (not $2::boolean or r.next_due_at < $3)`
const received = `r.receiver_organisation_id = (select me_organisation()) and r.receiver_site_id = any ((select me_sites())::uuid[])`

function list(where: string, order: string, comparison: '<' | '>', at: string): Statement {
  const page = `select r.* from referral r where ${where} and ${filters}
    and ($4::timestamptz is null or (r.${at}, r.id) ${comparison} ($4, $5::uuid)) order by ${order} limit $6`
  return statement(`select ${listedColumns} from ${named(`(${page})`)} order by ${order}`)
}

const sql = {
  // What waits comes first: every open referral has a clock, and the index of a receiver's open ones carries this order.
  inbox: list(
    `${received} and r.state in ('sent', 'accepted', 'in_service', 'on_hold')`,
    'r.next_due_at, r.id',
    '>',
    'next_due_at',
  ),
  inboxOfState: list(`${received} and r.state <> 'draft'`, 'r.sent_at desc, r.id desc', '<', 'sent_at'),
  outbox: list('r.officer_id = (select me_account())', 'r.drafted_at desc, r.id desc', '<', 'drafted_at'),
  one: statement(`select ${columns}, o.need_id, o.narrative,
      case when o.referral_id is not null then f.contact_for_referral end as receiver_contact
    from ${named('referral')} where r.id = $1`),
  snapshot: statement('select items from referral_snapshot where referral_id = $1'),
  // Who looked, whether at what was handed over (C3) or at the summary, or for what is not there: one line for each reading.
  audit:
    statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail)
    select me_organisation(), me_kind(), me_account(), 'read.referral', 'referral', $1,
      case when exists (select from referral where id = $1) then 'read' else 'absent' end,
      jsonb_build_object('class', case when exists (select from referral_snapshot where referral_id = $1) then 3 else 2 end)
    where me_kind() <> 'nobody'`),
  story: statement(`select e.id, e.kind, e.at, e.happened_on, a.display_name as actor_name,
      case e.party when 'system' then null when 'receiver' then coalesce(e.organisation_name, g.names) else s.names end as organisation_names,
      e.party, null as ref, e.referral_id, e.channel, e.said_by, e.reason, e.from_state, e.to_state, e.detail
    from referral_event e join organisation s on s.id = e.organisation_id join organisation g on g.id = e.receiver_organisation_id
    left join account a on a.id = e.account_id where e.referral_id = $1 order by e.at desc, e.id desc`),
  links: statement(
    `select id, step, made_at, expires_at, opened_at, used_at, revoked_at from referral_link where referral_id = $1 order by made_at desc`,
  ),
  stops: statement(
    'select told_at as "toldAt", confirmed_at as "confirmedAt", kept from sharing_stop where referral_id = $1 order by told_at, id',
  ),
  touch: statement('select touch_case_of_referral($1)'),
  delivered: statement(
    `update referral set delivered_at = $2 where id = $1 and delivered_at is null and state = 'sent'`,
  ),
  deliveredEvent:
    statement(`insert into referral_event (id, referral_id, organisation_id, receiver_organisation_id, kind, at, happened_on, party, account_id, organisation_name)
    select $3, r.id, r.organisation_id, r.receiver_organisation_id, 'referral.delivered', $2, $4, 'receiver', me_account(), g.names
    from referral r join organisation g on g.id = r.receiver_organisation_id where r.id = $1 and r.delivered_at = $2`),
}

export interface BoxQuery {
  readonly box: 'in' | 'out'
  readonly state: string | null
  readonly late: boolean
  readonly now: string
  readonly after: { readonly at: string; readonly id: string } | null
  readonly limit: number
}

export async function listReferrals(tx: Transaction, query: BoxQuery): Promise<ReferralListed[]> {
  const page = query.box === 'out' ? sql.outbox : query.state === null ? sql.inbox : sql.inboxOfState
  return tx.rows<ReferralListed>(page, [
    query.state,
    query.late,
    query.now,
    query.after?.at ?? null,
    query.after?.id ?? null,
    query.limit,
  ])
}

/** What comes last in a page, to go on from. */
export function placeOf(
  query: Pick<BoxQuery, 'box' | 'state'>,
  referral: ReferralListed,
): { at: string; id: string } {
  const at =
    query.box === 'out'
      ? referral.draftedAt
      : query.state === null
        ? (referral.nextDueAt ?? referral.draftedAt)
        : (referral.sentAt ?? referral.draftedAt)
  return { at, id: referral.id }
}

/** Leaves the line of a reading, also of a referral that is not there or out of sight: start it with the reading itself. */
export async function auditReferral(tx: Transaction, id: string): Promise<void> {
  await tx.run(sql.audit, [id])
}

/** All of one referral that its reader may see. */
export async function readReferral(tx: Transaction, id: string): Promise<ReferralRead> {
  const [row, snapshot, story, links, stops] = await Promise.all([
    tx.row<object>(sql.one, [id]),
    tx.row<{ items: ReferralRead['snapshot'] }>(sql.snapshot, [id]),
    tx.rows<object>(sql.story, [id]),
    tx.rows<object>(sql.links, [id]),
    tx.rows<ReferralRead['stops'][number]>(sql.stops, [id]),
  ])
  return {
    referral: row && camel<ReferralSeen>(row),
    snapshot: snapshot?.items ?? null,
    stops,
    story: story.map((one) => camel<StoryItem>(one)),
    links: links.map((one) => camel<ReferralRead['links'][number]>(one)),
  }
}

/**
 * The receiver opened it for the first time: a fact with a time, written by the reading itself and not through the door
 * (like the audit of reads). Twice at once writes it once.
 */
export async function markDelivered(
  tx: Transaction,
  id: string,
  facts: { readonly now: string; readonly today: string; readonly eventId: string },
): Promise<boolean> {
  await tx.row(sql.touch, [id])
  const written = await tx.run(sql.delivered, [id, facts.now])
  if (written === 1) await tx.run(sql.deliveredEvent, [id, facts.now, facts.eventId, facts.today])
  return written === 1
}
