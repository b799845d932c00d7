import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatDay,
  formatDayRange,
  formatLimit,
  formatMoment,
  formatRelative,
  formatRelativeDay,
  formatTime,
  formatWeekday,
} from './dates.ts'
import { localeCodes, localeFromAcceptLanguage, locales } from './locales.ts'
import { formatNumber, pluralCategory, toLatinDigits, withDigits } from './numbers.ts'
import { words } from './server-words.ts'
import { formatList, formatPhone, isolate, isolateCode } from './text.ts'
import { makeWords, throwMissing } from './words.ts'

const [ar, ckb, kmr, en] = localeCodes.map((locale) => words(locale)) as [
  ReturnType<typeof words>,
  ReturnType<typeof words>,
  ReturnType<typeof words>,
  ReturnType<typeof words>,
]
const all = [ar, ckb, kmr, en]
const days = fc
  .integer({ min: -30_000, max: 40_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
const iraq = { utcOffsetMinutes: 180 }

describe('numbers', () => {
  it('groups thousands in the digits the reader chose', () => {
    expect(formatNumber(4_000_000, 'arab')).toBe('٤٬٠٠٠٬٠٠٠')
    expect(formatNumber(4_000_000, 'latn')).toBe('4,000,000')
    expect(formatNumber(-1234.5, 'latn', 2)).toBe('-1,234.5')
    expect(formatNumber(-0.4, 'arab')).toBe('٠')
    expect(() => formatNumber(Number.NaN, 'arab')).toThrow(RangeError)
  })

  it('reads back what it writes, and Persian digits too', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        expect(Number(toLatinDigits(formatNumber(n, 'arab')).replaceAll('٬', ''))).toBe(n)
      }),
    )
    expect(toLatinDigits('۰۷۵۰ ١٢٣')).toBe('0750 123')
    expect(withDigits('۱2٣', 'arab')).toBe('١٢٣')
  })

  it('knows the plural of Arabic as CLDR does', () => {
    const rules = new Intl.PluralRules('ar')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
        expect(pluralCategory('ar', n)).toBe(rules.select(n))
      }),
    )
    expect(pluralCategory('ar', 1.5)).toBe('other')
    expect([0, 1, 2].map((n) => pluralCategory('kmr', n))).toEqual(['other', 'one', 'other'])
  })
})

describe('words', () => {
  const messages = {
    'test.plain': 'رقم 5',
    'test.value': ['Hello ', ['name'], ' ', ['n'], ' ', ['n', 'number']],
    'test.plural': [['n', 'plural', { one: 'one', other: ['#', ' things'], '0': 'none' }]],
    'test.select': [['sex', 'select', { female: 'أنتِ', other: 'أنتَ' }]],
  } as const

  it('puts values in, numbers in the digits of the reader, texts as they are', () => {
    const t = makeWords('ar', messages)
    expect(t('test.value', { name: 'B12', n: 2026 })).toBe('Hello B12 ٢٠٢٦ ٢٬٠٢٦')
    expect(t('test.plain')).toBe('رقم ٥')
    expect(makeWords('ar', messages, { digits: 'latn' })('test.plain')).toBe('رقم 5')
  })

  it('counts with exact numbers before categories, and chooses by word', () => {
    const t = makeWords('en', messages)
    expect([0, 1, 1500].map((n) => t('test.plural', { n }))).toEqual(['none', 'one', '1,500 things'])
    expect([t('test.select', { sex: 'female' }), t('test.select', { sex: 'male' })]).toEqual(['أنتِ', 'أنتَ'])
  })

  it('shows a key nobody wrote, tells of it, and lets a test fail on it', () => {
    const missing: string[] = []
    const t = makeWords('en', messages, { onMissing: (key) => missing.push(key) })
    expect(t('test.nothing')).toBe('⟦test.nothing⟧')
    expect(missing).toEqual(['test.nothing'])
    expect(() => makeWords('en', messages, { onMissing: throwMissing })('toString')).toThrow(/words.json/)
    expect([t.has('test.plain'), t.has('constructor')]).toEqual([true, false])
  })
})

