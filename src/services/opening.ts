import { addDays, type Calendar, dayOf, instantAt } from '../places/calendar.ts'

/** The week as people here count it. */
export const openingDays = ['sa', 'su', 'mo', 'tu', 'we', 'th', 'fr'] as const
export type OpeningDay = (typeof openingDays)[number]

/** Local times of day, HH:MM; `to` may be 24:00. Nothing is open past midnight: that is two lines. */
export interface Hours {
  readonly days: readonly OpeningDay[]
  readonly from: string
  readonly to: string
  /** For women alone. */
  readonly womenOnly?: true | undefined
}

/** When a site, or an offer of its own, is open. In a season (Ramadan, summer) its week counts instead. */
export interface Opening {
  readonly weekly: readonly Hours[]
  readonly seasons?:
    | readonly { readonly from: string; readonly to: string; readonly weekly: readonly Hours[] }[]
    | undefined
  /** Open on holidays too, as hotlines and shelters are. */
  readonly holidays?: true | undefined
}

/** A mobile team comes to a place: every week on these days, or on dated days. */
export interface Visit {
  readonly placeCode: string
  readonly days?: readonly OpeningDay[] | undefined
  readonly on?: readonly string[] | undefined
  readonly from: string
  readonly to: string
}

export interface OpenNow {
  /** The instant at which it closes. */
  readonly until: string
  /** For women alone at this moment. */
  readonly womenOnly: boolean
}

/** Who was closed for longer is not closed but gone: nothing is looked for after it. */
const longestSearch = 400

/** The hours of one calendar day, earliest first; none on a holiday. */
export function hoursOn(opening: Opening, calendar: Calendar, day: string): readonly Hours[] {
  if (opening.holidays !== true && calendar.holidays.has(day)) return []
  const season = opening.seasons?.find(({ from, to }) => from <= day && day <= to)
  const name = openingDayOf(day)
  return (season?.weekly ?? opening.weekly)
    .filter(({ days }) => days.includes(name))
    .sort((one, other) => one.from.localeCompare(other.from) || one.to.localeCompare(other.to))
}

/** Whether it is open at this instant, until when, and for whom; null while it is closed. */
export function openAt(opening: Opening, calendar: Calendar, instant: string): OpenNow | null {
  const day = dayOf(instant, calendar)
  const at = Date.parse(instant)
  const spans = spansOn(opening, calendar, day)
  const open = spans.filter(({ from, to }) => from <= at && at < to)
  if (open.length === 0) return null
  let until = Math.max(...open.map(({ to }) => to))
  for (const { from, to } of spans) if (from <= until && to > until) until = to
  return { until: new Date(until).toISOString(), womenOnly: open.every(({ womenOnly }) => womenOnly) }
}

/** The instant itself while it is open; else when it opens next; null where it never does. */
export function nextOpen(opening: Opening, calendar: Calendar, instant: string): string | null {
  const at = Date.parse(instant)
  const today = dayOf(instant, calendar)
  for (let ahead = 0; ahead <= longestSearch; ahead++)
    for (const { from, to } of spansOn(opening, calendar, addDays(today, ahead)))
      if (to > at) return new Date(Math.max(from, at)).toISOString()
  return null
}

/** Where a mobile team is on this day. A holiday cancels what comes every week, not what was dated. */
export function visitsOn(visits: readonly Visit[], calendar: Calendar, day: string): readonly Visit[] {
  const name = openingDayOf(day)
  return visits.filter(
    ({ days, on }) =>
      on?.includes(day) === true || (days?.includes(name) === true && !calendar.holidays.has(day)),
  )
}

/**
 * When a mobile team comes next to one of these places: a visit that has not ended, with its day.
 * @param reaches whether a visit to this place counts (the place itself, what it lies in, what lies in it)
 */
export function nextVisit(
  visits: readonly Visit[],
  calendar: Calendar,
  instant: string,
  reaches: (placeCode: string) => boolean,
): { readonly visit: Visit; readonly day: string } | null {
  const wanted = visits.filter(({ placeCode }) => reaches(placeCode))
  const today = dayOf(instant, calendar)
  for (let ahead = 0; wanted.length > 0 && ahead <= longestSearch; ahead++) {
    const day = addDays(today, ahead)
    const [visit] = visitsOn(wanted, calendar, day)
      .filter(({ to }) => instantAt(day, to, calendar) > instant)
      .sort((one, other) => one.from.localeCompare(other.from))
    if (visit) return { visit, day }
  }
  return null
}

function spansOn(opening: Opening, calendar: Calendar, day: string) {
  return hoursOn(opening, calendar, day).map(({ from, to, womenOnly = false }) => ({
    from: Date.parse(instantAt(day, from, calendar)),
    to: Date.parse(instantAt(day, to, calendar)),
    womenOnly,
  }))
}

function openingDayOf(day: string): OpeningDay {
  const number = new Date(`${day}T00:00:00Z`).getUTCDay()
  return openingDays[(number + 1) % 7] ?? 'sa'
}
