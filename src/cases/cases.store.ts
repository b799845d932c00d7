import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { CaseAnswer, CaseReferral, ConsentAnswer, NeedAnswer, StoryItem } from '../records/answers.ts'

// Every column by the name it travels under: rows go out as they come.
export const listColumns = `c.id, c.code, c.display_name as "displayName", c.state, c.urgency, c.status_category as "statusCategory",
  c.officer_id as "officerId", a.display_name as "officerName", c.site_id as "siteId", c.opened_on as "openedOn", c.next_due_at as "nextDueAt",
  c.next_due_kind as "nextDueKind", c.next_due_ref as "nextDueRef", c.open_needs as "openNeeds", c.waiting_referrals as "waitingReferrals",
  c.pending, c.closed_at as "closedAt", c.rev`

const one =
  statement(`select ${listColumns}, c.programme, c.programme_version as "programmeVersion", c.episode, c.age_band as "ageBand", c.sex,
    c.language, c.place_code as "placeCode", c.returned_from_abroad as "returnedFromAbroad", c.conflict_displaced as "conflictDisplaced",
    c.documents_held as "documentsHeld", c.urgency_reason as "urgencyReason", c.entered_at as "enteredAt", c.entered_late as "enteredLate",
    c.next_contact_at as "nextContactAt", c.closure_reason as "closureReason", c.remaining_needs as "remainingNeeds",
    p.id as "p.id", p.code as "p.code", p.name_parts as "p.nameParts", p.code_name as "p.codeName", p.display_name as "p.displayName", p.sex as "p.sex",
    p.birth_date as "p.birthDate", p.birth_precision as "p.birthPrecision", p.birth_year as "p.birthYear", p.language as "p.language",
    p.interpreter_needed as "p.interpreterNeeded", p.contact_safety as "p.contactSafety", p.place_code as "p.placeCode",
    p.chosen_word_hash is not null as "p.hasChosenWord"
  from case_file c join person p on p.id = c.person_id join account a on a.id = c.officer_id where c.id = $1`)
const members =
  statement(`select id, name_parts as "nameParts", display_name as "displayName", relationship, sex, age_band as "ageBand", removed_at as "removedAt"
  from case_member where case_id = $1 order by added_at, id`)
const needs =
  statement(`select id, member_id as "memberId", service, severity, priority, state, stated_by_person as "statedByPerson", blocks,
    unblocks_need_id as "unblocksNeedId", unmet_reason as "unmetReason", happened_on as "happenedOn", entered_at as "enteredAt"
  from need where case_id = $1 order by priority, entered_at, id`)
const consents =
  statement(`select n.id, n.recipient_id as "recipientId", g.names as "recipientNames", n.purpose, n.items, n.how, n.language,
    n.interpreter_present as "interpreterPresent", n.given_on as "givenOn", n.expires_on as "expiresOn", w.at as "withdrawnAt"
  from consent n join organisation g on g.id = n.recipient_id left join consent_withdrawal w on w.consent_id = n.id
  where n.case_id = $1 order by n.entered_at desc, n.id`)
const notes =
  statement(`select n.id, n.kind, n.class, n.text, n.happened_on as "happenedOn", n.entered_at as "enteredAt", n.author_id as "authorId",
    a.display_name as "authorName", n.corrects_id as "correctsId"
  from note n join account a on a.id = n.author_id where n.case_id = $1 order by n.entered_at desc, n.id`)
const tasks =
  statement(`select t.id, t.kind, t.text, t.due_at as "dueAt", t.assignee_id as "assigneeId", a.display_name as "assigneeName",
    t.referral_id as "referralId", t.done_at as "doneAt", t.result
  from task t join account a on a.id = t.assignee_id where t.case_id = $1 order by t.done_at nulls first, t.due_at, t.id`)
