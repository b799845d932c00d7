import { useParam } from '../app/address.ts'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useWords } from '../design/language.tsx'
import { Code } from '../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../design/States.tsx'
import type { WhoLookedAnswer } from '../records/answers.ts'
import { LooksSheet } from './LooksSheet.tsx'
import { LooksTable } from './LooksTable.tsx'

/** Who looked at a case: the list for those who oversee it, and the sheet for the person. */
export default function WhoLooked() {
  const t = useWords()
  const caseId = useParam('caseId')
  const { data, state, refusal, reload } = useRead<WhoLookedAnswer>(`/api/cases/${caseId}/who-looked`)
  return (
    <Page
      tab={t('audit.looked.title')}
      back={`/cases/${caseId}`}
      title={
        data ? (
          <>
            {t('audit.looked.title')} · <Code>{data.code}</Code>
          </>
        ) : (
          t('audit.looked.title')
        )
      }
    >
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <Looked answer={data} />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}

export function Looked({ answer }: { answer: WhoLookedAnswer }) {
  const t = useWords()
  return (
    <>
      <div className="stack no-print">
        {answer.more ? <Notice tone="note" title={t('audit.looked.more')} /> : null}
        <LooksTable looks={answer.looks} />
        <h2>{t('audit.sheet.forPerson')}</h2>
      </div>
      <LooksSheet answer={answer} />
    </>
  )
}
