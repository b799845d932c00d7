/** The four languages of Ihala. `kmr` is Badini Kurmanji in Arabic script, as it is written in Duhok and Sinjar. */
export const localeCodes = ['ar', 'ckb', 'kmr', 'en'] as const
export type Locale = (typeof localeCodes)[number]
export type Direction = 'rtl' | 'ltr'

/** Which digits a reader wants to see: ٠١٢٣ (`arab`) or 0123 (`latn`). People type either; see `toLatinDigits`. */
export type Digits = 'arab' | 'latn'

export interface LocaleFacts {
  readonly code: Locale
  /** The language's name in itself, for a language picker. */
  readonly ownName: string
  readonly direction: Direction
  /** What this language shows until the reader chooses otherwise. */
  readonly digits: Digits
  /** For `lang` attributes: browsers and screen readers pick voice, font and hyphenation by it. */
  readonly languageTag: string
}

export const locales: readonly LocaleFacts[] = [
  { code: 'ar', ownName: 'العربية', direction: 'rtl', digits: 'arab', languageTag: 'ar-IQ' },
  {
    code: 'ckb',
    ownName: 'کوردیی ناوەندی (سۆرانی)',
    direction: 'rtl',
    digits: 'arab',
    languageTag: 'ckb-IQ',
  },
  { code: 'kmr', ownName: 'کورمانجی (بادینی)', direction: 'rtl', digits: 'arab', languageTag: 'kmr-Arab-IQ' },
  { code: 'en', ownName: 'English', direction: 'ltr', digits: 'latn', languageTag: 'en' },
]

const byCode = Object.fromEntries(locales.map((facts) => [facts.code, facts])) as Record<Locale, LocaleFacts>

export function localeFacts(locale: Locale): LocaleFacts {
  return byCode[locale]
}

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (localeCodes as readonly string[]).includes(value)
}

/**
 * The first language of an Accept-Language header (or of `navigator.languages` joined by commas) that Ihala speaks;
 * Arabic if none is. `ku` without a script is read as Sorani, the written Kurdish most readers in Iraq meet.
 */
export function localeFromAcceptLanguage(header: string | undefined): Locale {
  const wishes = (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map((parameter) => /^\s*q=([0-9.]+)\s*$/.exec(parameter)?.[1]).find(Boolean)
      return { tag, weight: q === undefined ? 1 : Number(q), place }
    })
    .filter((wish) => wish.weight > 0)
    .sort((one, other) => other.weight - one.weight || one.place - other.place)
  for (const { tag } of wishes) {
    const language = tag.split('-')[0] ?? ''
    if (isLocale(language)) return language
    if (language === 'ku') return 'ckb'
  }
  return 'ar'
}
