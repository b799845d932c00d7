import { createContext, type ReactNode, useContext } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { formatNumber } from '../language/numbers.ts'
import type { Words } from '../language/words.ts'

const WordsContext = createContext<Words | null>(null)

/**
 * React Aria has no Kurdish: it runs under Iraqi Arabic there (same direction and week), with labels of our own. No
 * digits are asked for: with them its fields would take only these, and people type either.
 */
function ariaLocale({ locale }: Words): string {
  return locale === 'en' ? 'en-GB' : 'ar-IQ'
}

export function LanguageProvider({ words, children }: { words: Words; children: ReactNode }) {
  return (
    <WordsContext value={words}>
      <I18nProvider locale={ariaLocale(words)}>{children}</I18nProvider>
    </WordsContext>
  )
}

/** The words of the reader's language: `t(key, { count })`; also `t.locale`, `t.direction`, `t.digits`, `t.has(key)`. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('useWords stands outside LanguageProvider')
  return words
}

/** Writes a number in the reader's digits with thousands marks. */
export function useNumbers(): (value: number, fraction?: number) => string {
  const { digits } = useWords()
  return (value, fraction) => formatNumber(value, digits, fraction)
}

/** Names as the directory keeps them: Arabic and English always, Kurdish where somebody gave it. */
export interface Names {
  readonly ar: string
  readonly en: string
  readonly ckb?: string | undefined
  readonly kmr?: string | undefined
}

/** The name in the reader's language; in Arabic, which most readers of Kurdish in Iraq also read, where there is none. */
export function useNames(): (names: Names) => string {
  const { locale } = useWords()
  return (names) => names[locale] ?? names.ar
}
