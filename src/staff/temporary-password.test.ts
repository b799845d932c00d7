import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordFault } from './password-rule.ts'
import { temporaryPassword } from './temporary-password.ts'

describe('a temporary password that an administrator reads to Amina', () => {
  it('has four groups of four signs that are not mistaken for others', () => {
    const password = temporaryPassword(Uint8Array.from({ length: 40 }, (_, at) => at * 6))
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
  })

  it('is made of fair draws only, and of none when there are too few', () => {
    expect(temporaryPassword(new Uint8Array(40).fill(255))).toBeUndefined()
    expect(temporaryPassword(new Uint8Array(15))).toBeUndefined()
  })

  it('satisfies the rule for passwords but for draws that never happen', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (random) => {
        const password = temporaryPassword(random)
        if (password === undefined || new Set(password).size < 8) return
        expect([null, 'common']).toContain(passwordFault(password, 'amina'))
      }),
    )
  })
})
