import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, SealBroken, unseal } from './seal.ts'

const key = randomBytes(32)
const words = Buffer.from('ما قالته هدى يبقى هنا')

test('what was sealed opens with its key and its place, and is never sealed the same way twice', () => {
  const one = seal(key, words, 'case 1')
  expect(unseal(key, one, 'case 1')).toEqual(words)
  expect(seal(key, words, 'case 1').equals(one)).toBe(false)
  expect(one.includes(words)).toBe(false)
})

test('another key, another place, one changed bit or a cut end: nothing opens', () => {
  const sealed = seal(key, words, 'case 1')
  expect(() => unseal(randomBytes(32), sealed, 'case 1')).toThrow(SealBroken)
  expect(() => unseal(key, sealed, 'case 2')).toThrow(SealBroken)
  expect(() => unseal(key, sealed.subarray(0, 20), 'case 1')).toThrow(SealBroken)
  for (let place = 0; place < sealed.length; place++) {
    const changed = Buffer.from(sealed)
    changed[place] = (changed[place] ?? 0) ^ 1
    expect(() => unseal(key, changed, 'case 1'), `byte ${place}`).toThrow(SealBroken)
  }
})
