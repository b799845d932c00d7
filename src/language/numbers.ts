import type { Digits, Locale } from './locales.ts'

const ARABIC_ZERO = 0x0660
const PERSIAN_ZERO = 0x06f0

/** Writes the digits of a text the way the reader wants them; everything else stays. */
export function withDigits(text: string, digits: Digits): string {
  if (digits === 'latn') return toLatinDigits(text)
  return text.replace(/[0-9۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String.fromCharCode(ARABIC_ZERO + (code >= PERSIAN_ZERO ? code - PERSIAN_ZERO : code - 0x30))
  })
}

/** Arabic-Indic (٠-٩) and Persian (۰-۹) digits to 0-9: what people type, made ready to be stored or compared. */
export function toLatinDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO))
  })
}

/**
 * A number with thousands marks: 4,000,000 or ٤٬٠٠٠٬٠٠٠. Our own, because Chromium has no Kurdish locale data and
 * server and browser must write the same.
 * @param fraction the most digits after the point (rounded); trailing zeros are dropped.
 */
export function formatNumber(value: number, digits: Digits, fraction = 0): string {
  if (!Number.isFinite(value)) throw new RangeError('formatNumber needs a finite number')
  const rounded = Math.abs(value).toFixed(fraction)
  const [whole = '0', part = ''] = rounded.split('.')
  const kept = part.replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, digits === 'arab' ? '٬' : ',')
  const sign = value < 0 && Number(rounded) !== 0 ? '-' : ''
  const text = sign + grouped + (kept ? (digits === 'arab' ? '٫' : '.') + kept : '')
  return withDigits(text, digits)
}

export type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

/** The plural categories each language has. Arabic after CLDR; Kurdish and English know one and other. */
export const pluralCategories: Readonly<Record<Locale, readonly PluralCategory[]>> = {
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
  ckb: ['one', 'other'],
  kmr: ['one', 'other'],
  en: ['one', 'other'],
}

/** The plural category of a number (rules of CLDR; our own tables because Chromium has none for Kurdish). */
export function pluralCategory(locale: Locale, value: number): PluralCategory {
  if (locale !== 'ar') return Math.abs(value) === 1 ? 'one' : 'other'
  const n = Math.abs(value)
  if (!Number.isInteger(n)) return 'other'
  if (n === 0) return 'zero'
  if (n === 1) return 'one'
  if (n === 2) return 'two'
  const hundredth = n % 100
  if (hundredth >= 3 && hundredth <= 10) return 'few'
  if (hundredth >= 11) return 'many'
  return 'other'
}
