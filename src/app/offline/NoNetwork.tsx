import { useEffect } from 'react'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'

/** The app has opened from this device, but nothing on it can say who is sitting here: what is so, and what to do. */
export function NoNetwork({ onRetry }: { onRetry: () => void }) {
  const t = useWords()
  useEffect(() => {
    document.title = t('app.tab', { page: t('sync.noNetwork.title') })
  }, [t])
  return (
    <main className="alone">
      <h1>{t('sync.noNetwork.title')}</h1>
      <div className="card stack">
        <p>{t('sync.noNetwork.what')}</p>
        <p>{t('sync.noNetwork.next')}</p>
        <Button look="main" onPress={onRetry}>
          {t('design.retry')}
        </Button>
      </div>
    </main>
  )
}
