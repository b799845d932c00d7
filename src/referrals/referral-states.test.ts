import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import programme from '../../programmes/nrm/programme.json' with { type: 'json' }
import { Refusal } from '../basics/refusal.ts'
import { type FactKind, factOrRefuse, facts, mayCloseLoop, mayRecordFact } from './referral-facts.ts'
import {
  finalStates,
  type Move,
  mayMove,
  moveOrRefuse,
  moves,
  movesOpenTo,
  outcomes,
  parties,
  type ReferralState,
  reasons,
  reasonsFor,
  referralStates,
  type Standing,
} from './referral-states.ts'

/** The rules once more, written the way a supervisor would say them; the table has to agree with it. */
function supervisorAllows(from: Standing, move: Move): boolean {
  const open = ['sent', 'accepted', 'in_service', 'on_hold']
  const taken = ['accepted', 'in_service', 'on_hold']
  const waits = from.state === 'on_hold' && from.reason === 'waitlisted'
  switch (move.to) {
    case 'draft':
      return false
    case 'sent':
      return from.state === 'draft' && move.by === 'sender'
    case 'accepted':
      return (from.state === 'sent' || waits) && move.by === 'receiver'
    case 'declined':
      return from.state === 'sent' && move.by === 'receiver'
    case 'on_hold':
      if (from.state === 'sent') return move.by === 'receiver' && move.reason === 'waitlisted'
      return ['accepted', 'in_service'].includes(from.state) && move.by === 'receiver'
    case 'in_service':
      return ['accepted', 'on_hold'].includes(from.state) && move.by === 'receiver'
    case 'completed':
    case 'failed':
      return taken.includes(from.state) && move.by === 'receiver'
    case 'cancelled':
      return open.includes(from.state) && move.by !== 'system'
    case 'entered_in_error':
      return from.state !== 'entered_in_error' && move.by === 'sender'
  }
}

function saysEnough(move: Move): boolean {
  const list: readonly string[] | undefined = (reasons as Record<string, readonly string[]>)[move.to]
  if (list && !list.includes(move.reason ?? '')) return false
  if (move.to === 'on_hold' && move.reason === 'waitlisted' && !move.expectedOn) return false
  return move.to !== 'completed' || (outcomes as readonly string[]).includes(move.outcome ?? '')
}

const everyReason = [...new Set(Object.values(reasons).flat())]
const anyMove: fc.Arbitrary<Move> = fc.record({
  to: fc.constantFrom(...referralStates),
  by: fc.constantFrom(...parties),
  reason: fc.option(fc.constantFrom(...everyReason, 'because'), { nil: undefined }),
  expectedOn: fc.option(fc.constant('2026-12-01'), { nil: undefined }),
  outcome: fc.option(fc.constantFrom(...outcomes, 'fine'), { nil: undefined }),
})

