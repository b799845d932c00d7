import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConsentLine, consentCovers, consentExpiry, consentHowsFor, isChildBand } from './consent.ts'

const clinic = 'clinic'
const line = (over: Partial<ConsentLine>): ConsentLine => ({
  id: 'one',
  recipientId: clinic,
  purpose: 'referral',
  items: ['name', 'contact'],
  how: 'signature',
  givenOn: '2026-11-01',
  expiresOn: '2027-05-01',
  ...over,
})
const ask = (items: string[], over = {}) => ({
  organisationId: clinic,
  purpose: 'referral',
  items,
  ageBand: '30-59',
  today: '2026-11-22',
  ...over,
})

describe('consent to share', () => {
  it('covers the items given to this clinic, and names what is missing', () => {
    expect(consentCovers([line({})], [], ask(['name', 'narrative']))).toEqual({
      covered: ['name'],
      missing: [{ item: 'narrative', why: 'never_given' }],
      consentIds: ['one'],
    })
  })

  it('never reaches another organisation or another purpose', () => {
    expect(consentCovers([line({})], [], ask(['name'], { organisationId: 'other' })).covered).toEqual([])
    expect(consentCovers([line({ purpose: 'statistics' })], [], ask(['name'])).covered).toEqual([])
  })

  it('ends with the withdrawal, and begins again only with a new consent', () => {
    const given = line({})
    expect(consentCovers([given], ['one'], ask(['name'])).missing).toEqual([
      { item: 'name', why: 'withdrawn' },
    ])
    const again = line({ id: 'two', givenOn: '2026-11-20' })
    expect(consentCovers([given, again], ['one'], ask(['name'])).consentIds).toEqual(['two'])
  })

  it('ends by itself after six months', () => {
    expect(consentExpiry('2026-11-22', 6)).toBe('2027-05-22')
    expect(consentExpiry('2026-08-31', 6)).toBe('2027-02-28')
    expect(consentExpiry('2024-02-29')).toBe('2025-02-28')
    expect(consentCovers([line({})], [], ask(['name'], { today: '2027-04-30' })).covered).toEqual(['name'])
    expect(consentCovers([line({})], [], ask(['name'], { today: '2027-05-01' })).missing[0]?.why).toBe(
      'expired',
    )
  })

  it('is never given by a child alone', () => {
    expect(isChildBand('12-17')).toBe(true)
    expect(isChildBand('60+')).toBe(false)
    expect(isChildBand('unknown')).toBe(false)
    const hows = ['spoken', 'signature', 'guardian', 'child_and_guardian']
    expect(consentHowsFor('12-17', hows)).toEqual(['guardian', 'child_and_guardian'])
    expect(consentHowsFor('18-29', hows)).toEqual(['spoken', 'signature', 'guardian'])
    const child = ask(['name'], { ageBand: '12-17' })
    expect(consentCovers([line({})], [], child).missing).toEqual([{ item: 'name', why: 'child_alone' }])
    expect(consentCovers([line({ how: 'child_and_guardian' })], [], child).covered).toEqual(['name'])
  })

  it('covers an item only through a line that is for this recipient, purpose and item, in time and not withdrawn', () => {
    const items = ['name', 'contact', 'narrative', 'birth']
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`)
    const lines = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        recipientId: fc.constantFrom(clinic, 'school'),
        purpose: fc.constantFrom('referral', 'statistics'),
        items: fc.subarray(items),
        how: fc.constantFrom('signature', 'guardian'),
        givenOn: day,
        expiresOn: day,
      }),
      { selector: (consent) => consent.id },
    )
    fc.assert(
      fc.property(
        lines,
        fc.subarray(['a', 'b', 'c']),
        fc.subarray(items),
        day,
        (consents, withdrawn, wanted, today) => {
          const answer = consentCovers(consents, withdrawn, ask(wanted, { today }))
          expect([...answer.covered, ...answer.missing.map((lack) => lack.item)].sort()).toEqual(
            [...wanted].sort(),
          )
          for (const item of wanted) {
            const really = consents.some(
              (consent) =>
                consent.recipientId === clinic &&
                consent.purpose === 'referral' &&
                consent.items.includes(item) &&
                consent.givenOn <= today &&
                today < consent.expiresOn &&
                !withdrawn.includes(consent.id),
            )
            expect(answer.covered.includes(item)).toBe(really)
          }
        },
      ),
    )
  })
})
