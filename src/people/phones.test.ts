import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phoneForStore } from './phones.ts'

describe('a telephone number', () => {
  it('is one number however it is written', () => {
    for (const way of [
      '07701234567',
      '0770 123 4567',
      '٠٧٧٠١٢٣٤٥٦٧',
      '۰۷۷۰-۱۲۳-۴۵۶۷',
      '+964 770 123 4567',
      '+964 (0) 770 123 4567',
      '009647701234567',
      '9647701234567',
      '7701234567',
      '\u202a+964 770 123 4567\u202c',
    ])
      expect(phoneForStore(way), way).toBe('+9647701234567')
  })

  it('may be of a town line or of another country', () => {
    expect(phoneForStore('060 812 345')).toBe('+96460812345')
    expect(phoneForStore('+49 30 1234567')).toBe('+49301234567')
    expect(phoneForStore('0049 30 1234567')).toBe('+49301234567')
  })

  it('is not made out of what cannot be dialled', () => {
    for (const wrong of [
      '',
      '0770123456',
      '077012345678',
      'zero seven',
      '+964',
      '+964 12',
      '0770123456a',
      '٠'.repeat(40),
    ])
      expect(phoneForStore(wrong), wrong).toBeNull()
  })

  it('is stored in a form that is stored again as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9 ]{0,20}$/), (text) => {
        const stored = phoneForStore(text)
        if (stored !== null) expect(phoneForStore(stored)).toBe(stored)
      }),
    )
  })
})
