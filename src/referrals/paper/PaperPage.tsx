import type { ReactNode } from 'react'
import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { ErrorState, Loading, PrintButton } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

/** A sheet as it will be printed, and the button that prints it; nothing else of the page comes along. */
export function PaperPage({
  title,
  children,
}: {
  title: string
  children: (referral: ReferralAnswer) => ReactNode
}) {
  const t = useWords()
  const referralId = useParam('referralId')
  const { data, state, refusal, reload } = useRead<ReferralAnswer>(`/api/referrals/${referralId}`)
  return (
    <Page title={title} tab={title} back={`/referrals/${referralId}`}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <>
          <div className="row no-print">
            <span className="grow soft">{t('referrals.paper.ask')}</span>
            <PrintButton />
          </div>
          {children(data)}
        </>
      ) : (
        <Loading lines={3} />
      )}
    </Page>
  )
}
