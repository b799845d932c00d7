import type { Urgency } from '../cases/urgency.ts'
import type { Fact } from './referral-facts.ts'
import type { Standing } from './referral-states.ts'

/** h: hours on the clock, also on holidays · d: calendar days of 24 hours · wd: working days of the governorate. */
export interface Limit {
  amount: number
  unit: 'h' | 'd' | 'wd'
}

/** Limits by urgency, from the programme (SOP 6.2). */
export type Deadlines = Record<'acknowledge' | 'decide' | 'firstService' | 'followUp', Record<Urgency, Limit>>

/** Instants in and out as ISO strings. The calendar knows weekends, holidays and the offset from UTC (+3, no summer time). */
export interface ClockCalendar {
  addWorkingDays(at: string, amount: number): string
  /** Last instant of a calendar day (YYYY-MM-DD) in the governorate. */
  endOfDay(day: string): string
}

const hour = 3_600_000
const milliseconds = (at: string) => Date.parse(at)
const instant = (at: number) => new Date(at).toISOString()
const earlier = (one: string, other: string) => (milliseconds(one) <= milliseconds(other) ? one : other)

/** Limits that do not come from the programme (proposal; SOP 6.1 steps 10, 14 and the referral table). */
export const fixedLimits = {
  send: {
    U0: { amount: 1, unit: 'h' },
    U1: { amount: 8, unit: 'h' },
    U2: { amount: 1, unit: 'wd' },
    U3: { amount: 2, unit: 'wd' },
  },
  infoPause: { amount: 2, unit: 'wd' },
  confirm: { amount: 14, unit: 'd' },
  nextStep: { amount: 3, unit: 'wd' },
} as const satisfies Record<string, Limit | Record<Urgency, Limit>>

export function dueAfter(startedAt: string, limit: Limit, calendar: ClockCalendar): string {
  if (limit.unit === 'wd') return calendar.addWorkingDays(startedAt, limit.amount)
  return instant(milliseconds(startedAt) + limit.amount * (limit.unit === 'd' ? 24 : 1) * hour)
}

/**
 * When the provider has to decide. Its first question stops the clock until it is answered, at most two working days,
 * once: the limit then counts as if it had begun later by the time it stood still. A question after the limit changes nothing.
 */
export function decideDue(
  sentAt: string,
  limit: Limit,
  calendar: ClockCalendar,
  facts: readonly Fact[],
): string {
  const due = dueAfter(sentAt, limit, calendar)
  const asked = first(facts, 'info_requested', sentAt)
  if (!asked || milliseconds(asked) >= milliseconds(due)) return due
  const longest = dueAfter(asked, fixedLimits.infoPause, calendar)
  const answered = first(facts, 'info_given', asked)
  const stood = milliseconds(answered ? earlier(answered, longest) : longest) - milliseconds(asked)
  return dueAfter(instant(milliseconds(sentAt) + stood), limit, calendar)
}

function first(facts: readonly Fact[], kind: Fact['kind'], notBefore: string): string | undefined {
  const times = facts.filter((fact) => fact.kind === kind && milliseconds(fact.at) >= milliseconds(notBefore))
  return times.map((fact) => fact.at).sort((a, b) => milliseconds(a) - milliseconds(b))[0]
}

export const dueKinds = [
  'send',
  'acknowledge',
  'decide',
  'expected',
  'firstService',
  'appointment',
  'followUp',
  'confirm',
  'nextStep',
] as const
export type DueKind = (typeof dueKinds)[number]

/** What is awaited, since when, until when, and whose turn it is. */
export interface Due {
  kind: DueKind
  startedAt: string
  at: string
  waitsFor: 'sender' | 'receiver'
}

export interface ReferralForClocks extends Standing {
  urgency: Urgency
  draftedAt: string
  /** Compulsory from `sent` on. */
  sentAt?: string | null | undefined
  /** When the present state began. */
  stateSince: string
  /** Day a waitlisted service is expected. */
  expectedOn?: string | null | undefined
  facts: readonly Fact[]
}

/** The appointment still ahead or without a result: the last one set, unless its result is known. */
function openAppointment(facts: readonly Fact[]): string | undefined {
  const last = facts
    .filter((fact) => fact.kind.startsWith('appointment_'))
    .sort((one, other) => milliseconds(other.at) - milliseconds(one.at))[0]
  return last?.appointmentAt ?? undefined
}

