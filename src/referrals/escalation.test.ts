import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../tests/support/amina.ts'
import { referralOf } from '../../tests/support/referral-of.ts'
import type { ReferralRow } from '../records/rows.ts'
import { nextDue } from './clocks.ts'
import { clockStart, escalationsDue, expiresNow, waitsFor } from './escalation.ts'
import { forClocks, limitsOf } from './limits.ts'
import { reasons, referralStates } from './referral-states.ts'

const limits = limitsOf(reference, { code: 'nrm', version: 1 }, null)
const noon = Date.parse('2026-11-22T09:00:00.000Z')
const at = (hours: number) => new Date(noon + hours * 3_600_000).toISOString()
const later = fc.option(fc.integer({ min: 0, max: 500 }).map(at), { nil: null })

/** Any referral as it can be stored: whatever its state needs is there. */
const stored = fc
  .record({
    state: fc.constantFrom(...referralStates),
    urgency: fc.constantFrom('U0', 'U1', 'U2', 'U3'),
    reason: fc.constantFrom(...reasons.on_hold),
    acknowledgedAt: later,
    toldPersonAt: later,
    infoRequestedAt: later,
    expectedOn: fc.option(fc.constant('2026-12-20'), { nil: null }),
    appointmentAt: later,
    status: fc.constantFrom('scheduled', 'attended', 'missed', 'moved', 'cancelled' as const),
  })
  .map(
    ({ appointmentAt, status, ...given }): ReferralRow =>
      referralOf({
        ...given,
        draftedAt: at(0),
        sentAt: at(1),
        stateSince: at(2),
        completedAt: given.state === 'completed' ? at(2) : null,
        appointment: appointmentAt === null ? null : { at: appointmentAt, status: status as 'scheduled' },
      }),
  )

describe('the sweep, which sees no programme', () => {
  it('counts every clock from where the rules do, and knows whose turn it is', () => {
    fc.assert(
      fc.property(stored, (referral) => {
        const due = nextDue(forClocks(referral), limits.deadlines, limits.calendar)
        fc.pre(due !== null)
        const kept = { ...referral, nextDueAt: due?.at ?? null, nextDueKind: due?.kind ?? null }
        expect(clockStart(kept)).toBe(due?.startedAt)
        expect(waitsFor(kept.nextDueKind)).toBe(due?.waitsFor)
      }),
    )
  })

  it('tells each level once: Amina and Dara at 100 %, Baran at 150 %, the branch at 200 %', () => {
    const referral = referralOf({
      state: 'sent',
      sentAt: at(0),
      nextDueAt: at(24),
      nextDueKind: 'acknowledge',
    })
    expect(escalationsDue(referral, at(23.9))).toEqual([])
    expect(escalationsDue(referral, at(24))).toEqual([{ level: 100, told: ['officer', 'receiver'] }])
    expect(escalationsDue({ ...referral, alertLevel: 100 }, at(36))).toEqual([
      { level: 150, told: ['supervisor'] },
    ])
    expect(escalationsDue({ ...referral, alertLevel: 150 }, at(48))).toEqual([
      { level: 200, told: ['officer', 'branch'] },
    ])
    expect(escalationsDue({ ...referral, alertLevel: 200 }, at(500))).toEqual([])
    expect(escalationsDue(referral, at(500)).map(({ level }) => level)).toEqual([100, 150, 200])
  })

  it('lets Baran hear at once when a life may be in danger', () => {
    const urgent = referralOf({
      urgency: 'U0',
      state: 'sent',
      sentAt: at(0),
      nextDueAt: at(1),
      nextDueKind: 'acknowledge',
    })
    expect(escalationsDue(urgent, at(1))).toEqual([
      { level: 100, told: ['officer', 'receiver', 'supervisor'] },
    ])
  })

  it('leaves Dara alone while it is Amina’s turn', () => {
    const waiting = referralOf({
      state: 'completed',
      nextDueAt: at(24),
      nextDueKind: 'confirm',
      stateSince: at(0),
    })
    expect(escalationsDue(waiting, at(24))).toEqual([{ level: 100, told: ['officer'] }])
  })

  it('expires only what was never acknowledged, once', () => {
    const referral = referralOf({
      state: 'sent',
      sentAt: at(0),
      nextDueAt: at(24),
      nextDueKind: 'acknowledge',
      alertLevel: 150,
    })
    const due = escalationsDue(referral, at(48))
    expect(expiresNow(referral, due)).toBe(true)
    expect(expiresNow({ ...referral, expiredAt: at(48) }, due)).toBe(false)
    expect(expiresNow({ ...referral, nextDueKind: 'decide' }, due)).toBe(false)
  })
})
