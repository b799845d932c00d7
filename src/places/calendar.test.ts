import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addHours,
  addWorkingDays,
  calendarFor,
  clockCalendar,
  dayOf,
  endOfDay,
  isWorkingDay,
  nextWorkingMoment,
  weekdayOf,
} from './calendar.ts'
import { iraqCalendarRules, iraqHolidays } from './iraq-calendar.ts'

const mosul = calendarFor(iraqCalendarRules, iraqHolidays, ['IQG15Q05', 'IQG15'])
const duhok = calendarFor(iraqCalendarRules, iraqHolidays, ['IQG09Q02', 'IQG09'])
const instants = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 1) })
  .map((ms) => new Date(ms).toISOString())
const counts = fc.integer({ min: 0, max: 40 })

describe('the working calendar', () => {
  it('rests on Friday and Saturday and works on Sunday', () => {
    expect(weekdayOf('2026-11-20')).toBe('friday')
    expect(
      ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map((day) => isWorkingDay(day, mosul)),
    ).toEqual([true, false, false, true])
  })

  it('keeps the holidays of the law, and in Duhok those of the Region besides', () => {
    expect(isWorkingDay('2026-01-06', mosul)).toBe(false)
    expect(isWorkingDay('2026-03-23', mosul)).toBe(true)
    expect(isWorkingDay('2026-03-23', duhok)).toBe(false)
  })

  it('names every holiday in four languages and says where the day comes from', () => {
    for (const holiday of iraqHolidays) {
      expect(Object.values(holiday.names).filter(Boolean)).toHaveLength(4)
      expect(holiday.source).not.toBe('')
      expect(holiday.day).toMatch(/^202[67]-\d\d-\d\d$/)
    }
  })

  it('a referral sent on Thursday afternoon is due on Sunday at the same time', () => {
    expect(addWorkingDays('2026-11-19T11:30:00.000Z', 1, mosul)).toBe('2026-11-22T11:30:00.000Z')
  })

  it('what comes in on Friday counts from the opening on Sunday', () => {
    expect(addWorkingDays('2026-11-20T09:00:00.000Z', 1, mosul)).toBe('2026-11-23T05:00:00.000Z')
  })

  it('counts the day in Iraq, not in Greenwich', () => {
    expect(dayOf('2026-11-19T21:30:00.000Z', mosul)).toBe('2026-11-20')
    expect(endOfDay('2026-11-19', mosul)).toBe('2026-11-19T20:59:59.999Z')
  })

  it('opens next on Sunday at eight for what comes on Thursday night', () => {
    expect(nextWorkingMoment('2026-11-19T18:00:00.000Z', mosul)).toBe('2026-11-22T05:00:00.000Z')
    expect(nextWorkingMoment('2026-11-19T06:00:00.000Z', mosul)).toBe('2026-11-19T06:00:00.000Z')
    expect(nextWorkingMoment('2026-11-19T01:00:00.000Z', mosul)).toBe('2026-11-19T05:00:00.000Z')
  })

  it('runs hours on the clock through the weekend', () => {
    expect(addHours('2026-11-19T20:00:00.000Z', 24)).toBe('2026-11-20T20:00:00.000Z')
  })

  it('refuses to count backwards or in parts of a day', () => {
    expect(() => addWorkingDays('2026-11-19T11:30:00.000Z', -1, mosul)).toThrow(RangeError)
    expect(() => addWorkingDays('2026-11-19T11:30:00.000Z', 1.5, mosul)).toThrow(RangeError)
  })

  it('says so when the data leave no working day at all', () => {
    const closed = {
      ...mosul,
      weekend: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const,
    }
    expect(() => addWorkingDays('2026-11-19T11:30:00.000Z', 1, closed)).toThrow(
      /holidays of this place are wrong/,
    )
  })

  it('n working days later is always a working day, and never earlier', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 40 }), (at, n) => {
        const due = addWorkingDays(at, n, mosul)
        expect(isWorkingDay(dayOf(due, mosul), mosul)).toBe(true)
        expect(Date.parse(due)).toBeGreaterThan(Date.parse(at))
      }),
    )
  })

  it('more days never come earlier, and a later start is never due before an earlier one', () => {
    fc.assert(
      fc.property(instants, instants, counts, counts, (one, other, few, more) => {
        expect(addWorkingDays(one, few, duhok) <= addWorkingDays(one, few + more, duhok)).toBe(true)
        const [early, late] = [one, other].sort() as [string, string]
        expect(addWorkingDays(early, few, duhok) <= addWorkingDays(late, few, duhok)).toBe(true)
      }),
    )
  })

  it('what comes in at midnight before a working day is not due before what came in on the holiday', () => {
    const onTheHoliday = addWorkingDays('2026-01-01T00:00:00.000Z', 1, duhok)
    const atMidnight = addWorkingDays('2026-01-03T21:00:00.000Z', 1, duhok)
    expect(Date.parse(atMidnight)).toBeGreaterThanOrEqual(Date.parse(onTheHoliday))
  })

  it('a days and then b days are a + b days', () => {
    fc.assert(
      fc.property(instants, counts, counts, (at, a, b) => {
        expect(addWorkingDays(addWorkingDays(at, a, mosul), b, mosul)).toBe(addWorkingDays(at, a + b, mosul))
      }),
    )
  })

  it('the next working moment is one, and stays where it is', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const moment = nextWorkingMoment(at, duhok)
        expect(isWorkingDay(dayOf(moment, duhok), duhok)).toBe(true)
        expect(nextWorkingMoment(moment, duhok)).toBe(moment)
      }),
    )
  })

  it('gives referral clocks the same answers bound to a place', () => {
    const clock = clockCalendar(mosul)
    expect(clock.addWorkingDays('2026-11-19T11:30:00.000Z', 1)).toBe('2026-11-22T11:30:00.000Z')
    expect(clock.endOfDay('2026-11-19')).toBe('2026-11-19T20:59:59.999Z')
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  })
})
