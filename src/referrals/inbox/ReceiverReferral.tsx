import { Columns } from '../../app/Page.tsx'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { PrintButton } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { About, Clocks } from './About.tsx'
import { AppointmentCard } from './AppointmentCard.tsx'
import { Handed } from './Handed.tsx'
import { NextForReceiver } from './NextForReceiver.tsx'
import { OtherSteps } from './OtherSteps.tsx'
import { SafeContact } from './SafeContact.tsx'
import { SharedStory } from './SharedStory.tsx'
import './inbox.css'

/** The receiver's side of a referral: what to do next, then the person once it was accepted, then what happened. */
export function ReceiverReferral({ referral, reload }: { referral: ReferralAnswer; reload: () => void }) {
  const t = useWords()
  // what little there is to decide by stands beside the decision
  const isUndecided = referral.state === 'sent'
  return (
    <Columns
      side={
        <>
          {isUndecided ? null : <About referral={referral} />}
          <Clocks referral={referral} />
          <SharedStory story={referral.story} />
          <div className="row no-print">
            <PrintButton />
            <Button look="quiet" onPress={reload}>
              {t('referrals.received.reload')}
            </Button>
          </div>
        </>
      }
    >
      <NextForReceiver referral={referral} />
      {isUndecided ? <About referral={referral} /> : null}
      {referral.snapshot ? (
        <>
          <SafeContact snapshot={referral.snapshot} />
          <Handed snapshot={referral.snapshot} />
        </>
      ) : null}
      <AppointmentCard referral={referral} />
      <OtherSteps referral={referral} />
    </Columns>
  )
}
