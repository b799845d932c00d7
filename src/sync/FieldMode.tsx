import { useState, useSyncExternalStore } from 'react'
import { slowLink } from '../app/offline/slow-link.ts'
import { usePreferences } from '../app/PreferencesRoot.tsx'
import { Button } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { Yes } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Banner } from '../design/States.tsx'

/** The switch, on this device alone. */
export function FieldModeCard() {
  const t = useWords()
  const { preferences, change } = usePreferences()
  return (
    <Card level={2} title={t('sync.fieldMode.title')}>
      <Yes
        label={t('sync.fieldMode.on')}
        help={t('sync.fieldMode.what')}
        value={preferences.field}
        onChange={(field) => change({ field })}
      />
    </Card>
  )
}

/** Offered once a start, when most answers take long. */
export default function FieldModeOffer() {
  const t = useWords()
  const { preferences, change } = usePreferences()
  const isSlow = useSyncExternalStore(slowLink.subscribe, slowLink.isSlow)
  const [isDeclined, setIsDeclined] = useState(false)
  if (!isSlow || isDeclined || preferences.field) return null
  return (
    <Banner tone="wait">
      <div className="row">
        <span className="grow" role="status">
          {t('sync.fieldMode.offer')}
        </span>
        <Button onPress={() => change({ field: true })}>{t('sync.fieldMode.switchOn')}</Button>
        <Button look="quiet" onPress={() => setIsDeclined(true)}>
          {t('sync.fieldMode.notNow')}
        </Button>
      </div>
    </Banner>
  )
}
