import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFor } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import { hoursOn, nextOpen, nextVisit, openAt, type Opening, openingDays, visitsOn } from './opening.ts'

const ashura = '2026-06-25'
const calendar = calendarFor(iraqCalendarRules, [{ placeCode: null, day: ashura }], [])
const office: Opening = {
  weekly: [
    { days: ['su', 'mo', 'tu', 'we', 'th'], from: '08:30', to: '14:30' },
    { days: ['tu'], from: '15:00', to: '17:00', womenOnly: true },
  ],
  seasons: [
    {
      from: '2026-02-18',
      to: '2026-03-19',
      weekly: [{ days: ['su', 'mo', 'tu', 'we', 'th'], from: '09:30', to: '13:30' }],
    },
  ],
}

describe('an office of the week from Sunday to Thursday', () => {
  it('is open on Sunday morning until half past two, and closed on Friday', () => {
    // 09:00 in Mosul is 06:00 UTC
    expect(openAt(office, calendar, '2026-11-22T06:00:00.000Z')).toEqual({
      until: '2026-11-22T11:30:00.000Z',
      womenOnly: false,
    })
    expect(openAt(office, calendar, '2026-11-20T06:00:00.000Z')).toBeNull()
    expect(nextOpen(office, calendar, '2026-11-19T12:00:00.000Z')).toBe('2026-11-22T05:30:00.000Z')
  })
  it('is open for women alone on Tuesday afternoon', () => {
    expect(openAt(office, calendar, '2026-11-24T12:30:00.000Z')).toEqual({
      until: '2026-11-24T14:00:00.000Z',
      womenOnly: true,
    })
  })
  it('opens later and closes earlier in Ramadan, and not at all on a holiday, unless it is a hotline', () => {
    expect(openAt(office, calendar, '2026-02-22T06:00:00.000Z')).toBeNull()
    expect(nextOpen(office, calendar, '2026-02-22T06:00:00.000Z')).toBe('2026-02-22T06:30:00.000Z')
    expect(hoursOn(office, calendar, ashura)).toEqual([])
    const hotline: Opening = {
      weekly: [{ days: [...openingDays], from: '00:00', to: '24:00' }],
      holidays: true,
    }
    expect(openAt(hotline, calendar, `${ashura}T20:59:59.000Z`)?.until).toBe(`${ashura}T21:00:00.000Z`)
  })
})

describe('a mobile team', () => {
  const visits = [
    { placeCode: 'IQG15Q04', days: ['mo' as const], from: '09:00', to: '12:00' },
    { placeCode: 'IQG15Q05', on: ['2026-11-26', ashura], from: '10:00', to: '13:00' },
  ]
  it('comes on its days, and on a holiday only where that very day was announced', () => {
    expect(visitsOn(visits, calendar, '2026-11-23').map(({ placeCode }) => placeCode)).toEqual(['IQG15Q04'])
    expect(visitsOn(visits, calendar, ashura).map(({ placeCode }) => placeCode)).toEqual(['IQG15Q05'])
  })
  it('is told with its next day, the running visit too, and nothing for a place it does not reach', () => {
    const next = (at: string, place: string) => nextVisit(visits, calendar, at, (code) => code === place)?.day
    expect(next('2026-11-23T08:59:00.000Z', 'IQG15Q04')).toBe('2026-11-23')
    expect(next('2026-11-23T09:00:00.000Z', 'IQG15Q04')).toBe('2026-11-30')
    expect(next('2026-11-23T09:00:00.000Z', 'IQG15Q05')).toBe('2026-11-26')
    expect(next('2026-11-23T09:00:00.000Z', 'IQG08')).toBeUndefined()
  })
})

const time = fc.integer({ min: 0, max: 95 }).map((q) => clock(q * 15))
const hours = fc
  .record({ days: fc.subarray([...openingDays], { minLength: 1 }), one: time, other: time })
  .filter(({ one, other }) => one !== other)
  .map(({ days, one, other }) => ({ days, from: one < other ? one : other, to: one < other ? other : one }))
const openings = fc.record({
  weekly: fc.array(hours, { maxLength: 4 }),
  seasons: fc.array(
    fc.record({
      from: fc.constant('2026-06-20'),
      to: fc.constantFrom('2026-06-20', '2026-06-27'),
      weekly: fc.array(hours, { maxLength: 2 }),
    }),
    { maxLength: 1 },
  ),
})
const instants = fc
  .integer({ min: 0, max: 14 * 96 })
  .map((q) => new Date(Date.parse('2026-06-17T00:00:00Z') + q * 900_000).toISOString())

describe('for any hours and any moment', () => {
  it('the next opening is open, and nothing before it was', () => {
    fc.assert(
      fc.property(openings, instants, (opening, at) => {
        const next = nextOpen(opening, calendar, at)
        if (next !== null) {
          expect(next >= at).toBe(true)
          expect(openAt(opening, calendar, next)).not.toBeNull()
        }
        const end = Math.min(next === null ? Infinity : Date.parse(next), Date.parse(at) + 3 * 86_400_000)
        for (let now = Date.parse(at); now < end; now += 900_000)
          expect(openAt(opening, calendar, new Date(now).toISOString())).toBeNull()
      }),
    )
  })
  it('stays open until it says, and not at that very moment', () => {
    fc.assert(
      fc.property(openings, instants, (opening, at) => {
        const open = openAt(opening, calendar, at)
        if (!open) return
        for (let now = Date.parse(at); now < Date.parse(open.until); now += 900_000)
          expect(openAt(opening, calendar, new Date(now).toISOString())).not.toBeNull()
        expect(open.until > at).toBe(true)
        expect(dayClosed(opening, open.until)).toBe(true)
      }),
    )
  })
})

// what closes at midnight may open again with the new day
function dayClosed(opening: Opening, until: string): boolean {
  return until.endsWith('T21:00:00.000Z') || openAt(opening, calendar, until) === null
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
