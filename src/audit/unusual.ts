import { type Calendar, dayOf, instantAt, isWorkingDay } from '../places/calendar.ts'

/** What one account read in one hour of the clock. Counts only: no case is named. */
export interface HourOfReading {
  /** Beginning of the hour, an instant. */
  readonly hour: string
  /** Different cases, referrals and other records that were opened. */
  readonly opened: number
  /** Different records asked for that were not there, out of sight or refused. */
  readonly missed: number
  readonly searches: number
}

export interface UnusualRule {
  readonly code: string
  readonly counts: 'opened' | 'missed' | 'searches'
  /** From so many in an hour on. */
  readonly atLeast: number
  /** And more than so many times what is usual for this account; `null`: whatever is usual. */
  readonly timesUsual: number | null
  /** Only in hours when offices rest. */
  readonly onlyQuiet: boolean
  readonly source: string
}

/**
 * What is told as unusual. Numbers are proposals to be set with the first offices; the demand is DP-43 (supervisors see
 * unusual access). Look-ups of namesakes and neighbours would need names in the audit, which holds none: left out.
 */
export const unusualRules = [
  {
    code: 'many_opened',
    counts: 'opened',
    atLeast: 20,
    timesUsual: 3,
    onlyQuiet: false,
    source: 'DP-43 (proposal)',
  },
  {
    code: 'quiet_hours',
    counts: 'opened',
    atLeast: 10,
    timesUsual: null,
    onlyQuiet: true,
    source: 'DP-43 (proposal)',
  },
  {
    code: 'many_missed',
    counts: 'missed',
    atLeast: 5,
    timesUsual: null,
    onlyQuiet: false,
    source: 'DP-43 (proposal)',
  },
  {
    code: 'many_searches',
    counts: 'searches',
    atLeast: 30,
    timesUsual: 3,
    onlyQuiet: false,
    source: 'DP-43 (proposal)',
  },
] as const satisfies readonly UnusualRule[]

export type UnusualRuleCode = (typeof unusualRules)[number]['code']

/** Offices rest outside of these hours, and on days off (proposal: longer than office hours, for those who stay). */
const awake = { from: '07:00', to: '19:00' }
/** Of the hours with reading in them, nine in ten are at or below what is called usual. */
const usualShare = 0.9

export interface Unusual {
  readonly rule: UnusualRuleCode
  readonly hour: string
  readonly seen: number
  /** From so many on it is told. */
  readonly threshold: number
}

/** True where the account's own past has to be looked at: no rule can tell anything below its `atLeast`. */
export function mayBeUnusual(reading: HourOfReading): boolean {
  return unusualRules.some(({ counts, atLeast }) => reading[counts] >= atLeast)
}

/**
 * What of one hour is unusual for this account.
 * @param before the account's earlier hours, without this one; only those in which it read anything count
 */
export function findUnusual(
  reading: HourOfReading,
  before: readonly HourOfReading[],
  calendar: Calendar,
): readonly Unusual[] {
  return unusualRules.flatMap(({ code, counts, atLeast, timesUsual, onlyQuiet }): Unusual[] => {
    const usual = timesUsual === null ? 0 : usualOf(before.map((past) => past[counts]))
    const threshold = Math.max(atLeast, (timesUsual ?? 0) * usual)
    const seen = reading[counts]
    if (seen < threshold || (onlyQuiet && !isQuiet(reading.hour, calendar))) return []
    return [{ rule: code, hour: reading.hour, seen, threshold }]
  })
}

/** The value that nine in ten of the account's hours do not pass. */
export function usualOf(counts: readonly number[]): number {
  const active = counts.filter((count) => count > 0).sort((one, other) => one - other)
  return active[Math.ceil(active.length * usualShare) - 1] ?? 0
}

/** Whether offices rest in the whole of this hour. */
export function isQuiet(hour: string, calendar: Calendar): boolean {
  const day = dayOf(hour, calendar)
  if (!isWorkingDay(day, calendar)) return true
  const at = Date.parse(hour)
  return (
    at + 3_600_000 <= Date.parse(instantAt(day, awake.from, calendar)) ||
    at >= Date.parse(instantAt(day, awake.to, calendar))
  )
}
