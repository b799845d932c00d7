import { calendarFor } from '../../src/places/calendar.ts'
import { iraqCalendarRules, iraqHolidays } from '../../src/places/iraq-calendar.ts'
import type { PlaceRow } from '../../src/places/places.ts'
import { programmes } from '../../src/programmes/shipped.ts'
import type { Reference } from '../../src/records/knowledge.ts'

/** Places, calendar and programmes as they are shipped: what an empty database holds when the demo is loaded. */
export function shippedReference(places: readonly PlaceRow[]): Reference {
  const parents = new Map(places.map(({ code, parent }) => [code, parent]))
  const ancestors = (code: string): string[] => {
    const chain: string[] = []
    for (let at: string | null | undefined = code; at && parents.has(at); at = parents.get(at)) chain.push(at)
    return chain
  }
  const calendars = new Map<string | null, ReturnType<Reference['calendarOf']>>()
  return {
    ancestors,
    calendarOf: (place) => {
      const known =
        calendars.get(place) ??
        calendarFor(iraqCalendarRules, iraqHolidays, place === null ? [] : ancestors(place))
      calendars.set(place, known)
      return known
    },
    programme: (code, version) =>
      programmes.find((one) => one.code === code && (version === undefined || one.version === version)),
  }
}
