import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeSigns, foldChosenWord, isCodePrefix, makeCode, parseCode } from './codes.ts'

const letters = Array.from(codeSigns.slice(8))
const prefix = fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters)).map((pair) => pair.join(''))
const random = fc.uint8Array({ minLength: 6, maxLength: 6 })
const code = fc.tuple(prefix, random).map(([place, bytes]) => makeCode(place, bytes))
const bare = (text: string) => text.replaceAll('-', '')

describe('codes people speak', () => {
  it('look like NV-4K7-29XC and are read back as they are', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(text).toMatch(/^[A-Z]{2}-[2-9A-Z]{3}-[2-9A-Z]{4}$/)
        expect(text).not.toMatch(/[01AEIOUYLSZBG]/)
        expect(parseCode(text)).toBe(text)
      }),
    )
  })

  it('are found again however Amina types what she heard', () => {
    const arabicIndic = (text: string) =>
      text.replace(/\d/g, (sign) => String.fromCodePoint(0x660 + Number(sign)))
    const persian = (text: string) =>
      text.replace(/\d/g, (sign) => String.fromCodePoint(0x6f0 + Number(sign)))
    const lookAlike = (text: string) =>
      text.slice(0, 2) +
      text.slice(2).replaceAll('2', 'z').replaceAll('5', 'S').replaceAll('6', 'g').replaceAll('8', 'B')
    fc.assert(
      fc.property(code, (text) => {
        const ways = [
          text.toLowerCase(),
          bare(text),
          ` ${text.replaceAll('-', ' ')} `,
          Array.from(bare(text)).join(' '),
          text.replaceAll('-', '–'),
          arabicIndic(text),
          persian(text.toLowerCase()),
          lookAlike(text),
          `\u2068${text}\u2069`,
        ]
        for (const way of ways) expect(parseCode(way), way).toBe(text)
      }),
    )
  })

  it('never take one wrong sign for another code, whichever sign and place', () => {
    fc.assert(
      fc.property(code, (text) => {
        const signs = bare(text)
        for (let place = 0; place < signs.length; place++)
          for (const sign of codeSigns)
            if (sign !== signs[place])
              expect(parseCode(signs.slice(0, place) + sign + signs.slice(place + 1))).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('never take two swapped signs for another code, neighbours or not', () => {
    fc.assert(
      fc.property(code, (text) => {
        const signs = Array.from(bare(text))
        for (let one = 0; one < signs.length; one++)
          for (let other = one + 1; other < signs.length; other++) {
            if (signs[one] === signs[other]) continue
            const swapped = signs.with(one, signs[other] ?? '').with(other, signs[one] ?? '')
            expect(parseCode(swapped.join(''))).toBeNull()
          }
      }),
      { numRuns: 300 },
    )
  })

  it('differ for different random bytes almost always, and use all signs', () => {
    const seen = new Set<string>()
    for (let number = 0; number < 20_000; number++) {
      const bytes = new Uint8Array(6)
      new DataView(bytes.buffer).setUint32(2, number * 7919)
      seen.add(makeCode('NV', bytes))
    }
    expect(seen.size).toBe(20_000)
    expect(new Set(Array.from([...seen].join('').replaceAll('-', '')))).toEqual(new Set(codeSigns))
  })

  it('refuse a place whose letters could be misread, and too little chance', () => {
    expect(isCodePrefix('NV')).toBe(true)
    for (const wrong of ['BO', '4N', 'nv', 'N', 'NVV']) expect(isCodePrefix(wrong)).toBe(false)
    expect(() => makeCode('BA', new Uint8Array(6))).toThrow()
    expect(() => makeCode('NV', new Uint8Array(3))).toThrow()
  })

  it('answer nothing for what cannot be a code', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseCode(text)
        if (read !== null) expect(parseCode(read)).toBe(read)
      }),
    )
    for (const text of ['', 'NV', 'NV-4K7', '٠'.repeat(9), 'x'.repeat(10_000)])
      expect(parseCode(text)).toBeNull()
  })
})

describe('the chosen word', () => {
  it('is the same word with Arabic or Kurdish letters, vowel signs, spaces or capitals', () => {
    expect(foldChosenWord(' زيتونة ')).toBe(foldChosenWord('زَیتونه'))
    expect(foldChosenWord('گوڵ')).toBe(foldChosenWord('كول'))
    expect(foldChosenWord('Olive Tree')).toBe(foldChosenWord('olivetree'))
    expect(foldChosenWord('كلمة ٧')).toBe(foldChosenWord('کلمه 7'))
    expect(foldChosenWord('ليمون')).not.toBe(foldChosenWord('زيتون'))
  })

  it('is folded once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        expect(foldChosenWord(foldChosenWord(word))).toBe(foldChosenWord(word))
      }),
    )
  })
})
