import { LinkButton } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { EmptyState } from '../design/States.tsx'
import { homeFor } from './navigation.ts'
import { Page } from './Page.tsx'
import { useMe } from './SessionRoot.tsx'

export function NotFound() {
  const t = useWords()
  const me = useMe()
  return (
    <Page title={t('app.notFound.title')} tab={t('app.notFound.title')}>
      <EmptyState
        title={t('app.notFound.what')}
        action={<LinkButton href={homeFor(me.roles)}>{t('app.notFound.home')}</LinkButton>}
      >
        {t('app.notFound.next')}
      </EmptyState>
    </Page>
  )
}
