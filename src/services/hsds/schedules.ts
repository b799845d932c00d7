import type { Hours, Opening, Visit } from '../opening.ts'
import type { HsdsSchedule } from './records.ts'
import type { Saying } from './saying.ts'

/** Iraq is three hours ahead of UTC all year. */
const hoursEast = 3

type Owner = { readonly service_id: string } | { readonly location_id: string }

/**
 * Opening hours as RFC 5545 pieces: one record for each line of the week, bounded by its season. The ordinary week has no
 * bounds; where a season's record is valid it counts instead, which is how HSDS says it.
 */
export function schedulesOf(
  opening: Opening,
  owner: Owner,
  { t, namedId }: Pick<Saying, 't' | 'namedId'>,
): HsdsSchedule[] {
  const ownerId = Object.values(owner)[0] as string
  const week = (
    hours: readonly Hours[],
    season?: { readonly from: string; readonly to: string },
  ): HsdsSchedule[] =>
    hours.map(({ days, from, to, womenOnly }) => ({
      id: namedId(
        `schedule:${ownerId}:${season?.from ?? ''}:${days.join()}:${from}:${to}:${womenOnly === true}`,
      ),
      ...owner,
      freq: 'WEEKLY',
      wkst: 'SA',
      byday: bydayOf(days),
      ...(season === undefined ? {} : { valid_from: season.from, valid_to: season.to }),
      opens_at: `${from}:00`,
      closes_at: timeOf(to),
      timezone: hoursEast,
      ...(womenOnly === true
        ? { attending_type: 'women_only', description: t('services.access.womenOnlyHours') }
        : {}),
      ...(opening.holidays === true ? {} : { notes: t('server.hsds.closedOnHolidays') }),
    }))
  return [
    ...week(opening.weekly),
    ...(opening.seasons ?? []).flatMap((season) => week(season.weekly, season)),
  ]
}

/** The calendar of a mobile team: each place every week, or on dated days. */
export function visitSchedules(visits: readonly Visit[], serviceId: string, saying: Saying): HsdsSchedule[] {
  return visits.flatMap(({ placeCode, days, on, from, to }) => {
    const common = {
      service_id: serviceId,
      wkst: 'SA',
      opens_at: `${from}:00`,
      closes_at: timeOf(to),
      timezone: hoursEast,
      attending_type: 'mobile_team',
      description: saying.t('server.hsds.mobileTeam', { place: saying.placeName(placeCode) }),
      notes: placeCode,
    } as const
    const id = (when: string): string =>
      saying.namedId(`visit:${serviceId}:${placeCode}:${when}:${from}:${to}`)
    return [
      ...(days === undefined || days.length === 0
        ? []
        : [{ id: id(days.join()), ...common, freq: 'WEEKLY' as const, byday: bydayOf(days) }]),
      ...(on ?? []).map((day) => ({
        id: id(day),
        ...common,
        dtstart: day,
        until: day,
        valid_from: day,
        valid_to: day,
      })),
    ]
  })
}

function bydayOf(days: readonly string[]): string {
  return days.map((day) => day.toUpperCase()).join(',')
}

/** RFC 5545 and the standard's table know no 24:00. */
function timeOf(time: string): string {
  return time === '24:00' ? '23:59:59' : `${time}:00`
}
