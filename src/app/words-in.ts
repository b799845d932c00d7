import { useEffect, useState } from 'react'
import { useWords } from '../design/language.tsx'
import { loadAppMessages } from '../language/app-words.ts'
import { isLocale } from '../language/locales.ts'
import { makeWords, type Words } from '../language/words.ts'

/** The words of the language somebody else speaks, to read aloud; the reader's own where Ihala does not have it, or until it has come. */
export function useWordsIn(language: string): Words {
  const t = useWords()
  const [spoken, setSpoken] = useState<Words | null>(null)
  useEffect(() => {
    let isWanted = true
    if (isLocale(language) && language !== t.locale)
      loadAppMessages(language).then(
        (messages) => isWanted && setSpoken(() => makeWords(language, messages)),
        // without network the text is read in the reader's language; nothing else hangs on it
        () => isWanted && setSpoken(null),
      )
    return () => {
      isWanted = false
    }
  }, [language, t.locale])
  return spoken?.locale === language ? spoken : t
}
