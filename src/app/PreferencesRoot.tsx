import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { LanguageProvider } from '../design/language.tsx'
import { loadAppMessages } from '../language/app-words.ts'
import { localeFacts } from '../language/locales.ts'
import { makeWords, type Messages } from '../language/words.ts'
import { keepPreferences, type Preferences } from './preferences.ts'

interface PreferencesAndChange {
  readonly preferences: Preferences
  /** Keeps and shows the change; the words of a new language are fetched first, so nothing is half translated. */
  readonly change: (part: Partial<Preferences>) => Promise<void>
}

const PreferencesContext = createContext<PreferencesAndChange | null>(null)

export function usePreferences(): PreferencesAndChange {
  const value = useContext(PreferencesContext)
  if (!value) throw new Error('usePreferences stands outside PreferencesRoot')
  return value
}

interface Spoken {
  readonly preferences: Preferences
  readonly messages: Messages
}

export function PreferencesRoot({ first, children }: { first: Spoken; children: ReactNode }) {
  const [{ preferences, messages }, setSpoken] = useState(first)
  const change = useCallback(
    async (part: Partial<Preferences>) => {
      const next = { ...preferences, ...part }
      if (part.locale && !part.digits) Object.assign(next, { digits: localeFacts(part.locale).digits })
      const nextMessages = next.locale === preferences.locale ? messages : await loadAppMessages(next.locale)
      keepPreferences(next)
      setSpoken({ preferences: next, messages: nextMessages })
    },
    [preferences, messages],
  )
  const words = useMemo(
    () => makeWords(preferences.locale, messages, { digits: preferences.digits }),
    [preferences.locale, preferences.digits, messages],
  )
  const value = useMemo(() => ({ preferences, change }), [preferences, change])
  return (
    <PreferencesContext value={value}>
      <LanguageProvider words={words}>{children}</LanguageProvider>
    </PreferencesContext>
  )
}
