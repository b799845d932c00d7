import { describe, expect, it } from 'vitest'
import { words } from '../../language/server-words.ts'
import { correctedWords } from './before-words.ts'

const en = words('en', 'latn')

describe('what Amina corrected', () => {
  it('is told with the name that stood there before, once', () => {
    const changes = [
      { field: 'nameParts', from: { given: 'Layan', father: 'Salim' }, to: { given: 'Layan' } },
      { field: 'displayName', from: 'Layan Salim', to: 'Layan' },
    ]
    expect(correctedWords(changes, en)).toBe('name (before: Layan Salim)')
  })
  it('is told in words where a code stood', () => {
    expect(correctedWords([{ field: 'sex', from: 'male', to: 'female' }], en)).toMatch(/before: Male/)
  })
  it('is only named where nothing stood before', () => {
    expect(correctedWords([{ field: 'codeName', from: null, to: 'Olive' }], en)).toBe('code name')
  })
  it('tells a birth by what was known of it', () => {
    const changes = [
      { field: 'birthDate', from: null, to: '1999-01-01' },
      { field: 'birthPrecision', from: 'year', to: 'day' },
      { field: 'birthYear', from: 1998, to: 1999 },
    ]
    expect(correctedWords(changes, en)).toMatch(/^date of birth \(before: 1998\)$/)
  })
})
