import { useParam, useSearchParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { CaseAnswer, CaseFactsAnswer, ConsentsAnswer, OfferAnswer } from '../../records/answers.ts'
import { ReferForm } from './ReferForm.tsx'

/** Consent and referral on one page: what is shared, read aloud, agreed to, sent. */
export default function Refer() {
  const t = useWords()
  const caseId = useParam('caseId')
  const needId = useSearchParam('need')
  const offerId = useSearchParam('offer')
  const previous = useSearchParam('previous')
  const file = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  const offer = useRead<OfferAnswer>(offerId ? `/api/offers/${offerId}` : null)
  const ledger = useRead<ConsentsAnswer>(`/api/cases/${caseId}/consents`)
  const facts = useRead<CaseFactsAnswer>(`/api/cases/${caseId}/facts`)
  const need = file.data?.needs.find(({ id }) => id === needId)
  const refusal =
    file.refusal ??
    offer.refusal ??
    ledger.refusal ??
    facts.refusal ??
    (file.data && !need ? { code: 'need.not_found' } : undefined)
  return (
    <Page
      title={t('referrals.refer.title')}
      tab={t('referrals.refer.title')}
      back={`/cases/${caseId}/services?need=${needId ?? ''}`}
    >
      {file.data && offer.data && need && ledger.data && facts.data ? (
        <ReferForm
          file={file.data}
          need={need}
          offer={offer.data}
          previous={previous}
          ledger={ledger.data}
          hasHealthSummary={facts.data.healthSummary !== null}
        />
      ) : refusal ? (
        <ErrorState
          refusal={refusal}
          onRetry={() => {
            file.reload()
            offer.reload()
            ledger.reload()
            facts.reload()
          }}
        />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}
