import type { Change, Circumstances } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import { clockCalendar } from '../places/calendar.ts'
import type { Programme } from '../programmes/programme.ts'
import { choicesOf, limitOf } from '../programmes/rules.ts'
import type { Reference, SiblingReferral } from '../records/knowledge.ts'
import type { CaseEventRow, CaseRow } from '../records/rows.ts'
import { dueAfter } from '../referrals/clocks.ts'
import { isUrgency } from './urgency.ts'

/** What every action on a case asks first. Out of sight and not there are the same answer. */
export function caseOrRefuse(file: CaseRow | undefined): CaseRow {
  return file ?? refuse('case.not_found')
}

/** Nobody works on a closed case: it is re-opened first. */
export function openCaseOrRefuse(file: CaseRow | undefined): CaseRow {
  const found = caseOrRefuse(file)
  if (found.closedAt !== null) refuse('case.closed', { state: found.state })
  return found
}

/** The programme in the version the case began with. */
export function programmeOf(
  reference: Reference,
  file: Pick<CaseRow, 'programme' | 'programmeVersion'>,
): Programme {
  return (
    reference.programme(file.programme, file.programmeVersion) ??
    refuse('case.programme_unknown', { programme: file.programme })
  )
}

/** Refuses a code that the programme's list does not have, and names those it has. */
export function choiceOrRefuse(programme: Programme, list: string, code: string, field: string): string {
  const choices = choicesOf(programme, list).map((choice) => choice.code)
  if (!choices.includes(code)) refuse('input.invalid', { field, problem: 'not_in_list', allowed: choices })
  return code
}

/** What happened cannot have happened tomorrow. */
export function pastOrRefuse(day: string, today: string, field: string): string {
  if (day > today) refuse('date.in_future', { field })
  return day
}

/** The governorate's officers supervise; whoever leads the case or supervises its site answers for it. */
export function supervises(circumstances: Circumstances, file: Pick<CaseRow, 'siteId'>): boolean {
  return circumstances.who.supervisedSites.includes(file.siteId)
}
export function answersFor(
  circumstances: Circumstances,
  file: Pick<CaseRow, 'siteId' | 'officerId'>,
): boolean {
  const { accountId, standsInFor = [] } = circumstances.who
  return (
    file.officerId === accountId || standsInFor.includes(file.officerId) || supervises(circumstances, file)
  )
}

/** When a limit of the programme, counted from an instant in the working calendar of a place, has passed; `null` without such a limit. */
export function dueBy(
  reference: Reference,
  file: Pick<CaseRow, 'programme' | 'programmeVersion' | 'placeCode' | 'urgency'>,
  limitName: string,
  from: string,
): string | null {
  const limit = isUrgency(file.urgency)
    ? limitOf(programmeOf(reference, file), limitName, file.urgency)
    : undefined
  return limit ? dueAfter(from, limit, clockCalendar(reference.calendarOf(file.placeCode))) : null
}

/** Referrals on which somebody outside is still at work. */
export const waitingStates: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']
export function waitingReferrals(siblings: readonly SiblingReferral[]): readonly SiblingReferral[] {
  return siblings.filter((referral) => waitingStates.includes(referral.state))
}

/** One line of the case's story. `detail` holds codes; earlier values of a corrected field stand here too, behind the case's own policy. */
export function caseEvent(
  file: Pick<CaseRow, 'id' | 'organisationId'>,
  { who, now, today, newId }: Circumstances,
  kind: string,
  more: { ref?: string; happenedOn?: string; detail?: CaseEventRow['detail'] } = {},
): Change {
  return {
    op: 'insert',
    table: 'case_event',
    row: {
      id: newId(),
      caseId: file.id,
      organisationId: file.organisationId,
      kind,
      at: now,
      happenedOn: more.happenedOn ?? today,
      accountId: who.accountId,
      ref: more.ref ?? null,
      detail: more.detail ?? {},
    },
  }
}

/** A word to a colleague (or, without an account, to whoever supervises the site). Codes only: the page opens the case. */
export function caseAlert(
  file: Pick<CaseRow, 'id' | 'organisationId'>,
  { now, newId }: Circumstances,
  kind: string,
  to: { accountId: string } | { siteId: string },
): Change {
  return {
    op: 'insert',
    table: 'alert',
    row: {
      id: newId(),
      organisationId: file.organisationId,
      accountId: 'accountId' in to ? to.accountId : null,
      siteId: 'siteId' in to ? to.siteId : null,
      kind,
      level: 0,
      caseId: file.id,
      at: now,
    },
  }
}
