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
  /** For slow links: what is on the device is shown first, lists are short, and the server is asked when wished. */
  readonly field: boolean
  /** Files leave this device over Wi-Fi alone. */
  readonly wifiForFiles: boolean
  /** False while the language is only our guess: then the account's language may replace it at sign-in. */
  readonly chosen: boolean
}

const keys = {
  locale: 'ihala.locale',
  digits: 'ihala.digits',
  theme: 'ihala.theme',
  field: 'ihala.field',
  wifiForFiles: 'ihala.files',
} as const

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
    field: stored(keys.field) === 'on',
    wifiForFiles: stored(keys.wifiForFiles) === 'wifi',
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
  store(keys.field, preferences.field ? 'on' : null)
  store(keys.wifiForFiles, preferences.wifiForFiles ? 'wifi' : null)
  showPreferences(preferences)
}

export function showPreferences({ locale, theme, field, wifiForFiles }: Preferences): void {
  const page = document.documentElement
  page.lang = localeFacts(locale).languageTag
  page.dir = localeFacts(locale).direction
  if (field) page.dataset['field'] = 'on'
  else delete page.dataset['field']
  if (wifiForFiles) page.dataset['files'] = 'wifi'
  else delete page.dataset['files']
  if (theme === 'machine') delete page.dataset['theme']
  else page.dataset['theme'] = theme
}

/** Whether the reader works in field mode, for what is not a screen. */
export function isFieldMode(): boolean {
  return document.documentElement.dataset['field'] === 'on'
}

/** Whether files wait for Wi-Fi, for what is not a screen. */
export function isWifiForFiles(): boolean {
  return document.documentElement.dataset['files'] === 'wifi'
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
