import { type Calendar, calendarFor, type Holiday } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import type { Programme } from '../programmes/programme.ts'
import type { Reference } from '../records/knowledge.ts'
import type { Database } from './database.ts'
import { statement } from './database.ts'

const places = statement('select code, parent from place')
const holidays = statement('select place_code as "placeCode", day, names, expected, source from holiday')
const programmes = statement('select definition from programme')

/** Read-only data in memory; `refresh` re-reads it (holidays are announced late, programmes are published while people work). */
export interface LiveReference extends Reference {
  refresh(): Promise<void>
}

export async function openReference(database: Database): Promise<LiveReference> {
  let parents = new Map<string, string | null>()
  let days: readonly Holiday[] = []
  let published: readonly Programme[] = []
  const calendars = new Map<string, Calendar>()
  const chains = new Map<string, readonly string[]>()

  async function refresh(): Promise<void> {
    await database.as({ kind: 'visitor' }, async (tx) => {
      const [placeRows, dayRows, programmeRows] = await Promise.all([
        tx.rows<{ code: string; parent: string | null }>(places),
        tx.rows<Holiday>(holidays),
        tx.rows<{ definition: Programme }>(programmes),
      ])
      parents = new Map(placeRows.map((row) => [row.code, row.parent]))
      days = dayRows
      published = programmeRows.map((row) => row.definition)
    })
    calendars.clear()
    chains.clear()
  }

  function ancestors(code: string): readonly string[] {
    let chain = chains.get(code)
    if (chain === undefined) {
      const found: string[] = []
      for (
        let at: string | null | undefined = code;
        at != null && parents.has(at) && !found.includes(at);
        at = parents.get(at)
      )
        found.push(at)
      chain = found
      chains.set(code, chain)
    }
    return chain
  }

  function calendarOf(placeCode: string | null): Calendar {
    const key = placeCode ?? ''
    let calendar = calendars.get(key)
    if (calendar === undefined) {
      calendar = calendarFor(iraqCalendarRules, days, placeCode === null ? [] : ancestors(placeCode))
      calendars.set(key, calendar)
    }
    return calendar
  }

  function programme(code: string, version?: number): Programme | undefined {
    const versions = published.filter(
      (found) => found.code === code && (version === undefined || found.version === version),
    )
    return versions.sort((one, other) => other.version - one.version)[0]
  }

  await refresh()
  return { refresh, ancestors, calendarOf, programme }
}
