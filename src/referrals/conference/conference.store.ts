import { auditRead } from '../../records/audit.store.ts'
import type {
  ConferenceActionAnswer,
  ConferenceAnswer,
  InvitationAnswer,
  InvitationItem,
} from '../../records/answers.ts'
import { camel } from '../../records/names.ts'
import type { Transaction } from '../../server/database.ts'
import { statement } from '../../server/database.ts'

const ofCase =
  statement(`select id, need_id, code, service, state, meets_on, ends_on, proposed_at, consented_at, minutes, ended_at
  from conference where case_id = $1 order by proposed_at desc, id limit 50`)
const seatsOfCase =
  statement(`select s.id, s.conference_id, s.invited_organisation_id as organisation_id, g.names, s.items, s.access_until, s.joined_at,
    s.minutes_answer, s.minutes_reason, s.ended_at
  from conference f join conference_seat s on s.conference_id = f.id join organisation g on g.id = s.invited_organisation_id
  where f.case_id = $1 order by s.invited_at, s.id`)
const actionsOfCase = statement(`select a.id, a.conference_id, a.seat_id, a.text, a.due_on, a.done_at
  from conference f join conference_action a on a.conference_id = f.id where f.case_id = $1 order by a.done_at nulls first, a.due_on, a.id`)
const caseThere = statement('select 1 as there from case_file where id = $1')

const invitation = `s.conference_id, s.code, s.service, g.names as convenor_names, s.meets_on, s.access_until,
    case when s.joined_by is null then 'free' when s.joined_by = me_account() then 'mine' else 'taken' end as seat,
    s.ended_at is not null or s.access_until < today_in_iraq() as over
  from conference_seat s join organisation g on g.id = s.organisation_id
  where s.invited_organisation_id = (select me_organisation())`
const invitations = statement(`select ${invitation} order by s.meets_on desc, s.id limit 200`)
const oneInvitation = statement(`select ${invitation} and s.conference_id = $1`)
const release =
  statement(`select r.items, r.minutes, s.minutes_answer from conference_release r join conference_seat s on s.id = r.seat_id
  where r.conference_id = $1 and r.invited_organisation_id = (select me_organisation())`)
const ownActions = statement(`select a.id, a.seat_id, a.text, a.due_on, a.done_at from conference_action a
  join conference_seat s on s.id = a.seat_id where a.conference_id = $1 and s.invited_organisation_id = (select me_organisation())
  order by a.done_at nulls first, a.due_on, a.id`)

export type ConferenceSeen = Omit<ConferenceAnswer, 'may'>

async function all<T>(tx: Transaction, query: typeof ofCase, params: unknown[]): Promise<T[]> {
  return (await tx.rows<object>(query, params)).map((row) => camel<T>(row))
}

/** The conferences of a case; undefined when the case is not in sight. */
export async function conferencesOfCase(
  tx: Transaction,
  caseId: string,
): Promise<ConferenceSeen[] | undefined> {
  type Beneath<T> = T & { readonly conferenceId: string }
  const [there, found, seats, actions] = await Promise.all([
    tx.row(caseThere, [caseId]),
    all<Omit<ConferenceSeen, 'seats' | 'actions'>>(tx, ofCase, [caseId]),
    all<Beneath<ConferenceAnswer['seats'][number]>>(tx, seatsOfCase, [caseId]),
    all<Beneath<ConferenceActionAnswer>>(tx, actionsOfCase, [caseId]),
    auditRead(tx, { act: 'read.conferences', rootKind: 'case', rootId: caseId, class: 3 }),
  ])
  if (there === undefined) return undefined
  const of = <T>(rows: readonly Beneath<T>[], id: string) =>
    rows.filter(({ conferenceId }) => conferenceId === id).map(({ conferenceId: _, ...row }) => row)
  return found.map((one) => ({
    ...one,
    seats: of(seats, one.id) as unknown as ConferenceAnswer['seats'],
    actions: of(actions, one.id) as unknown as ConferenceActionAnswer[],
  }))
}

export function listInvitations(tx: Transaction): Promise<InvitationItem[]> {
  return all<InvitationItem>(tx, invitations, [])
}

/** What was released is a row of its own: who may not see it gets none, and the same statements run for everybody. */
export async function readInvitation(
  tx: Transaction,
  conferenceId: string,
): Promise<InvitationAnswer | undefined> {
  const [[found], [handed], actions] = await Promise.all([
    all<InvitationItem>(tx, oneInvitation, [conferenceId]),
    all<Omit<NonNullable<InvitationAnswer['released']>, 'actions'>>(tx, release, [conferenceId]),
    all<ConferenceActionAnswer>(tx, ownActions, [conferenceId]),
    auditRead(tx, { act: 'read.conference', rootKind: 'conference', rootId: conferenceId, class: 3 }),
  ])
  return found && { ...found, released: handed ? { ...handed, actions } : null }
}
