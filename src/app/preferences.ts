import {
  type Digits,
  isLocale,
  type Locale,
  localeFacts,
  localeFromAcceptLanguage,
} from '../language/locales.ts'

export type Theme = 'machine' | 'light' | 'dark'

/** What a reader chose on this device. Nothing here tells who the reader is. */
export interface Preferences {
  readonly locale: Locale
  readonly digits: Digits
  readonly theme: Theme
  /** False while the language is only our guess: then the account's language may replace it at sign-in. */
  readonly chosen: boolean
}

const keys = { locale: 'ihala.locale', digits: 'ihala.digits', theme: 'ihala.theme' } as const

export function readPreferences(): Preferences {
  const storedLocale = stored(keys.locale)
  const locale = isLocale(storedLocale)
    ? storedLocale
    : localeFromAcceptLanguage(navigator.languages.join(','))
  const digits = stored(keys.digits)
  const theme = stored(keys.theme)
  return {
    locale,
    digits: digits === 'arab' || digits === 'latn' ? digits : localeFacts(locale).digits,
    theme: theme === 'light' || theme === 'dark' ? theme : 'machine',
    chosen: isLocale(storedLocale),
  }
}

/** Keeps a choice and shows it at once on the page's root element. */
export function keepPreferences(preferences: Preferences): void {
  store(keys.locale, preferences.chosen ? preferences.locale : null)
  store(
    keys.digits,
    preferences.digits === localeFacts(preferences.locale).digits ? null : preferences.digits,
  )
  store(keys.theme, preferences.theme === 'machine' ? null : preferences.theme)
  showPreferences(preferences)
}

export function showPreferences({ locale, theme }: Preferences): void {
  const page = document.documentElement
  page.lang = localeFacts(locale).languageTag
  page.dir = localeFacts(locale).direction
  if (theme === 'machine') delete page.dataset['theme']
  else page.dataset['theme'] = theme
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // storage closed by a private window or a policy: the choice lasts as long as the page
    return null
  }
}

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // as above
  }
}
