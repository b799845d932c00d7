import { Navigate } from '@tanstack/react-router'
import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { Code } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { SentReferral } from './SentReferral.tsx'

/** A referral as its sender sees it; the receiver has its own page. */
export default function ReferralPage() {
  const t = useWords()
  const referralId = useParam('referralId')
  const { data, state, refusal, reload } = useRead<ReferralAnswer>(`/api/referrals/${referralId}`)
  if (data?.side === 'receiver') return <Navigate to={`/inbox/${referralId}`} replace />
  return (
    <Page
      tab={t('referrals.referral')}
      back={data?.caseId ? `/cases/${data.caseId}` : '/cases'}
      title={
        data ? (
          <>
            {t('referrals.referral')} <Code>{data.code}</Code>
          </>
        ) : (
          t('referrals.referral')
        )
      }
    >
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <SentReferral referral={data} />
      ) : (
        <Loading lines={5} />
      )}
    </Page>
  )
}
