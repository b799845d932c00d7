import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { RecordComplaint } from './RecordComplaint.tsx'
import { ReportBreach } from './ReportBreach.tsx'

/** For everybody: what went wrong with data, and complaints about staff. Each goes to one officer, past the line of cases. */
export default function Tell() {
  const t = useWords()
  const [isSent, setSent] = useState(false)
  return (
    <Page title={t('desk.tell.title')} tab={t('desk.tell.title')} back="/more">
      {isSent ? <Notice tone="calm" title={t('desk.sent')} /> : null}
      <Card level={2} title={t('desk.breaches')}>
        <p>{t('desk.goesTo.officer')}</p>
        <div className="row">
          <ReportBreach onDone={() => setSent(true)} />
        </div>
      </Card>
      <Card level={2} title={t('desk.record.complaint')}>
        <p>{t('desk.goesTo.complaints')}</p>
        <div className="row">
          <RecordComplaint onDone={() => setSent(true)} />
        </div>
      </Card>
    </Page>
  )
}
