import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Urgency, urgencies } from '../cases/urgency.ts'
import {
  type ClockCalendar,
  type Deadlines,
  decideDue,
  dueAfter,
  dueTimes,
  nextDue,
  type ReferralForClocks,
} from './clocks.ts'
import { dueLevel, earliestDue, isExpired, levelAt, levels } from './due-levels.ts'
import { referralStates } from './referral-states.ts'

const day = 86_400_000
/** Iraq as the tests need it: Friday and Saturday off, no holidays, UTC+3. */
const calendar: ClockCalendar = {
  addWorkingDays(at, amount) {
    let time = Date.parse(at)
    for (let left = amount; left > 0; ) {
      time += day
      if (![5, 6].includes(new Date(time + 3 * 3_600_000).getUTCDay())) left--
    }
    return new Date(time).toISOString()
  },
  endOfDay: (on) => new Date(Date.parse(`${on}T20:59:59.999Z`)).toISOString(),
}
const h = (amount: number) => ({ amount, unit: 'h' as const })
const d = (amount: number) => ({ amount, unit: 'd' as const })
const wd = (amount: number) => ({ amount, unit: 'wd' as const })
const deadlines: Deadlines = {
  send: { U0: h(1), U1: h(8), U2: wd(1), U3: wd(2) },
  acknowledge: { U0: h(1), U1: h(4), U2: h(24), U3: wd(2) },
  decide: { U0: h(2), U1: h(24), U2: h(72), U3: wd(5) },
  firstService: { U0: h(24), U1: h(72), U2: d(7), U3: d(14) },
  followUp: { U0: h(24), U1: h(72), U2: d(14), U3: d(30) },
  confirm: { U0: d(14), U1: d(14), U2: d(14), U3: d(14) },
}
// A Wednesday, 10:00 in Mosul.
const sentAt = '2026-11-25T07:00:00.000Z'
const referral = (over: Partial<ReferralForClocks>): ReferralForClocks => ({
  state: 'sent',
  urgency: 'U2',
  draftedAt: sentAt,
  sentAt,
  acknowledgedAt: null,
  infoRequestedAt: null,
  infoAnsweredAt: null,
  answeredAt: null,
  startedAt: null,
  completedAt: over.state === 'completed' ? sentAt : null,
  toldPersonAt: null,
  loopClosedAt: null,
  expectedOn: null,
  appointment: null,
  ...over,
})
const due = (over: Partial<ReferralForClocks>) => nextDue(referral(over), deadlines, calendar)

