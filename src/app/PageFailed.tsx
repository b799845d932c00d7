import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'

/** A page that broke, or whose files could not be fetched: what to do, and nothing of the machine's own words. */
export function PageFailed() {
  const t = useWords()
  return (
    <main className="alone">
      <div className="notice late" role="alert">
        <b>{t('app.failed.title')}</b>
        <p>{t('app.failed.next')}</p>
      </div>
      <Button look="main" onPress={() => window.location.reload()}>
        {t('app.failed.reload')}
      </Button>
    </main>
  )
}
