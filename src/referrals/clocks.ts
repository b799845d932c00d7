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
const later = (one: string, other: string) => (milliseconds(one) >= milliseconds(other) ? one : other)
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
function openAppointment(facts: readonly Fact[]): Due | undefined {
  const last = latest(facts, (fact) => fact.kind.startsWith('appointment_'))
  if (!last?.appointmentAt) return undefined
  return { kind: 'appointment', startedAt: last.at, at: last.appointmentAt, waitsFor: 'receiver' }
}

function latest(facts: readonly Fact[], among: (fact: Fact) => boolean): Fact | undefined {
  return facts
    .filter(among)
    .reduce<Fact | undefined>((last, fact) => (last && last.at > fact.at ? last : fact), undefined)
}

const news: readonly Fact['kind'][] = ['interim_note', 'told_person', 'appointment_attended']

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
    const appointment = openAppointment(facts)
    return appointment && milliseconds(appointment.at) < milliseconds(due.at) ? appointment : due
  }
  // The follow-up begins anew with every word about the referral.
  const followUp = (): Due => {
    const heard = latest(facts, (fact) => news.includes(fact.kind))?.at ?? stateSince
    return run('followUp', later(heard, stateSince), deadlines.followUp[urgency], 'sender')
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
    case 'accepted': {
      const service = run('firstService', sentAt, deadlines.firstService[urgency], 'receiver')
      // Who waited on a list was promised the day of the list.
      const promised = referral.expectedOn ? calendar.endOfDay(referral.expectedOn) : sentAt
      return orAppointment({ ...service, at: later(service.at, promised) })
    }
    case 'on_hold':
      if (referral.expectedOn)
        return orAppointment({
          kind: 'expected',
          startedAt: stateSince,
          at: calendar.endOfDay(referral.expectedOn),
          waitsFor: 'receiver',
        })
      return orAppointment(followUp())
    case 'in_service':
      return orAppointment(followUp())
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
