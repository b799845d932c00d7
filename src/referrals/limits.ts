import type { Urgency } from '../cases/urgency.ts'
import { refuse } from '../basics/refusal.ts'
import { clockCalendar } from '../places/calendar.ts'
import type { Reference } from '../records/knowledge.ts'
import type { ReferralRow } from '../records/rows.ts'
import { type ClockCalendar, type Deadlines, dueTimes, nextDue, type ReferralForClocks } from './clocks.ts'
import type { ReferralState } from './referral-states.ts'

const named = [
  'send',
  'acknowledge',
  'decide',
  'firstService',
  'followUp',
  'confirm',
] as const satisfies readonly (keyof Deadlines)[]

/** Limits and calendar a referral's clocks run by: its programme's, in the sender's governorate. */
export interface Limits {
  readonly deadlines: Deadlines
  readonly calendar: ClockCalendar
}

/** Refuses with `case.programme_unknown` when the programme, or one of the limits it must name, is not there. */
export function limitsOf(
  reference: Reference,
  programme: { readonly code: string; readonly version: number },
  governorate: string | null,
): Limits {
  const deadlines = reference.programme(programme.code, programme.version)?.deadlines
  if (!deadlines || !isComplete(deadlines)) refuse('case.programme_unknown', { programme: programme.code })
  return { deadlines, calendar: clockCalendar(reference.calendarOf(governorate)) }
}

function isComplete(deadlines: Partial<Deadlines>): deadlines is Deadlines {
  return named.every((name) => deadlines[name] !== undefined)
}

/** The stored row as the clocks read it. */
export function forClocks(referral: ReferralRow): ReferralForClocks {
  return { ...referral, state: referral.state as ReferralState, urgency: referral.urgency as Urgency }
}

export type ClockColumns = Pick<
  ReferralRow,
  | 'acknowledgeDueAt'
  | 'decideDueAt'
  | 'startDueAt'
  | 'confirmDueAt'
  | 'nextDueAt'
  | 'nextDueKind'
  | 'alertLevel'
>

/** What is stored of the clocks of a referral as it will be; reminders begin anew with a new clock. */
export function clockColumns(
  before: Pick<ReferralRow, 'nextDueAt' | 'nextDueKind' | 'alertLevel'>,
  after: ReferralRow,
  limits: Limits,
): ClockColumns {
  const times = dueTimes(forClocks(after), limits.deadlines, limits.calendar)
  const next = nextDue(forClocks(after), limits.deadlines, limits.calendar)
  const nextDueAt = next?.at ?? null
  const nextDueKind = next?.kind ?? null
  const same = nextDueAt === before.nextDueAt && nextDueKind === before.nextDueKind
  return { ...times, nextDueAt, nextDueKind, alertLevel: same ? before.alertLevel : 0 }
}