describe('moves of a referral', () => {
  it('follows the supervisor’s rules through any series of legal and illegal moves by anyone', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 1, maxLength: 60 }), (series) => {
        let standing: Standing = { state: 'draft' }
        for (const move of series) {
          const legal = supervisorAllows(standing, move) && saysEnough(move)
          if (legal) {
            standing = moveOrRefuse(standing, move)
            expect(standing.state).toBe(move.to)
            expect(standing.reason).toBe(move.to in reasons ? move.reason : undefined)
          } else {
            expect(() => moveOrRefuse(standing, move)).toThrow(Refusal)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('lets a referral reach every state, and leave every state that is not an end', () => {
    const reached = new Set<ReferralState>(['draft'])
    for (const state of reached) for (const to of Object.keys(moves[state])) reached.add(to as ReferralState)
    expect([...reached].sort()).toEqual([...referralStates].sort())
    for (const state of referralStates) {
      const onward = Object.keys(moves[state]).filter((to) => to !== 'entered_in_error')
      expect(onward.length === 0, state).toBe(finalStates.includes(state))
    }
  })

  it('lets every open state come to an end in one more step of either side', () => {
    for (const state of ['sent', 'accepted', 'in_service', 'on_hold'] as const)
      for (const by of ['sender', 'receiver', 'person'] as const)
        expect(mayMove({ state }, 'cancelled', by)).toBe(true)
  })

  it('asks Dara for a date when he puts a person on the waiting list', () => {
    const wait: Move = { to: 'on_hold', by: 'receiver', reason: 'waitlisted' }
    expect(() => moveOrRefuse({ state: 'sent' }, wait)).toThrow('referral.expected_date_needed')
    const waiting = moveOrRefuse({ state: 'sent' }, { ...wait, expectedOn: '2026-12-20' })
    expect(moveOrRefuse(waiting, { to: 'accepted', by: 'receiver' })).toEqual({ state: 'accepted' })
    expect(mayMove({ state: 'on_hold', reason: 'awaiting_documents' }, 'accepted', 'receiver')).toBe(false)
  })

  it('knows the same reasons and outcomes as the programme', () => {
    const { declineReason, holdReason, cancelReason, failReason, outcome } = programme.lists
    const codes = (list: { code: string }[]) => list.map((entry) => entry.code)
    expect(reasons).toEqual({
      declined: codes(declineReason),
      on_hold: codes(holdReason),
      cancelled: codes(cancelReason),
      failed: codes(failReason),
    })
    expect(outcomes).toEqual(codes(outcome))
  })

  it('tells Dara which reasons there are when he declines without one', () => {
    try {
      moveOrRefuse({ state: 'sent' }, { to: 'declined', by: 'receiver' })
      expect.unreachable()
    } catch (refusal) {
      expect((refusal as Refusal).code).toBe('referral.reason_needed')
      expect((refusal as Refusal).details['reasons']).toContain('no_capacity')
    }
    expect(reasonsFor({ state: 'sent' }, 'on_hold')).toEqual(['waitlisted'])
  })

  it('shows Amina and Dara only the buttons that work', () => {
    expect(movesOpenTo({ state: 'sent' }, 'receiver')).toEqual([
      'accepted',
      'on_hold',
      'declined',
      'cancelled',
    ])
    expect(movesOpenTo({ state: 'sent' }, 'sender')).toEqual(['cancelled', 'entered_in_error'])
    for (const state of referralStates) expect(movesOpenTo({ state }, 'system')).toEqual([])
  })
})

const kinds = Object.keys(facts) as FactKind[]
const known = (...list: FactKind[]) => list

describe('facts of a referral', () => {
  it('never records a fact on a draft or on a referral marked as an error', () => {
    for (const kind of kinds)
      for (const by of parties)
        for (const state of ['draft', 'entered_in_error'] as const)
          expect(mayRecordFact({ state }, kinds, kind, by)).toBe(false)
  })

  it('can record every fact somewhere', () => {
    for (const kind of kinds) {
      const somewhere = referralStates.some((state) =>
        parties.some((by) =>
          [[], known('appointment_scheduled', 'info_requested', 'told_person', 'confirmed')].some((before) =>
            mayRecordFact(
              { state },
              before.filter((fact) => fact !== kind),
              kind,
              by,
            ),
          ),
        ),
      )
      expect(somewhere, kind).toBe(true)
    }
  })

  it('closes the loop after a service only when the person has spoken', () => {
    expect(mayCloseLoop({ state: 'completed' }, known('told_person'))).toBe(false)
    expect(mayCloseLoop({ state: 'completed' }, known('confirmed'))).toBe(true)
    expect(mayCloseLoop({ state: 'completed' }, known('disputed'))).toBe(true)
    expect(mayRecordFact({ state: 'completed' }, [], 'confirmed', 'receiver')).toBe(false)
    expect(mayRecordFact({ state: 'completed' }, [], 'confirmed', 'person')).toBe(true)
  })

  it('closes the loop after a refusal only when Amina has told the person, unless nobody can be told', () => {
    expect(mayCloseLoop({ state: 'declined', reason: 'no_capacity' }, [])).toBe(false)
    expect(mayCloseLoop({ state: 'declined', reason: 'no_capacity' }, known('told_person'))).toBe(true)
    expect(mayCloseLoop({ state: 'cancelled', reason: 'person_died' }, [])).toBe(true)
    expect(mayCloseLoop({ state: 'sent' }, known('told_person'))).toBe(false)
    expect(mayCloseLoop({ state: 'declined' }, known('told_person', 'loop_closed'))).toBe(false)
  })

  it('keeps single facts single and later facts after earlier ones', () => {
    expect(() => factOrRefuse({ state: 'sent' }, known('acknowledged'), 'acknowledged', 'receiver')).toThrow(
      'referral.fact_not_allowed',
    )
    expect(() => factOrRefuse({ state: 'accepted' }, [], 'appointment_missed', 'receiver')).toThrow(Refusal)
    expect(() =>
      factOrRefuse({ state: 'accepted' }, known('appointment_scheduled'), 'appointment_missed', 'receiver'),
    ).not.toThrow()
  })
})