describe('dates', () => {
  it('name the month as people in Iraq do, in each language', () => {
    expect(all.map((t) => formatDay(t, '2026-11-22'))).toEqual([
      '٢٢ تشرين الثاني ٢٠٢٦',
      '٢٢ی تشرینی دووەمی ٢٠٢٦',
      '٢٢ چریا دووێ ٢٠٢٦',
      '22 November 2026',
    ])
  })

  it('say only what is known', () => {
    expect(formatDay(ar, '1990-07-01', { precision: 'estimate' })).toBe('حوالي ١٩٩٠')
    expect(formatDay(ar, '1990-07-01', { precision: 'month' })).toBe('تموز ١٩٩٠')
    expect(formatDay(en, '1990-07-01', { precision: 'year' })).toBe('1990')
    expect(formatDay(en, '', { precision: 'unknown' })).toBe('not known')
  })

  it('refuse days that do not exist', () => {
    for (const day of ['2026-02-30', '2026-13-01', '22-11-2026', ''])
      expect(() => formatDay(ar, day)).toThrow(RangeError)
  })

  it('never show a day of one month as a day of another, in any language', () => {
    fc.assert(
      fc.property(days, days, fc.constantFrom(...all), (one, other, t) => {
        fc.pre(one !== other)
        expect(formatDay(t, one)).not.toBe(formatDay(t, other))
      }),
    )
  })

  it('agree with the Iraqi Arabic of the platform where it has it', () => {
    const intl = new Intl.DateTimeFormat('ar-IQ', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
    const weekday = new Intl.DateTimeFormat('ar-IQ', { weekday: 'long', timeZone: 'UTC' })
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(`${day}T00:00:00Z`)
        expect(formatDay(ar, day)).toBe(intl.format(date))
        expect(formatWeekday(ar, day)).toBe(weekday.format(date))
      }),
    )
  })

  it('tell the appointment of a person in Mosul with day of the week and local time', () => {
    expect(formatMoment(ar, '2026-11-22T07:00:00.000Z', { ...iraq, weekday: true })).toBe(
      'الأحد ٢٢ تشرين الثاني ٢٠٢٦، الساعة ١٠:٠٠',
    )
    expect(formatMoment(en, '2026-11-22T22:30:00.000Z', { ...iraq, hours: '12' })).toBe(
      '23 November 2026, 1:30 am',
    )
    expect([formatTime(ar, '00:05', '12'), formatTime(ar, '12:00', '12')]).toEqual(['١٢:٠٥ ص', '١٢:٠٠ م'])
    expect(() => formatTime(ar, '25:00')).toThrow(RangeError)
    expect(formatDayRange(en, '2026-11-22', '2026-11-23')).toBe('22 November 2026 to 23 November 2026')
  })
})

describe('how long ago', () => {
  const now = '2026-11-22T09:00:00.000Z'
  const before = (ms: number) => new Date(Date.parse(now) - ms).toISOString()
  const day = 86_400_000

  it('counts days the Arabic way', () => {
    expect([1, 2, 6, 11, 30].map((n) => formatRelative(ar, before(n * day), now))).toEqual([
      'قبل يوم',
      'قبل يومين',
      'قبل ٦ أيام',
      'قبل ١١ يوماً',
      'قبل ٣٠ يوماً',
    ])
    expect(formatRelative(ckb, before(6 * day), now)).toBe('پێش ٦ ڕۆژ')
    expect(formatRelative(kmr, before(6 * day), now)).toBe('بەری ٦ ڕۆژان')
    expect(formatRelative(en, before(-2 * 3_600_000), now)).toBe('in 2 hours')
    expect(formatRelative(ar, now, now)).toBe('الآن')
  })

  it('speaks of yesterday, today and tomorrow by the calendar', () => {
    expect(
      ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-28'].map((d) =>
        formatRelativeDay(ar, d, '2026-11-22'),
      ),
    ).toEqual(['أمس', 'اليوم', 'غداً', 'بعد ٦ أيام'])
  })

  it('always finds words, whatever the distance', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e12, max: 4e12 }), fc.constantFrom(...all), (distance, t) => {
        expect(formatRelative(t, before(distance), now)).not.toMatch(/[⟦{#]/)
      }),
    )
  })

  it('says limits with their unit', () => {
    expect([1, 2, 5, 15].map((amount) => formatLimit(ar, { amount, unit: 'wd' }))).toEqual([
      'يوم عمل واحد',
      'يوما عمل',
      '٥ أيام عمل',
      '١٥ يوم عمل',
    ])
    expect(formatLimit(en, { amount: 72, unit: 'h' })).toBe('72 hours')
  })
})

describe('text', () => {
  it('joins a list with and', () => {
    expect([[], ['أ'], ['أ', 'ب'], ['أ', 'ب', 'ج']].map((items) => formatList(ar, items))).toEqual([
      '',
      'أ',
      'أ وب',
      'أ، ب وج',
    ])
    expect(formatList(en, ['a', 'b', 'c'])).toBe('a, b and c')
  })

  it('keeps a phone number in order between Arabic words', () => {
    expect(formatPhone('+9647501234567')).toBe('0750 123 4567')
    expect(formatPhone('+٤٩ ١٥١ ٢٣٤')).toBe('+49151234')
    expect(isolateCode('MSL-7K2')).toBe('\u2066MSL-7K2\u2069')
    expect(isolate('Dara')).toBe('\u2068Dara\u2069')
  })
})

describe('choosing a language', () => {
  it.each([
    ['ar-IQ,ar;q=0.9,en;q=0.8', 'ar'],
    ['de-DE,en;q=0.5', 'en'],
    ['ku-IQ', 'ckb'],
    ['ckb;q=0.2, kmr;q=0.9', 'kmr'],
    ['en;q=0, fr', 'ar'],
    [undefined, 'ar'],
    ['ar;q=x,,;', 'ar'],
  ])('%s is read as %s', (header, locale) => expect(localeFromAcceptLanguage(header)).toBe(locale))

  it('names each language in itself, right to left but for English', () => {
    expect(locales.map((facts) => facts.direction)).toEqual(['rtl', 'rtl', 'rtl', 'ltr'])
    expect(new Set(locales.map((facts) => facts.ownName)).size).toBe(4)
  })
})