/** The one clock that runs for a referral now, or nothing when its loop is closed. */
export function nextDue(
  referral: ReferralForClocks,
  deadlines: Deadlines,
  calendar: ClockCalendar,
): Due | null {
  const { urgency, stateSince, facts } = referral
  const sentAt = referral.sentAt ?? referral.draftedAt
  const has = (kind: Fact['kind']) => facts.some((fact) => fact.kind === kind)
  const run = (kind: DueKind, startedAt: string, limit: Limit, waitsFor: Due['waitsFor']): Due => ({
    kind,
    startedAt,
    at: dueAfter(startedAt, limit, calendar),
    waitsFor,
  })
  const orAppointment = (due: Due): Due => {
    const at = openAppointment(facts)
    return at && milliseconds(at) < milliseconds(due.at)
      ? { kind: 'appointment', startedAt: stateSince, at, waitsFor: due.waitsFor }
      : due
  }
  switch (referral.state) {
    case 'draft':
      return run('send', referral.draftedAt, fixedLimits.send[urgency], 'sender')
    case 'sent':
      // A question is an answer too: whoever asks has seen the referral.
      if (!has('acknowledged') && !has('info_requested'))
        return run('acknowledge', sentAt, deadlines.acknowledge[urgency], 'receiver')
      return {
        kind: 'decide',
        startedAt: sentAt,
        at: decideDue(sentAt, deadlines.decide[urgency], calendar, facts),
        waitsFor: 'receiver',
      }
    case 'accepted':
      return orAppointment(run('firstService', sentAt, deadlines.firstService[urgency], 'receiver'))
    case 'on_hold':
      if (referral.expectedOn)
        return orAppointment({
          kind: 'expected',
          startedAt: stateSince,
          at: calendar.endOfDay(referral.expectedOn),
          waitsFor: 'receiver',
        })
      return orAppointment(run('followUp', stateSince, deadlines.followUp[urgency], 'sender'))
    case 'in_service':
      return orAppointment(run('followUp', stateSince, deadlines.followUp[urgency], 'sender'))
    case 'completed': {
      if (has('loop_closed')) return null
      // The call is due at the follow-up time of the urgency, and never later than two weeks after the service.
      const call = run('confirm', stateSince, deadlines.followUp[urgency], 'sender')
      return { ...call, at: earlier(call.at, dueAfter(stateSince, fixedLimits.confirm, calendar)) }
    }
    case 'declined':
    case 'cancelled':
    case 'failed':
      return has('loop_closed') ? null : run('nextStep', stateSince, fixedLimits.nextStep, 'sender')
    case 'entered_in_error':
      return null
  }
}

/** Share of the limit that has passed: 100 reminds, 150 goes to the supervisor, 200 expires (SOP 6.3). */
export const levels = [100, 150, 200] as const
export type Level = 0 | (typeof levels)[number]

/** When a level is reached; the sweep stores it as the next time to look. */
export function levelAt(due: Pick<Due, 'startedAt' | 'at'>, level: Level): string {
  const start = milliseconds(due.startedAt)
  return instant(start + ((milliseconds(due.at) - start) * level) / 100)
}

export function dueLevel(startedAt: string, dueAt: string, now: string): Level {
  const reached = levels.filter(
    (level) => milliseconds(levelAt({ startedAt, at: dueAt }, level)) <= milliseconds(now),
  )
  return reached.at(-1) ?? 0
}

/** No acknowledgement within twice the limit. The state stays `sent`: the sender chooses what next. */
export function isExpired(due: Due | null, now: string): boolean {
  return due?.kind === 'acknowledge' && dueLevel(due.startedAt, due.at, now) === 200
}

/** Whatever of a case is due first: a referral, a task, the next contact. */
export function earliestDue<T extends { at: string }>(dues: readonly (T | null | undefined)[]): T | null {
  const open = dues.filter((due): due is T => due != null)
  return open.reduce<T | null>(
    (soonest, due) => (soonest && milliseconds(soonest.at) <= milliseconds(due.at) ? soonest : due),
    null,
  )
}
