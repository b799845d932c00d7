import { describe, expect, test } from 'vitest'
import { base32, newTotpSecret, seal, stepAt, stepOf, totpAddress, totpCode, unseal } from './totp.ts'

const rfc = Buffer.from('12345678901234567890')

describe('one-time codes of an authenticator app', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238, appendix B, at %i seconds: %s', (seconds, code) => {
    expect(totpCode(rfc, stepAt(seconds * 1000))).toBe(code)
  })

  test('belong to the step before, this one or the next, and to no other', () => {
    const now = 1_700_000_000_000
    const found = [-2, -1, 0, 1, 2].map((steps) => stepOf(rfc, totpCode(rfc, stepAt(now) + steps), now))
    expect(found).toEqual([undefined, stepAt(now) - 1, stepAt(now), stepAt(now) + 1, undefined])
    for (const wrong of ['', '28708', '2870820', 'abcdef', '٠٠٠٠٠٠'])
      expect(stepOf(rfc, wrong, 59_000)).toBeUndefined()
  })

  test('come from a key in the letters that apps read', () => {
    expect(base32(rfc)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(totpAddress(rfc, 'mosul.amina@x', 'Ihala')).toContain(
      'otpauth://totp/Ihala%3Amosul.amina%40x?secret=GEZD',
    )
  })

  test('have a secret that opens with its own key and for its own row alone', () => {
    const secret = newTotpSecret()
    const key = Buffer.alloc(32, 7)
    const sealed = seal(key, secret, 'row')
    expect(unseal(key, sealed, 'row')?.equals(secret)).toBe(true)
    expect(unseal(Buffer.alloc(32, 8), sealed, 'row')).toBeUndefined()
    expect(unseal(key, sealed, 'another row')).toBeUndefined()
    expect(seal(key, secret, 'row').equals(sealed)).toBe(false)
  })
})
