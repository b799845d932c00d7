import { clockColumns, limitsOf } from '../../referrals/limits.ts'
import { dueAfter, nextStep } from '../../referrals/clocks.ts'
import { dayOf } from '../../places/calendar.ts'
import { iraqCalendarRules } from '../../places/iraq-calendar.ts'
import { camel } from '../../records/names.ts'
import type { Reference } from '../../records/knowledge.ts'
import type { ReferralRow } from '../../records/rows.ts'
import { statement, type Transaction } from '../../server/database.ts'
import { endedByLeaving } from '../../referrals/receiver-left.ts'

/** Cases stay locked until the sweep commits, so one run takes few; what is left comes a minute later. */
const mostInRun = 100

const sql = {
  sweep: statement('select sweep_organisations($1, $2) as told'),
  waiting: statement(`select r.id from referral r join organisation o on o.id = r.receiver_organisation_id
    where o.state = 'exited' and r.state in ('sent', 'accepted', 'in_service', 'on_hold') order by r.sent_at, r.id limit ${mostInRun}`),
  touch: statement('select touch_case_of_referral($1)'),
  again:
    statement(`select r.*, o.case_id, s.place_code as sender_place, g.names as receiver_names from referral r
    join referral_origin o on o.referral_id = r.id join site s on s.id = r.site_id
    join organisation g on g.id = r.receiver_organisation_id and g.state = 'exited'
    where r.id = $1 and r.state in ('sent', 'accepted', 'in_service', 'on_hold')`),
  end: statement(`update referral set state = $2, reason = $3, reason_note = null, state_since = $4, acknowledge_due_at = $5, decide_due_at = $6,
    start_due_at = $7, confirm_due_at = $8, next_due_at = $9, next_due_kind = $10, alert_level = $11 where id = $1`),
  event:
    statement(`insert into referral_event (id, referral_id, organisation_id, receiver_organisation_id, kind, from_state, to_state, at, happened_on, party,
    organisation_name, reason, detail, shared) values ($1, $2, $3, $4, 'referral.receiver_left', $5, $6, $7, $8, 'system', $9, $10, '{}', true)`),
  alert:
    statement(`insert into alert (id, organisation_id, account_id, site_id, kind, level, case_id, referral_id, at)
    values ($1, $2, $3, $4, 'referral.receiver_left', 100, $5, $6, $7)`),
  task: statement(`insert into task (id, case_id, organisation_id, kind, due_at, assignee_id, referral_id, made_at)
    values ($1, $2, $3, 'choose_other_offer', $4, $5, $6, $7)`),
  settle: statement('select settle_touched()'),
}

type Waiting = ReferralRow & {
  readonly caseId: string
  readonly senderPlace: string
  readonly receiverNames: object
}

/**
 * Pauses that are over, screening that is late, and people who wait at an organisation that has left: their referral is
 * ended by the table of moves, their officer is given the task to choose another offer with them, and officer and
 * supervisor are told. Running it again changes nothing. Answers how many were handed over.
 */
export async function sweepOrganisations(
  tx: Transaction,
  now: string,
  { newId, reference }: { readonly newId: () => string; readonly reference: () => Promise<Reference> },
): Promise<number> {
  const today = dayOf(now, iraqCalendarRules)
  await tx.row(sql.sweep, [now, today])
  const waiting = await tx.rows<{ id: string }>(sql.waiting)
  if (waiting.length === 0) return 0
  const known = await reference()
  let handedOver = 0
  for (const { id } of waiting) {
    await tx.row(sql.touch, [id])
    const row = await tx.row<object>(sql.again, [id])
    // an answer came in between
    if (row === undefined) continue
    await handOver(tx, camel<Waiting>(row), { now, today, newId, reference: known })
    await tx.row(sql.settle)
    handedOver += 1
  }
  return handedOver
}

async function handOver(
  tx: Transaction,
  before: Waiting,
  { now, today, newId, reference }: { now: string; today: string; newId: () => string; reference: Reference },
): Promise<void> {
  const governorate = reference.ancestors(before.senderPlace).at(-1) ?? before.senderPlace
  const limits = limitsOf(
    reference,
    { code: before.programme, version: before.programmeVersion },
    governorate,
  )
  const { state, reason } = endedByLeaving(before)
  const clocks = clockColumns(before, { ...before, state, reason, stateSince: now }, limits)
  const due = dueAfter(now, nextStep, limits.calendar)
  const { id, organisationId, receiverOrganisationId, siteId, officerId, caseId } = before
  const tell = (account: string | null) =>
    tx.run(sql.alert, [newId(), organisationId, account, siteId, caseId, id, now])
  await tx.run(sql.end, [
    id,
    state,
    reason,
    now,
    clocks.acknowledgeDueAt,
    clocks.decideDueAt,
    clocks.startDueAt,
    clocks.confirmDueAt,
    clocks.nextDueAt,
    clocks.nextDueKind,
    clocks.alertLevel,
  ])
  await tx.run(sql.event, [
    newId(),
    id,
    organisationId,
    receiverOrganisationId,
    before.state,
    state,
    now,
    today,
    JSON.stringify(before.receiverNames),
    reason,
  ])
  await tell(officerId)
  // without an account: whoever supervises the office
  await tell(null)
  await tx.run(sql.task, [newId(), caseId, organisationId, due, officerId, id, now])
}
