import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keysOf, nameKeysVersion, nameWords, searchKeysOfText } from './names.ts'
import { skeletons } from './skeleton.ts'

const same: string[][] = [
  ['محمد', 'مُحَمَّد', 'محەمەد', 'Mohammed', 'Muhammad', 'Mihemed'],
  ['علي', 'على', 'عەلی', 'Ali', 'Elî'],
  ['عبد الرحمن', 'عبدالرحمن', 'عەبدولڕەحمان', 'Abd al-Rahman', 'Abdul Rahman', 'Abdurrahman', 'Ebdulrehman'],
  ['عبد الله', 'عبدالله', 'عبداللة', 'عەبدوڵڵا', 'Abdullah'],
  ['نور الدين', 'نورالدين', 'Nuruddin', 'Noor al-Deen', 'نوورەددین'],
  ['صلاح الدين', 'Salahuddin', 'Selaheddin'],
  ['زهراء', 'زهرة', 'Zahra', 'زەهرا', 'Zehra'],
  ['خالد', 'Khalid', 'Xalid', 'خالید'],
  ['أحمد', 'احمد', 'Ahmed', 'Ehmed', 'ئەحمەد'],
  ['ثامر', 'Thamir', 'Samir'],
  ['چنار', 'Çinar', 'Chinar', 'جنار'],
  ['ژیان', 'Jiyan', 'Zhyan'],
  ['الجبوري', 'جبوري', 'Al-Jubouri', 'Aljubouri'],
  ['خضر', 'خدر', 'Khidr', 'Xidir'],
  ['أبو حسن', 'ابو حسن', 'Abu Hassan'],
  ['إلياس', 'الياس', 'Elias'],
]
const meet = (one: readonly string[], other: readonly string[]) => one.some((key) => other.includes(key))
const skeletonsOf = (name: string) => nameWords(name).flatMap(skeletons)

describe('one name in several scripts and spellings', () => {
  it.each(same.map((spellings) => [spellings[0] ?? '', spellings] as const))(
    '%s is one name',
    (_, spellings) => {
      for (const one of spellings)
        for (const other of spellings) {
          expect(nameWords(one)).toHaveLength(1)
          expect(meet(skeletonsOf(one), skeletonsOf(other)), `${one} and ${other}`).toBe(true)
        }
    },
  )

  it('different names stay different', () => {
    for (const [one, other] of [
      ['علي', 'عمر'],
      ['زينب', 'زهراء'],
      ['محمد', 'أحمد'],
      ['Sara', 'Shirin'],
      ['خالد', 'حامد'],
    ] as const)
      expect(meet(skeletonsOf(one), skeletonsOf(other)), `${one} and ${other}`).toBe(false)
  })

  it('words that are no names go: بن, a lone article, brackets', () => {
    expect(nameWords('محمد بن علي')).toEqual(['محمد', 'علي'])
    expect(nameWords('Fatima bint Ali (Al-Jubouri)')).toEqual(['fatima', 'ali', 'jubouri'])
    expect(nameWords('  ')).toEqual([])
  })
})

describe('searching a person before registering', () => {
  const zahra = keysOf({ given: 'زهراء', father: 'علي', grandfather: 'حسين', mother: 'هناء' }, null)

  it('finds Zahra in Arabic, Sorani or Latin letters, with any two of her names in any order', () => {
    expect(zahra.searchVersion).toBe(nameKeysVersion)
    for (const typed of ['Zahra Ali', 'علي زهراء', 'زەهرا حوسێن', 'Hussein Zahra', 'zehra elî', 'زهراء هناء'])
      expect(meet(zahra.searchKeys, searchKeysOfText(typed)), typed).toBe(true)
  })

  it('finds her with a wrong letter in her own name and in her father’s', () => {
    const yusra = keysOf({ given: 'سميرة', father: 'محمود' }, null).searchKeys
    for (const typed of ['سميزة محمود', 'Samira Mahmoot', 'سمرية محموذ', 'سميلة محموت', 'سميرة حمود'])
      expect(meet(yusra, searchKeysOfText(typed)), typed).toBe(true)
  })

  it('finds nobody by one common name alone, and a code name by itself', () => {
    expect(meet(zahra.searchKeys, searchKeysOfText('زهراء'))).toBe(false)
    const olive = keysOf({}, 'زيتونة')
    expect(meet(olive.searchKeys, searchKeysOfText('زیتونه'))).toBe(true)
    expect(searchKeysOfText('123 !')).toEqual([])
  })

  it('reads a whole name typed into one box like one typed into four', () => {
    const parts = keysOf({ given: 'عبد الله', father: 'محمد', family: 'الجبوري' }, null)
    expect(keysOf({ given: 'عبدالله محمد الجبوري' }, null)).toEqual(parts)
  })

  it('always finds a person by what was stored, however long or odd the name', () => {
    const word = fc.constantFrom(...same.flat(), 'Zoë', "O'Neill", 'ﷴ', '𐐀', 'بن', 'ال', '٣')
    fc.assert(
      fc.property(word, word, fc.option(word, { nil: undefined }), (given, father, family) => {
        const { searchKeys } = keysOf({ given, father, family }, null)
        const typed = searchKeysOfText([given, father].join(' '))
        if (typed.some((key) => key.startsWith('p:'))) expect(meet(searchKeys, typed)).toBe(true)
        expect(searchKeys.length).toBeLessThan(200)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(searchKeysOfText(text).every((key) => key.length > 1)).toBe(true)
      }),
    )
  })
})
