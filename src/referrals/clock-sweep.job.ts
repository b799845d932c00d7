import { dayOf } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import { camel } from '../records/names.ts'
import type { ReferralRow } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'
import {
  type Escalation,
  escalationsDue,
  expiresNow,
  type Running,
  type Told,
  waitsFor,
} from './escalation.ts'

const pageSize = 500
/** Cases stay locked until the sweep commits, so one run takes few; what is left comes a minute later. */
const mostInRun = 200

type Candidate = Running & Pick<ReferralRow, 'id'>
type Overdue = Candidate &
  Pick<
    ReferralRow,
    'organisationId' | 'siteId' | 'officerId' | 'receiverOrganisationId' | 'receiverSiteId'
  > & { readonly caseId: string }

const clockColumns = `r.id, r.state, r.urgency, r.drafted_at, r.sent_at, r.state_since, r.told_person_at, r.appointment, r.next_due_at, r.next_due_kind, r.alert_level, r.expired_at`
const sql = {
  page: statement(`select ${clockColumns} from referral r
    where r.next_due_at <= $1 and r.alert_level < 200 and (r.next_due_at, r.id) > ($2::timestamptz, $3::uuid)
    order by r.next_due_at, r.id limit ${pageSize}`),
  touch: statement('select touch_case_of_referral($1)'),
  again:
    statement(`select ${clockColumns}, r.organisation_id, r.site_id, r.officer_id, r.receiver_organisation_id, r.receiver_site_id, o.case_id
    from referral r join referral_origin o on o.referral_id = r.id where r.id = $1`),
  raise: statement(
    'update referral set alert_level = $2, expired_at = coalesce(expired_at, $3) where id = $1',
  ),
  event:
    statement(`insert into referral_event (id, referral_id, organisation_id, receiver_organisation_id, kind, at, happened_on, party, detail, shared)
    values ($1, $2, $3, $4, $5, $6, $7, 'system', $8, $9)`),
  alert: statement(
    `insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, referral_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  ),
  settle: statement('select settle_touched()'),
  holders: statement(`select distinct a.id from account_role r join account a on a.id = r.account_id
    where r.organisation_id = $1 and r.role = any ($2) and (r.site_id is null or r.site_id = $3) and a.state = 'active' order by a.id`),
  // The id says which task and which due time it is about, so that the same alert is never written twice.
  tasks:
    statement(`insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, referral_id, at)
    select overlay(overlay(md5('task.overdue' || t.id || extract(epoch from t.due_at)) placing '8' from 13) placing 'a' from 17)::uuid,
      t.organisation_id, t.assignee_id, c.site_id, 'task.overdue', 100, t.case_id, t.referral_id, $1
    from task t join case_file c on c.id = t.case_id where t.done_at is null and t.due_at <= $1
    on conflict do nothing`),
}

export interface SweepHelpers {
  readonly newId: () => string
}

export interface Swept {
  readonly referrals: number
  readonly expired: number
  readonly tasks: number
}

/**
 * Finds referrals whose running clock passed 100, 150 or 200 % of its limit and tells the right people once for each
 * level; never changes a state. Runs as the worker, who sees clocks and no people; running it again changes nothing.
 */
export async function sweepClocks(tx: Transaction, now: string, helpers: SweepHelpers): Promise<Swept> {
  const tasks = await tx.run(sql.tasks, [now])
  let after = { nextDueAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  let referrals = 0
  let expired = 0
  while (referrals < mostInRun) {
    const page = (await tx.rows<object>(sql.page, [now, after.nextDueAt, after.id])).map((row) =>
      camel<Candidate>(row),
    )
    for (const candidate of page) {
      if (referrals >= mostInRun || escalationsDue(candidate, now).length === 0) continue
      const done = await escalate(tx, candidate.id, now, helpers)
      referrals += done === 'nothing' ? 0 : 1
      expired += done === 'expired' ? 1 : 0
    }
    const last = page.at(-1)
    if (page.length < pageSize || !last?.nextDueAt) break
    after = { nextDueAt: last.nextDueAt, id: last.id }
  }
  return { referrals, expired, tasks }
}

/** Decides again under the case's lock: an answer may have come in between. */
async function escalate(
  tx: Transaction,
  id: string,
  now: string,
  { newId }: SweepHelpers,
): Promise<'nothing' | 'told' | 'expired'> {
  await tx.row(sql.touch, [id])
  const row = await tx.row<object>(sql.again, [id])
  if (!row) return 'nothing'
  const referral = camel<Overdue>(row)
  const escalations = escalationsDue(referral, now)
  const level = escalations.at(-1)?.level
  if (level === undefined) return 'nothing'
  const expires = expiresNow(referral, escalations)
  const kind = expires ? 'referral.expired' : 'referral.overdue'
  await tx.run(sql.raise, [id, level, expires ? now : null])
  const detail = JSON.stringify({ level, due: referral.nextDueKind })
  const shared = referral.sentAt !== null && waitsFor(referral.nextDueKind) === 'receiver'
  await tx.run(sql.event, [
    newId(),
    id,
    referral.organisationId,
    referral.receiverOrganisationId,
    kind,
    now,
    dayOf(now, iraqCalendarRules),
    detail,
    shared,
  ])
  for (const each of escalations)
    await tell(tx, referral, each, { kind: each.level === 200 ? kind : 'referral.overdue', now, newId })
  await tx.row(sql.settle)
  return expires ? 'expired' : 'told'
}

async function tell(
  tx: Transaction,
  referral: Overdue,
  { level, told }: Escalation,
  { kind, now, newId }: { kind: string; now: string; newId: () => string },
): Promise<void> {
  const write = (organisationId: string, accountId: string | null, siteId: string, caseId: string | null) =>
    tx.run(sql.alert, [newId(), organisationId, accountId, siteId, kind, level, caseId, referral.id, now])
  const { organisationId, siteId, caseId } = referral
  const ways: Record<Told, () => Promise<unknown>> = {
    officer: () => write(organisationId, referral.officerId, siteId, caseId),
    // Without an account: whoever supervises the site.
    supervisor: () => write(organisationId, null, siteId, caseId),
    branch: async () => {
      const managers = await holders(tx, organisationId, ['branch_manager'], siteId)
      await Promise.all(
        (managers.length > 0 ? managers : [null]).map((account) =>
          write(organisationId, account, siteId, caseId),
        ),
      )
    },
    receiver: async () => {
      const points = await holders(
        tx,
        referral.receiverOrganisationId,
        ['provider_focal_point'],
        referral.receiverSiteId,
      )
      await Promise.all(
        points.map((account) =>
          write(referral.receiverOrganisationId, account, referral.receiverSiteId, null),
        ),
      )
    },
  }
  for (const way of told) await ways[way]()
}

async function holders(
  tx: Transaction,
  organisationId: string,
  roles: readonly string[],
  siteId: string,
): Promise<string[]> {
  return (await tx.rows<{ id: string }>(sql.holders, [organisationId, roles, siteId])).map(({ id }) => id)
}