describe('clocks of a referral', () => {
  it('gives Dara four hours for an emergency, also on Friday, and two working days for a normal one', () => {
    const thursday = '2026-11-26T13:00:00.000Z'
    expect(dueAfter(thursday, deadlines.acknowledge.U1, calendar)).toBe('2026-11-26T17:00:00.000Z')
    expect(dueAfter(thursday, deadlines.acknowledge.U3, calendar)).toBe('2026-11-30T13:00:00.000Z')
    expect(dueAfter(thursday, deadlines.firstService.U2, calendar)).toBe('2026-12-03T13:00:00.000Z')
  })

  it('runs acknowledge, then decide, then first service, then follow-up, then the call to the person', () => {
    const acknowledgedAt = '2026-11-25T09:00:00.000Z'
    expect(due({})).toMatchObject({
      kind: 'acknowledge',
      at: '2026-11-26T07:00:00.000Z',
      waitsFor: 'receiver',
    })
    expect(due({ acknowledgedAt })).toMatchObject({ kind: 'decide', at: '2026-11-28T07:00:00.000Z' })
    expect(due({ state: 'accepted' })).toMatchObject({ kind: 'firstService', at: '2026-12-02T07:00:00.000Z' })
    expect(due({ state: 'in_service' })).toMatchObject({ kind: 'followUp', waitsFor: 'sender' })
    expect(due({ state: 'completed' })).toMatchObject({ kind: 'confirm', at: '2026-12-09T07:00:00.000Z' })
    expect(due({ state: 'declined' })).toMatchObject({ kind: 'nextStep', at: '2026-11-30T07:00:00.000Z' })
  })

  it('never calls the person later than two weeks after the service, nor later than the urgency says', () => {
    expect(due({ state: 'completed', urgency: 'U3' })?.at).toBe('2026-12-09T07:00:00.000Z')
    expect(due({ state: 'completed', urgency: 'U0' })?.at).toBe('2026-11-26T07:00:00.000Z')
  })

  it('always has something due until the loop is closed or the referral was an error', () => {
    for (const state of referralStates)
      for (const urgency of urgencies) {
        expect(due({ state, urgency }) === null, state).toBe(state === 'entered_in_error')
        expect(due({ state, urgency, loopClosedAt: sentAt })).toBeNull()
      }
  })

  it('looks at the appointment first when it comes before the limit, and no more once its result is known', () => {
    const at = '2026-11-29T07:00:00.000Z'
    const withAppointment = (status: string, on = at) =>
      due({ state: 'accepted', appointment: { at: on, status } })
    expect(withAppointment('scheduled')).toMatchObject({ kind: 'appointment', at })
    expect(withAppointment('moved', '2026-12-20T07:00:00.000Z')?.kind).toBe('firstService')
    for (const status of ['attended', 'missed', 'cancelled'])
      expect(withAppointment(status)?.kind).toBe('firstService')
  })

  it('waits for the promised day when the person is on a waiting list, also after accepting', () => {
    const waiting = { reason: 'waitlisted', expectedOn: '2026-12-20' }
    expect(due({ ...waiting, state: 'on_hold' })).toMatchObject({
      kind: 'expected',
      at: '2026-12-20T20:59:59.999Z',
    })
    expect(due({ ...waiting, state: 'accepted' })?.at).toBe('2026-12-20T20:59:59.999Z')
  })

  it('begins the follow-up anew when Amina has spoken with the person', () => {
    expect(due({ state: 'in_service', startedAt: sentAt })?.at).toBe('2026-12-09T07:00:00.000Z')
    expect(due({ state: 'in_service', toldPersonAt: '2026-11-30T07:00:00.000Z' })?.at).toBe(
      '2026-12-14T07:00:00.000Z',
    )
  })

  it('stores the due times that have begun, and no others', () => {
    const times = dueTimes(referral({}), deadlines, calendar)
    expect(times.acknowledgeDueAt).toBe('2026-11-26T07:00:00.000Z')
    expect(times.startDueAt).toBe('2026-12-02T07:00:00.000Z')
    expect(times.confirmDueAt).toBeNull()
    expect(Object.values(dueTimes(referral({ state: 'draft', sentAt: null }), deadlines, calendar))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('a question of the provider', () => {
  const later = (hours: number) => new Date(Date.parse(sentAt) + hours * 3_600_000).toISOString()

  it('stops the clock while Amina looks for the answer', () => {
    const question = { infoRequestedAt: later(2), infoAnsweredAt: later(5) }
    expect(due({ urgency: 'U1', ...question })).toMatchObject({ kind: 'decide', at: later(24 + 3) })
  })

  it('never stops it for more than two working days, nor when asked too late, nor makes it shorter', () => {
    const hours = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(
        fc.constantFrom(...urgencies),
        hours,
        fc.option(hours),
        (urgency: Urgency, asked, answer) => {
          const limit = deadlines.decide[urgency]
          const plain = dueAfter(sentAt, limit, calendar)
          const askedAt = later(asked)
          const answeredAt = answer === null ? null : later(asked + answer)
          const paused = decideDue(sentAt, limit, calendar, { askedAt, answeredAt })
          const longest = Date.parse(calendar.addWorkingDays(askedAt, 2)) - Date.parse(askedAt)
          const extra = Date.parse(paused) - Date.parse(plain)
          expect(extra).toBeGreaterThanOrEqual(0)
          if (askedAt >= plain) expect(extra).toBe(0)
          // A limit in working days may land after one more weekend than the pause itself has.
          expect(extra).toBeLessThanOrEqual(longest + (limit.unit === 'wd' ? 2 * day : 0))
        },
      ),
    )
  })
})

describe('levels of a due time', () => {
  it('reminds at the limit, goes to Baran at one and a half, and expires at twice the limit', () => {
    const at = '2026-11-25T11:00:00.000Z'
    const level = (now: string) => dueLevel(sentAt, at, now)
    expect(level('2026-11-25T10:59:59.999Z')).toBe(0)
    expect(level(at)).toBe(100)
    expect(level('2026-11-25T13:00:00.000Z')).toBe(150)
    expect(level('2026-11-25T15:00:00.000Z')).toBe(200)
    expect(isExpired(due({ urgency: 'U1' }), '2026-11-25T15:00:00.000Z')).toBe(true)
    expect(isExpired(due({ urgency: 'U1' }), '2026-11-25T14:59:00.000Z')).toBe(false)
    expect(isExpired(due({ urgency: 'U1', acknowledgedAt: sentAt }), '2027-01-01T00:00:00.000Z')).toBe(false)
  })

  it('only ever rise with time, and are reached exactly when levelAt says', () => {
    const time = fc
      .integer({ min: 0, max: 90 * 24 })
      .map((hours) => new Date(Date.parse(sentAt) + hours * 3_600_000).toISOString())
    fc.assert(
      fc.property(time, time, time, (at, one, other) => {
        const [first, second] = one <= other ? [one, other] : [other, one]
        expect(dueLevel(sentAt, at, first)).toBeLessThanOrEqual(dueLevel(sentAt, at, second))
        for (const level of levels)
          expect(dueLevel(sentAt, at, levelAt({ startedAt: sentAt, at }, level))).toBeGreaterThanOrEqual(
            level,
          )
      }),
    )
  })

  it('shows for a case whatever comes first of its referrals, tasks and next contact', () => {
    const soon = { at: '2026-11-26T07:00:00.000Z', what: 'call' }
    expect(earliestDue([null, { at: '2026-12-01T07:00:00.000Z', what: 'task' }, soon, undefined])).toBe(soon)
    expect(earliestDue([null])).toBeNull()
  })
})