const referrals =
  statement(`select r.id, r.code, o.need_id as "needId", r.service, r.urgency, r.state, r.offer_id as "offerId",
    r.receiver_organisation_id as "receiverOrganisationId", g.names as "receiverNames", coalesce(f.names, g.names) as "offerNames", r.sent_at as "sentAt",
    r.next_due_at as "nextDueAt", r.next_due_kind as "nextDueKind", r.appointment, r.expected_on as "expectedOn", r.reason, r.outcome,
    r.told_person_at as "toldPersonAt", r.confirmed_at as "confirmedAt", r.disputed_at as "disputedAt", r.loop_closed_at as "loopClosedAt",
    r.expired_at as "expiredAt", r.alert_level as "alertLevel"
  from referral_origin o join referral r on r.id = o.referral_id join organisation g on g.id = r.receiver_organisation_id
  left join offer f on f.id = r.offer_id
  where o.case_id = $1 order by r.drafted_at desc, r.id`)
const caseStory =
  statement(`select e.id, e.kind, e.at, e.happened_on as "happenedOn", a.display_name as "actorName", e.ref, e.detail
  from case_event e left join account a on a.id = e.account_id where e.case_id = $1`)
const referralStory =
  statement(`select e.id, e.kind, e.at, e.happened_on as "happenedOn", a.display_name as "actorName", e.organisation_name as "organisationNames",
    e.party, e.referral_id as "referralId", e.channel, e.said_by as "saidBy", e.reason, e.from_state as "fromState", e.to_state as "toState", e.detail
  from referral_origin o join referral_event e on e.referral_id = o.referral_id left join account a on a.id = e.account_id where o.case_id = $1`)
const leaveTrace =
  statement(`insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome)
  select me_organisation(), 'account', me_account(), 'read.case', 'case', $1,
    case when exists (select 1 from case_file where id = $1) then 'read' else 'absent' end`)

type Person = CaseAnswer['person']
export type StoredCase = Omit<CaseAnswer, 'eligibility'>

/** A case with everything beneath it, and the line that says who looked. Everything leaves at once; out of sight is `undefined`. */
export async function readCase(tx: Transaction, id: string): Promise<StoredCase | undefined> {
  const under = [id]
  const [row, memberRows, needRows, consentRows, noteRows, taskRows, referralRows, ownStory, sharedStory] =
    await Promise.all([
      tx.row<Omit<StoredCase, 'person'>>(one, under),
      tx.rows<StoredCase['members'][number]>(members, under),
      tx.rows<NeedAnswer>(needs, under),
      tx.rows<ConsentAnswer>(consents, under),
      tx.rows<StoredCase['notes'][number]>(notes, under),
      tx.rows<StoredCase['tasks'][number]>(tasks, under),
      tx.rows<CaseReferral>(referrals, under),
      tx.rows<Pick<StoryItem, 'id' | 'kind' | 'at' | 'happenedOn' | 'actorName' | 'ref' | 'detail'>>(
        caseStory,
        under,
      ),
      tx.rows<Omit<StoryItem, 'ref'>>(referralStory, under),
      tx.run(leaveTrace, under),
    ])
  if (row === undefined) return undefined
  const story: StoryItem[] = [
    ...ownStory.map((event) => ({ ...ownOnly, ...event })),
    ...sharedStory.map((event) => ({ ...event, ref: null })),
  ]
  return {
    ...apart(row),
    members: memberRows,
    needs: needRows,
    consents: consentRows,
    notes: noteRows,
    tasks: taskRows,
    referrals: referralRows,
    story: story.sort(newestFirst),
  }
}

/** What one decision wrote at one instant: what followed for a referral stands above what was done. */
function newestFirst(one: StoryItem, other: StoryItem): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  if ((one.referralId === null) !== (other.referralId === null)) return one.referralId === null ? 1 : -1
  return one.id < other.id ? 1 : -1
}

const ownOnly = {
  organisationNames: null,
  party: null,
  referralId: null,
  channel: null,
  saidBy: null,
  reason: null,
  fromState: null,
  toState: null,
} as const

/** The case's columns, and those of its person (`p.…`) as an object of their own. */
function apart<Row extends object>(row: Row): Row & { person: Person } {
  const file: Record<string, unknown> = {}
  const person: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    if (column.startsWith('p.')) person[column.slice(2)] = value
    else file[column] = value
  }
  return { ...(file as Row), person: person as unknown as Person }
}
