import type { Urgency } from '../cases/urgency.ts'
import type { Standing } from './referral-states.ts'

/** h: hours on the clock, also on holidays · d: calendar days of 24 hours · wd: working days of the governorate. */
export interface Limit {
  readonly amount: number
  readonly unit: 'h' | 'd' | 'wd'
}

/** Limits by urgency, from the programme (SOP 6.2). */
export type Deadlines = Readonly<
  Record<
    'send' | 'acknowledge' | 'decide' | 'firstService' | 'followUp' | 'confirm',
    Readonly<Record<Urgency, Limit>>
  >
>

/** Instants in and out as ISO strings. The calendar knows weekends, holidays and the offset from UTC (+3, no summer time). */
export interface ClockCalendar {
  addWorkingDays(at: string, amount: number): string
  /** Last instant of a calendar day (YYYY-MM-DD) in the governorate. */
  endOfDay(day: string): string
}

/** A question stops the clock at most this long (proposal). */
const infoPause: Limit = { amount: 2, unit: 'wd' }
/** After an end without service: time to tell the person and choose what next (proposal). */
export const nextStep: Limit = { amount: 3, unit: 'wd' }

/** What the clocks read of a referral; named as in the stored row, which can be given as it is. */
export interface ReferralForClocks extends Standing {
  urgency: Urgency
  draftedAt: string
  sentAt: string | null
  acknowledgedAt: string | null
  /** The first question of the provider, and its answer. */
  infoRequestedAt: string | null
  infoAnsweredAt: string | null
  answeredAt: string | null
  startedAt: string | null
  completedAt: string | null
  toldPersonAt: string | null
  loopClosedAt: string | null
  /** Day a waitlisted service is expected. */
  expectedOn: string | null
  appointment: { at: string; status: string } | null
  /** When the present state began; without it, the last answer, start or completion stands for it. */
  stateSince?: string | undefined
}

const hour = 3_600_000
const plus = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString()
const between = (from: string, to: string) => Date.parse(to) - Date.parse(from)
const earlier = (one: string, other: string) => (between(one, other) >= 0 ? one : other)
const later = (one: string, other: string) => (between(one, other) >= 0 ? other : one)

export function dueAfter(startedAt: string, limit: Limit, calendar: ClockCalendar): string {
  if (limit.unit === 'wd') return calendar.addWorkingDays(startedAt, limit.amount)
  return plus(startedAt, limit.amount * (limit.unit === 'd' ? 24 : 1) * hour)
}

/**
 * When the provider has to decide. Its first question stops the clock until it is answered, at most two working days,
 * once: the limit then counts as if it had begun later by the time it stood still. A question after the limit changes nothing.
 */
export function decideDue(
  sentAt: string,
  limit: Limit,
  calendar: ClockCalendar,
  question: { askedAt: string | null; answeredAt: string | null },
): string {
  const due = dueAfter(sentAt, limit, calendar)
  const asked = question.askedAt
  if (!asked || between(asked, due) <= 0) return due
  const longest = dueAfter(asked, infoPause, calendar)
  const until = question.answeredAt ? earlier(later(question.answeredAt, asked), longest) : longest
  return dueAfter(plus(sentAt, between(asked, until)), limit, calendar)
}

export interface DueTimes {
  acknowledgeDueAt: string | null
  decideDueAt: string | null
  startDueAt: string | null
  confirmDueAt: string | null
}

/** The due times of a referral that are stored and shown, as far as its clocks have begun. */
export function dueTimes(
  referral: ReferralForClocks,
  deadlines: Deadlines,
  calendar: ClockCalendar,
): DueTimes {
  const { urgency, sentAt, completedAt, expectedOn } = referral
  const question = { askedAt: referral.infoRequestedAt, answeredAt: referral.infoAnsweredAt }
  const start = sentAt && dueAfter(sentAt, deadlines.firstService[urgency], calendar)
  return {
    acknowledgeDueAt: sentAt && dueAfter(sentAt, deadlines.acknowledge[urgency], calendar),
    decideDueAt: sentAt && decideDue(sentAt, deadlines.decide[urgency], calendar, question),
    // Who waited on a list was promised the day of the list.
    startDueAt: start && expectedOn ? later(start, calendar.endOfDay(expectedOn)) : start,
    // The call comes at the follow-up time of the urgency, and never later than the limit to confirm.
    confirmDueAt:
      completedAt &&
      earlier(
        dueAfter(completedAt, deadlines.followUp[urgency], calendar),
        dueAfter(completedAt, deadlines.confirm[urgency], calendar),
      ),
  }
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

/** The one clock that runs for a referral now; nothing when its loop is closed or it was an error. */
export function nextDue(
  referral: ReferralForClocks,
  deadlines: Deadlines,
  calendar: ClockCalendar,
): Due | null {
  const { urgency, state, appointment } = referral
  const sentAt = referral.sentAt ?? referral.draftedAt
  const since =
    referral.stateSince ?? referral.completedAt ?? referral.startedAt ?? referral.answeredAt ?? sentAt
  const due = (kind: DueKind, startedAt: string, at: string | null, waitsFor: Due['waitsFor']): Due => {
    if (!at)
      throw new Error(`A referral in state ${state} has no ${kind} time: sentAt or completedAt is missing`)
    return { kind, startedAt, at, waitsFor }
  }
  const orAppointment = (other: Due): Due =>
    appointment &&
    (appointment.status === 'scheduled' || appointment.status === 'moved') &&
    between(appointment.at, other.at) > 0
      ? due('appointment', since, appointment.at, 'receiver')
      : other
  const followUp = (): Due => {
    // The follow-up begins anew when the person came, or was spoken to.
    const came = appointment?.status === 'attended' ? appointment.at : since
    const heard = later(later(came, referral.toldPersonAt ?? since), since)
    return due('followUp', heard, dueAfter(heard, deadlines.followUp[urgency], calendar), 'sender')
  }
  const times = dueTimes(referral, deadlines, calendar)
  if (referral.loopClosedAt) return null
  switch (state) {
    case 'draft': {
      const at = dueAfter(referral.draftedAt, deadlines.send[urgency], calendar)
      return due('send', referral.draftedAt, at, 'sender')
    }
    case 'sent':
      // A question is an answer too: whoever asks has seen the referral.
      return referral.acknowledgedAt || referral.infoRequestedAt
        ? due('decide', sentAt, times.decideDueAt, 'receiver')
        : due('acknowledge', sentAt, times.acknowledgeDueAt, 'receiver')
    case 'accepted':
      return orAppointment(due('firstService', sentAt, times.startDueAt, 'receiver'))
    case 'on_hold':
      return orAppointment(
        referral.expectedOn
          ? due('expected', since, calendar.endOfDay(referral.expectedOn), 'receiver')
          : followUp(),
      )
    case 'in_service':
      return orAppointment(followUp())
    case 'completed':
      return due('confirm', since, times.confirmDueAt, 'sender')
    case 'declined':
    case 'cancelled':
    case 'failed':
      return due('nextStep', since, dueAfter(since, nextStep, calendar), 'sender')
    case 'entered_in_error':
      return null
  }
}
