import type { Locale } from '../language/locales.ts'

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const
export type Weekday = (typeof weekdays)[number]

export interface CalendarRules {
  /** Iraq is three hours ahead of UTC all year: no summer time since 2008. */
  readonly utcOffsetMinutes: number
  readonly weekend: readonly Weekday[]
  /** When offices are open on a working day, as HH:MM of local time. */
  readonly officeHours: { readonly from: string; readonly to: string }
}

export interface Holiday {
  /** P-code of the unit that keeps it; null for the whole country. */
  readonly placeCode: string | null
  /** YYYY-MM-DD. */
  readonly day: string
  readonly names: Readonly<Record<Locale, string>>
  /** True while the day may still move: feasts of the moon are announced late, and some are decided each year. */
  readonly expected: boolean
  readonly source: string
}

/** The working calendar of one place. Holidays are dated data that an office can correct on the same day. */
export interface Calendar extends CalendarRules {
  readonly holidays: ReadonlySet<string>
}

const dayLength = 86_400_000
/** Longer closures than this are a mistake in the data, not a calendar. */
const longestSearch = 400

/**
 * The calendar of a place: the country's holidays and those of every unit the place lies in.
 * @param placeCodes the place and what it lies in (`ancestorsOf`); empty for the country alone.
 */
export function calendarFor(
  rules: CalendarRules,
  holidays: readonly Pick<Holiday, 'placeCode' | 'day'>[],
  placeCodes: readonly string[],
): Calendar {
  const kept = holidays.filter(({ placeCode }) => placeCode === null || placeCodes.includes(placeCode))
  return { ...rules, holidays: new Set(kept.map(({ day }) => day)) }
}

/** The calendar day of an instant where the calendar is kept. */
export function dayOf(instant: string, calendar: CalendarRules): string {
  return new Date(Date.parse(instant) + calendar.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

export function weekdayOf(day: string): Weekday {
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday'
}

export function addDays(day: string, amount: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + amount * dayLength).toISOString().slice(0, 10)
}

export function isWorkingDay(day: string, calendar: Calendar): boolean {
  return !calendar.weekend.includes(weekdayOf(day)) && !calendar.holidays.has(day)
}

/** The instant of a local time of day (HH:MM) on a day. */
export function instantAt(day: string, time: string, calendar: CalendarRules): string {
  return new Date(Date.parse(`${day}T${time}:00Z`) - calendar.utcOffsetMinutes * 60_000).toISOString()
}

/** The last instant of a day. */
export function endOfDay(day: string, calendar: CalendarRules): string {
  return new Date(Date.parse(instantAt(addDays(day, 1), '00:00', calendar)) - 1).toISOString()
}

function nextWorkingDay(after: string, calendar: Calendar): string {
  for (let ahead = 1; ahead <= longestSearch; ahead++) {
    const day = addDays(after, ahead)
    if (isWorkingDay(day, calendar)) return day
  }
  throw new RangeError(
    `No working day within ${longestSearch} days after ${after}: the holidays of this place are wrong.`,
  )
}

/**
 * The same time of day, that many working days later. The day of the instant itself does not count. What comes in on
 * a day off, or on a working day before the office opens, counts as come in when it opens: nobody has less time than
 * a whole working day, and what came in later is never due earlier.
 * @param amount zero or more; zero gives the instant back.
 */
export function addWorkingDays(instant: string, amount: number, calendar: Calendar): string {
  if (!Number.isInteger(amount) || amount < 0)
    throw new RangeError('Working days are counted forward, in whole days.')
  if (amount === 0) return new Date(Date.parse(instant)).toISOString()
  const cameIn = dayOf(instant, calendar)
  const opening = nextWorkingMoment(instant, calendar)
  const afterHours = isWorkingDay(cameIn, calendar) && dayOf(opening, calendar) !== cameIn
  const from = afterHours ? instant : opening
  const startDay = dayOf(from, calendar)
  let day = startDay
  for (let counted = 0; counted < amount; counted++) day = nextWorkingDay(day, calendar)
  const timeOfDay = Date.parse(from) - Date.parse(instantAt(startDay, '00:00', calendar))
  return new Date(Date.parse(instantAt(day, '00:00', calendar)) + timeOfDay).toISOString()
}

/** Hours on the clock, also at night and on holidays. */
export function addHours(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString()
}

/** The instant itself if an office is open then; otherwise when it next opens. */
export function nextWorkingMoment(instant: string, calendar: Calendar): string {
  const day = dayOf(instant, calendar)
  const now = Date.parse(instant)
  const { from, to } = calendar.officeHours
  if (isWorkingDay(day, calendar)) {
    const opens = instantAt(day, from, calendar)
    if (now < Date.parse(opens)) return opens
    if (now < Date.parse(instantAt(day, to, calendar))) return new Date(now).toISOString()
  }
  return instantAt(nextWorkingDay(day, calendar), from, calendar)
}

/** The two questions referral clocks ask a calendar, bound to one place. */
export function clockCalendar(calendar: Calendar): {
  addWorkingDays(at: string, amount: number): string
  endOfDay(day: string): string
} {
  return {
    addWorkingDays: (at, amount) => addWorkingDays(at, amount, calendar),
    endOfDay: (day) => endOfDay(day, calendar),
  }
}
