import { withDigits } from './numbers.ts'
import type { Words } from './words.ts'

// Our own formatters for all four languages: Chromium has no Kurdish, and server, browser and print must agree.
// A month is always written by name: 3/5 and 5/3 are both in use in Iraq, and a day mistaken is a service missed.

/** How exactly a date is known. `estimate`: the year is a guess. */
export type DatePrecision = 'day' | 'month' | 'year' | 'estimate' | 'unknown'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

interface DayParts {
  readonly year: number
  readonly month: number
  readonly day: number
}

function partsOf(day: string): DayParts {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  const parts = { year: Number(found?.[1]), month: Number(found?.[2]), day: Number(found?.[3]) }
  const real = found && new Date(`${day}T00:00:00Z`)
  if (!real || Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day)
    throw new RangeError('A day is written YYYY-MM-DD.')
  return parts
}

export interface DayOptions {
  readonly precision?: DatePrecision | undefined
  /** Put the day of the week before it: for appointments and limits. */
  readonly weekday?: boolean | undefined
}

/**
 * A day as people say it: ٢٢ تشرين الثاني ٢٠٢٦; by its precision only the month, the year, or "about 1990".
 * @param day YYYY-MM-DD. @throws RangeError for anything else, also for days that do not exist.
 */
export function formatDay(
  t: Words,
  day: string,
  { precision = 'day', weekday = false }: DayOptions = {},
): string {
  if (precision === 'unknown') return t('language.date.unknown')
  const parts = partsOf(day)
  const year = String(parts.year)
  const values = {
    day: parts.day,
    month: t(`language.month.${parts.month}`),
    year: withDigits(year, t.digits),
  }
  if (precision === 'year') return values.year
  if (precision === 'estimate') return t('language.date.estimate', values)
  if (precision === 'month') return t('language.date.month', values)
  const date = t('language.date.day', values)
  return weekday ? t('language.date.withWeekday', { weekday: formatWeekday(t, day), date }) : date
}

export function formatWeekday(t: Words, day: string): string {
  partsOf(day)
  return t(`language.weekday.${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday'}`)
}

export type Hours = '24' | '12'

/** A time of day, `HH:MM` in, in the reader's digits out: ١٤:٣٠, or ٢:٣٠ م by the twelve-hour clock. */
export function formatTime(t: Words, time: string, hours: Hours = '24'): string {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (!found) throw new RangeError('A time of day is written HH:MM.')
  if (hours === '24') return withDigits(time, t.digits)
  const hour = Number(found[1])
  const shown = withDigits(`${hour % 12 || 12}:${found[2]}`, t.digits)
  return t(hour < 12 ? 'language.time.morning' : 'language.time.evening', { time: shown })
}

/** Day and time of day of an instant at a distance from UTC, as a calendar of `places/calendar.ts` keeps it. */
export function localTime(instant: string, utcOffsetMinutes: number): { day: string; time: string } {
  const local = new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString()
  return { day: local.slice(0, 10), time: local.slice(11, 16) }
}

export interface MomentOptions {
  readonly utcOffsetMinutes: number
  readonly hours?: Hours | undefined
  readonly weekday?: boolean | undefined
}

/** Day and time together: الأحد ٢٢ تشرين الثاني ٢٠٢٦، الساعة ١٠:٠٠. */
export function formatMoment(
  t: Words,
  instant: string,
  { utcOffsetMinutes, hours, weekday }: MomentOptions,
): string {
  const { day, time } = localTime(instant, utcOffsetMinutes)
  return t('language.date.withTime', {
    date: formatDay(t, day, { weekday }),
    time: formatTime(t, time, hours),
  })
}

/** Two days as a span: from … to …; one day if they are the same. */
export function formatDayRange(t: Words, from: string, to: string): string {
  if (from === to) return formatDay(t, from)
  return t('language.date.range', { from: formatDay(t, from), to: formatDay(t, to) })
}

const minute = 60_000
const steps = [
  { unit: 'minutes', length: minute, below: 60 * minute },
  { unit: 'hours', length: 60 * minute, below: 24 * 60 * minute },
  { unit: 'days', length: 24 * 60 * minute, below: 60 * 24 * 60 * minute },
  { unit: 'months', length: 30.44 * 24 * 60 * minute, below: 730 * 24 * 60 * minute },
  { unit: 'years', length: 365.25 * 24 * 60 * minute, below: Number.POSITIVE_INFINITY },
] as const

/** How long ago an instant was, or how far ahead it lies: قبل ٦ أيام, in 2 hours. Whole units, rounded down. */
export function formatRelative(t: Words, instant: string, now: string): string {
  const distance = Date.parse(instant) - Date.parse(now)
  const size = Math.abs(distance)
  if (size < minute) return t('language.relative.now')
  const { unit, length } = steps.find(({ below }) => size < below) ?? steps[4]
  const count = Math.max(1, Math.floor(size / length))
  return t(`language.relative.${distance < 0 ? 'ago' : 'ahead'}.${unit}`, { count })
}

/** The same for calendar days: today, yesterday, tomorrow, then قبل ٦ أيام. Hours do not matter: late at night, tomorrow is still tomorrow. */
export function formatRelativeDay(t: Words, day: string, today: string): string {
  partsOf(day)
  partsOf(today)
  const days = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  if (days === 0) return t('language.relative.today')
  if (days === -1) return t('language.relative.yesterday')
  if (days === 1) return t('language.relative.tomorrow')
  return formatRelative(t, `${day}T00:00:00Z`, `${today}T00:00:00Z`)
}

/** A time limit of a programme in words: ٢٤ ساعة, ٥ أيام عمل. */
export function formatLimit(
  t: Words,
  limit: { readonly amount: number; readonly unit: 'h' | 'd' | 'wd' },
): string {
  return t(`language.limit.${limit.unit}`, { count: limit.amount })
}
