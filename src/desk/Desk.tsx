import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { OwnAlerts } from '../cases/day/Alerts.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import type { DeskAnswer, LegalYear } from '../records/answers.ts'
import { Breaches } from './Breaches.tsx'
import { LegalRequests } from './LegalRequests.tsx'
import { Requests } from './Requests.tsx'
import { Retention } from './Retention.tsx'

/** The officer of data protection: what has hours to run first, then what has days. */
export default function Desk() {
  const t = useWords()
  const read = useRead<DeskAnswer>('/api/desk')
  const years = useRead<{ items: LegalYear[] }>('/api/legal-requests/yearly')
  return (
    <Page title={t('desk.title')} tab={t('desk.title')}>
      {read.state === 'error' && read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : !read.data ? (
        <Loading />
      ) : (
        <>
          <OwnAlerts />
          <Breaches items={read.data.breaches} />
          <Requests items={read.data.requests} />
          <Retention lists={read.data.retention} holds={read.data.holds} />
          <LegalRequests items={read.data.legal} years={years.data?.items ?? []} />
        </>
      )}
    </Page>
  )
}
