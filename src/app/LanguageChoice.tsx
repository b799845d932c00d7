import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { locales } from '../language/locales.ts'
import { usePreferences } from './PreferencesRoot.tsx'

/** Each language by its own name, in its own direction. */
export function LanguageChoice() {
  const t = useWords()
  const { preferences, change } = usePreferences()
  const [failed, setFailed] = useState(false)
  return (
    <div className="stack tight">
      <div className="languages" role="group" aria-label={t('app.language.label')}>
        {locales.map(({ code, ownName, direction, languageTag }) => (
          <Button
            key={code}
            look="plain"
            aria-pressed={preferences.locale === code}
            onPress={() =>
              change({ locale: code, chosen: true }).then(
                () => setFailed(false),
                () => setFailed(true),
              )
            }
          >
            <span lang={languageTag} dir={direction}>
              {ownName}
            </span>
          </Button>
        ))}
      </div>
      {failed ? <p role="alert">{t('app.language.failed')}</p> : null}
    </div>
  )
}
