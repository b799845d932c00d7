import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideUrgency, isRaise, mostUrgent, urgencies } from './urgency.ts'

const urgency = fc.constantFrom(...urgencies)

describe('urgency of a case', () => {
  it('is raised by anyone at once, whoever agrees or not', () => {
    fc.assert(
      fc.property(urgency, urgency, (from, to) => {
        fc.pre(isRaise(from, to))
        expect(decideUrgency({ from, to, askedBy: 'reception' })).toBe('applied')
      }),
    )
  })

  it('is lowered only when Amina asks and Baran, who supervises the case, agrees', () => {
    const lower = { from: 'U1', to: 'U3', askedBy: 'amina' } as const
    expect(decideUrgency(lower)).toBe('waits_for_supervisor')
    expect(decideUrgency({ ...lower, agreedBy: { account: 'baran', supervises: true } })).toBe('applied')
  })

  it('is not lowered by one person in two roles, nor by a colleague who does not supervise', () => {
    const lower = { from: 'U0', to: 'U2', askedBy: 'baran' } as const
    for (const agreedBy of [
      { account: 'baran', supervises: true },
      { account: 'younis', supervises: false },
    ])
      expect(() => decideUrgency({ ...lower, agreedBy })).toThrow('case.two_people_needed')
  })

  it('of several needs is that of the most urgent one', () => {
    expect(mostUrgent(['U3', 'U1', 'U2'])).toBe('U1')
    expect(mostUrgent([])).toBeUndefined()
    expect(decideUrgency({ from: 'U2', to: 'U2', askedBy: 'amina' })).toBe('unchanged')
  })
})
