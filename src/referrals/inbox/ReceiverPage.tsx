import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { Code } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { ReceiverReferral } from './ReceiverReferral.tsx'
import { tabOf } from './inbox-tabs.ts'

/** A referral as the provider sees it, reached from its inbox. */
export default function ReceiverPage() {
  const t = useWords()
  const id = useParam('referralId')
  const read = useRead<ReferralAnswer>(`/api/referrals/${id}`)
  const words = t('referrals.received.title')
  return (
    <Page
      title={
        read.data ? (
          <>
            {t(`services.service.${read.data.service}`)} · <Code>{read.data.code}</Code>
          </>
        ) : (
          words
        )
      }
      tab={words}
      back={read.data ? `/inbox?tab=${tabOf(read.data)}` : '/inbox'}
    >
      {read.state === 'error' && read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : read.data ? (
        <ReceiverReferral referral={read.data} reload={read.reload} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}
