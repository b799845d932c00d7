import { describe, expect, test } from 'vitest'
import { foldLetters } from '../basics/letters.ts'
import { drawPhrase, foldPhrase, foldPin, phraseBits, wordsInPhrase, wordsOf } from './passphrase.ts'
import ar from './phrase-words/ar.json' with { type: 'json' }
import ckb from './phrase-words/ckb.json' with { type: 'json' }
import en from './phrase-words/en.json' with { type: 'json' }
import kmr from './phrase-words/kmr.json' with { type: 'json' }
import { mostTries, pauseAfter, waitLeft } from './tries.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

describe('the phrase that opens a copy', () => {
  test.each(Object.entries({ ar, ckb, kmr, en }))(
    'is worth 50 bits and more in %s, of words that differ however they are typed',
    (_, lines) => {
      const words = wordsOf(lines)
      expect(phraseBits(words.length)).toBeGreaterThan(50)
      expect(new Set(words.map(foldLetters)).size).toBe(words.length)
      expect(words.filter((word) => foldPhrase(word) !== foldLetters(word) || word.length > 14)).toEqual([])
    },
  )

  test('takes every word as often as every other', () => {
    const words = wordsOf(en)
    const counts = new Map<string, number>()
    for (let count = 0; count < 5000; count++)
      for (const word of drawPhrase(words, random)) counts.set(word, (counts.get(word) ?? 0) + 1)
    expect(counts.size).toBe(words.length)
    const mean = (5000 * wordsInPhrase) / words.length
    expect(Math.max(...counts.values())).toBeLessThan(mean * 1.8)
    expect(() => drawPhrase(words.slice(0, 300), random)).toThrow('too short')
  })

  test('is the same phrase on an Arabic and a Kurdish keyboard', () => {
    expect(foldPhrase('  كتاب - أزرق،\nىد ')).toBe(foldPhrase('کتاب ازرق ید'))
    expect(foldPhrase('River  CANDLE')).toBe('river candle')
  })
})

test('a PIN has six digits in any writing, and is none that everybody tries first', () => {
  expect(foldPin('٤٨٠ ٢٧٣')).toBe('480273')
  for (const wrong of ['48027', '123456', '654321', '111111', '48027a', '4802731234567'])
    expect(foldPin(wrong)).toBeNull()
})

test('waiting grows with wrong tries and never lasts longer than it was told', () => {
  const waits = Array.from({ length: mostTries }, (_, wrong) => pauseAfter(wrong))
  expect(waits).toEqual(waits.toSorted((one, other) => one - other))
  expect(waitLeft(4, 30_000, 10_000)).toBe(20_000)
  expect(waitLeft(4, 30_000, -3_600_000)).toBe(30_000)
  expect(waitLeft(0, 30_000, 0)).toBe(0)
})
