import { useParam } from '../app/address.ts'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import type { CaseAnswer } from '../records/answers.ts'
import { CorrectionForm } from './CorrectionForm.tsx'

/** What was heard or written wrongly is set right; what stood there before stays in the story. */
export default function CorrectCase() {
  const t = useWords()
  const caseId = useParam('caseId')
  const { data, state, refusal, reload } = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  return (
    <Page title={t('cases.correct')} tab={t('cases.correct')} back={`/cases/${caseId}`}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <CorrectionForm file={data} />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}
