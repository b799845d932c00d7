import type { BreachRow } from '../records/rows.ts'
import { addHours, addWorkingDays, type Calendar, instantAt } from '../places/calendar.ts'

// The limits of the desk. DP-04: acknowledge in 3 working days, answer in 20. DP-52 with 10 working days for an answer to
// an authority. DP-05: the officer knows within 4 hours, the risk is viewed within 24, people are told within 72. SOP 6.5:
// misconduct acknowledged in 1 working day, corruption and exploitation within 24 hours, decided in 20 working days.

export const requestKinds = ['see', 'correct', 'copy', 'object', 'delete'] as const
export const requestOutcomes = ['granted', 'partly', 'refused', 'nothing_held', 'taken_back'] as const
export const channels = ['in_person', 'phone', 'paper', 'through_other'] as const
export const authorities = ['police', 'prosecutor', 'court', 'security', 'other'] as const
export const legalOutcomes = ['nothing_given', 'minimum_given', 'nothing_held', 'taken_back'] as const
export const tellings = ['told', 'will_be_told', 'danger', 'not_known'] as const
export const breachKinds = [
  'lost_paper',
  'lost_device',
  'wrong_receiver',
  'looked',
  'gossip',
  'attack',
  'other',
] as const
export const breachSteps = ['taken', 'contained', 'risk', 'told', 'closed'] as const
export type BreachStep = (typeof breachSteps)[number]
export const risks = ['low', 'high'] as const
export const toldHows = ['told', 'danger', 'not_needed'] as const
export const complaintKinds = ['misconduct', 'corruption', 'exploitation'] as const
export const complaintChannels = ['in_person', 'phone', 'paper', 'box', 'through_other'] as const
export const complaintStates = ['acknowledged', 'investigating', 'decided', 'closed'] as const
export const complaintOutcomes = ['upheld', 'partly', 'not_upheld', 'passed_on', 'taken_back'] as const

/** How many hours before a clock of the desk ends whoever must act is reminded (proposal): time enough to still do it. */
export const hoursBefore = {
  'data_request.acknowledge': 24,
  'data_request.answer': 72,
  'legal_request.answer': 72,
  'breach.officer': 1,
  'breach.risk': 6,
  'breach.told': 24,
  'complaint.acknowledge': 6,
  'complaint.answer': 72,
  'break_glass.review': 8,
} as const

/** A clock that began on a day: now when it is today, else when the office opened that day. */
export function beganAt(day: string, today: string, now: string, calendar: Calendar): string {
  return day === today ? now : instantAt(day, calendar.officeHours.from, calendar)
}

export function requestClocks(
  began: string,
  calendar: Calendar,
): { readonly acknowledgeDueAt: string; readonly answerDueAt: string } {
  return {
    acknowledgeDueAt: addWorkingDays(began, 3, calendar),
    answerDueAt: addWorkingDays(began, 20, calendar),
  }
}

export function legalDue(began: string, calendar: Calendar): string {
  return addWorkingDays(began, 10, calendar)
}

export function breachClocks(foundAt: string): {
  readonly officerDueAt: string
  readonly riskDueAt: string
  readonly toldDueAt: string
} {
  return {
    officerDueAt: addHours(foundAt, 4),
    riskDueAt: addHours(foundAt, 24),
    toldDueAt: addHours(foundAt, 72),
  }
}

export function complaintClocks(
  kind: (typeof complaintKinds)[number],
  receivedAt: string,
  calendar: Calendar,
): { readonly acknowledgeDueAt: string; readonly answerDueAt: string } {
  return {
    acknowledgeDueAt:
      kind === 'misconduct' ? addWorkingDays(receivedAt, 1, calendar) : addHours(receivedAt, 24),
    answerDueAt: addWorkingDays(receivedAt, 20, calendar),
  }
}

/** The steps of a breach that can be noted now: any that is missing, and its end when nothing is. */
export function openSteps(
  breach: Pick<BreachRow, 'takenAt' | 'containedAt' | 'riskAt' | 'toldAt' | 'closedAt'>,
): readonly BreachStep[] {
  if (breach.closedAt !== null) return []
  const missing: BreachStep[] = []
  if (breach.takenAt === null) missing.push('taken')
  if (breach.containedAt === null) missing.push('contained')
  if (breach.riskAt === null) missing.push('risk')
  // whether people must be told follows from the risk
  else if (breach.toldAt === null) missing.push('told')
  return missing.length === 0 ? ['closed'] : missing
}

/** What is due next of a breach, or nothing. */
export function breachDue(
  breach: Pick<
    BreachRow,
    'takenAt' | 'containedAt' | 'riskAt' | 'toldAt' | 'closedAt' | 'officerDueAt' | 'riskDueAt' | 'toldDueAt'
  >,
): string | null {
  const [step] = openSteps(breach)
  if (step === undefined || step === 'closed') return null
  if (step === 'taken' || step === 'contained') return breach.officerDueAt
  return step === 'risk' ? breach.riskDueAt : breach.toldDueAt
}
