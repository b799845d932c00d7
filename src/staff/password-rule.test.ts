import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passwordFault } from './password-rule.ts'

describe('a password', () => {
  it('of a few words in any script will do', () => {
    for (const good of [
      'قارب صغير في دجلة',
      'بستان-٣٣-قنطرة',
      'ئەسپێکی سپی لە زاخۆ',
      'green boat on the tigris',
      'K7#mvq2Lx!z',
    ])
      expect(passwordFault(good, 'amina'), good).toBeNull()
  })

  it('is not one that a stranger would try first', () => {
    for (const bad of [
      'password123',
      'P@ssw0rd2026',
      'qwertyuiop',
      '1234567890',
      '٠١٢٣٤٥٦٧٨٩',
      'mosul2026!!',
      'ضصثقفغعهخح',
      'aaaaaaaaaaaa',
      'محمد محمد محمد',
      'Iraq-2026-Iraq',
    ])
      expect(passwordFault(bad, 'amina'), bad).toBe('common')
  })

  it('is neither short nor the login itself', () => {
    expect(passwordFault('k7#mvq2Lx', 'amina')).toBe('too_short')
    expect(passwordFault('Amina.Hassan', 'amina.hassan')).toBe('is_login')
    expect(passwordFault('amina.hassan2026!', 'amina.hassan')).toBe('is_login')
    expect(passwordFault('قارب صغير في دجلة', '')).toBeNull()
  })

  it('is judged without failing, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (password, login) => {
        expect([null, 'too_short', 'is_login', 'common']).toContain(passwordFault(password, login))
      }),
    )
  })
})
