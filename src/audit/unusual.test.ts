import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFor } from '../places/calendar.ts'
import { iraqCalendarRules, iraqHolidays } from '../places/iraq-calendar.ts'
import { findUnusual, type HourOfReading, isQuiet, mayBeUnusual, unusualRules, usualOf } from './unusual.ts'

const calendar = calendarFor(iraqCalendarRules, iraqHolidays, [])
/** Sunday, a working day, 11 in the morning in Iraq. */
const morning = '2026-11-22T08:00:00.000Z'
const night = '2026-11-22T20:00:00.000Z'
const friday = '2026-11-20T08:00:00.000Z'

const hourOf = (some: Partial<HourOfReading>): HourOfReading => ({
  hour: morning,
  opened: 0,
  missed: 0,
  searches: 0,
  ...some,
})
const rulesOf = (some: Partial<HourOfReading>, before: readonly HourOfReading[] = []): string[] =>
  findUnusual(hourOf(some), before, calendar).map(({ rule }) => rule)

describe('what is told as unusual', () => {
  it('Amina opens six cases in an hour of her working day: nothing', () => {
    expect(rulesOf({ opened: 6, searches: 3, missed: 1 })).toEqual([])
  })

  it('Amina, who opens six an hour at most, opens twenty-five: told', () => {
    const before = Array.from({ length: 40 }, () => hourOf({ opened: 6 }))
    expect(rulesOf({ opened: 25 }, before)).toEqual(['many_opened'])
  })

  it('Baran, who reviews fifteen an hour every day, opens twenty-five: usual for him', () => {
    const before = Array.from({ length: 40 }, () => hourOf({ opened: 15 }))
    expect(rulesOf({ opened: 25 }, before)).toEqual([])
    expect(rulesOf({ opened: 46 }, before)).toEqual(['many_opened'])
  })

  it('somebody opens ten cases at eleven at night, or on a Friday: told; at eleven in the morning: not', () => {
    expect(rulesOf({ opened: 10, hour: night })).toEqual(['quiet_hours'])
    expect(rulesOf({ opened: 10, hour: friday })).toEqual(['quiet_hours'])
    expect(rulesOf({ opened: 10 })).toEqual([])
    expect(rulesOf({ opened: 9, hour: night })).toEqual([])
  })

  it('somebody asks five times for what is not theirs: told, whatever they did before', () => {
    const before = Array.from({ length: 40 }, () => hourOf({ missed: 9 }))
    expect(rulesOf({ missed: 5 }, before)).toEqual(['many_missed'])
  })

  it('somebody searches thirty times in an hour: told', () => {
    expect(rulesOf({ searches: 30 })).toEqual(['many_searches'])
  })

  it('one busy hour of the past does not make every later one usual', () => {
    const before = [...Array.from({ length: 40 }, () => hourOf({ opened: 4 })), hourOf({ opened: 300 })]
    expect(rulesOf({ opened: 40 }, before)).toEqual(['many_opened'])
  })
})

describe('in every case', () => {
  const count = fc.integer({ min: 0, max: 200 })
  const reading = fc.record({
    hour: fc
      .integer({ min: 0, max: 24 * 60 })
      .map((hours) => new Date(Date.parse('2026-11-01T00:00:00.000Z') + hours * 3_600_000).toISOString()),
    opened: count,
    missed: count,
    searches: count,
  })

  it('who reads more in the same hour is told of at least as much', () => {
    fc.assert(
      fc.property(
        reading,
        fc.array(reading),
        count,
        count,
        count,
        (hour, before, opened, missed, searches) => {
          const fewer = findUnusual(hour, before, calendar).map(({ rule }) => rule)
          const more = findUnusual(
            {
              ...hour,
              opened: hour.opened + opened,
              missed: hour.missed + missed,
              searches: hour.searches + searches,
            },
            before,
            calendar,
          ).map(({ rule }) => rule)
          expect(more).toEqual(expect.arrayContaining(fewer))
        },
      ),
    )
  })

  it('nothing is told below the least of its rule, and what is told says a threshold that was reached', () => {
    fc.assert(
      fc.property(reading, fc.array(reading), (hour, before) => {
        for (const { rule, seen, threshold } of findUnusual(hour, before, calendar)) {
          const { atLeast, counts } = unusualRules.find(({ code }) => code === rule) ?? unusualRules[0]
          expect(threshold).toBeGreaterThanOrEqual(atLeast)
          expect(seen).toBeGreaterThanOrEqual(threshold)
          expect(seen).toBe(hour[counts])
        }
      }),
    )
  })

  it('an hour that cannot be unusual is not: its past need not be looked at', () => {
    fc.assert(
      fc.property(reading, fc.array(reading), (hour, before) => {
        if (!mayBeUnusual(hour)) expect(findUnusual(hour, before, calendar)).toEqual([])
      }),
    )
  })

  it('the usual is one of the hours there were, and nine in ten of them do not pass it', () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 1 }), (counts) => {
        const active = counts.filter((one) => one > 0)
        const usual = usualOf(counts)
        if (active.length === 0) expect(usual).toBe(0)
        else {
          expect(active).toContain(usual)
          expect(active.filter((one) => one <= usual).length).toBeGreaterThanOrEqual(active.length * 0.9)
        }
      }),
    )
  })

  it('hours without reading change nothing', () => {
    fc.assert(
      fc.property(reading, fc.array(reading), fc.nat(20), (hour, before, idle) => {
        const idleHours = Array.from({ length: idle }, () => hourOf({}))
        expect(findUnusual(hour, [...before, ...idleHours], calendar)).toEqual(
          findUnusual(hour, before, calendar),
        )
      }),
    )
  })

  it('seven in the morning to seven in the evening of a working day is not quiet; every hour of a day off is', () => {
    expect(isQuiet('2026-11-22T03:00:00.000Z', calendar)).toBe(true)
    expect(isQuiet('2026-11-22T04:00:00.000Z', calendar)).toBe(false)
    expect(isQuiet('2026-11-22T15:00:00.000Z', calendar)).toBe(false)
    expect(isQuiet('2026-11-22T16:00:00.000Z', calendar)).toBe(true)
    expect(isQuiet(friday, calendar)).toBe(true)
  })
})
