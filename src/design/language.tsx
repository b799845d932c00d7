import { createContext, type ReactNode, useContext } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'

export type Locale = 'ar' | 'ckb' | 'kmr' | 'en'
export type Digits = 'arab' | 'latn'
export type Values = Readonly<Record<string, string | number>>
export type Words = (key: string, values?: Values) => string

/** How much of a day is known: `estimate` is a year somebody guessed. */
export type Precision = 'day' | 'month' | 'year' | 'estimate'

/** Everything a component needs to speak and to write numbers and dates; made once per language by the app. */
export interface Language {
  readonly locale: Locale
  readonly direction: 'rtl' | 'ltr'
  readonly digits: Digits
  readonly t: Words
  /** Whether there are words for this key, for codes that come from data. */
  readonly has: (key: string) => boolean
  readonly showNumber: (value: number) => string
  /** A calendar day `2026-11-22` in words. */
  readonly showDay: (day: string, precision?: Precision) => string
  /** An instant `2026-11-22T09:12:00.000Z` as day and time in Baghdad. */
  readonly showInstant: (instant: string, form?: 'both' | 'day' | 'time') => string
  readonly monthNames: readonly string[]
  /** Saturday first. */
  readonly dayNames: readonly string[]
}

const LanguageContext = createContext<Language | null>(null)

/** React Aria has no Kurdish: it runs under Iraqi Arabic there (same direction, digits and week), with labels of our own. */
function ariaLocale({ locale, digits }: Language): string {
  return `${locale === 'en' ? 'en-GB' : 'ar-IQ'}-u-nu-${digits}`
}

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <LanguageContext value={language}>
      <I18nProvider locale={ariaLocale(language)}>{children}</I18nProvider>
    </LanguageContext>
  )
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('useLanguage stands outside LanguageProvider')
  return language
}

export function useWords(): Words {
  return useLanguage().t
}
