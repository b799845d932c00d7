import type { ReactNode } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button } from '../../design/Button.tsx'
import { NextStep } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { UrgencyChip } from '../../cases/chips.tsx'
import { AcceptForm } from './AcceptForm.tsx'
import { Answers } from './Answers.tsx'
import { CompleteForm } from './EndForms.tsx'
import { reasonLists } from './inbox-tabs.ts'
import { StopNotice } from './StopNotice.tsx'

/** What the provider does next, with the one button for it. */
export function NextForReceiver({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  return (
    <>
      <StopNotice referral={referral} />
      {referral.cancelAskedAt && referral.may.includes('referral.cancel') ? (
        <StopAsked referral={referral} />
      ) : null}
      {referral.infoQuestion ? (
        <Notice tone="wait" title={t('referrals.received.youAsked', { question: referral.infoQuestion })}>
          {t('referrals.received.youAskedNext')}
        </Notice>
      ) : null}
      <NextStep title={t('referrals.received.next')} action={<NextButton referral={referral} />}>
        <Sentence referral={referral} />
        {referral.state === 'sent' ? (
          <p>
            <UrgencyChip urgency={referral.urgency} />
          </p>
        ) : null}
      </NextStep>
    </>
  )
}

function Sentence({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { state, reason, outcome, appointment } = referral
  const list = reasonLists[state]
  const values = {
    sender: nameOf(referral.senderNames),
    reason: reason && list ? t(`programmes.${list}.${reason}`) : t('referrals.received.noReason'),
    outcome: outcome ? t(`programmes.outcome.${outcome}`) : t('referrals.received.noReason'),
  }
  const isComing = appointment?.status === 'scheduled' || appointment?.status === 'moved'
  if (state === 'accepted' && appointment && isComing)
    return (
      <p>
        {t('referrals.received.step.appointment')}:{' '}
        <b>
          <Instant at={appointment.at} weekday />
        </b>
        {appointment.contact ? (
          <>
            {' '}
            · <Name>{appointment.contact}</Name>
          </>
        ) : null}
      </p>
    )
  if (state === 'completed' && referral.disputedAt) return <p>{t('referrals.received.step.disputed')}</p>
  if (state === 'completed' && referral.confirmedAt) return <p>{t('referrals.received.step.confirmed')}</p>
  if (state === 'on_hold' && reason === 'waitlisted') return <p>{t('referrals.received.step.waitlisted')}</p>
  return <p>{t(`referrals.received.step.${state}`, values)}</p>
}

function NextButton({ referral }: { referral: ReferralAnswer }): ReactNode {
  const { state, may, id } = referral
  if (state === 'sent') return may.includes('referral.accept') ? <Answers referral={referral} isMain /> : null
  if (state === 'on_hold' && may.includes('referral.accept'))
    return <AcceptForm referralId={id} openerLook="main" />
  if (state === 'in_service' && may.includes('referral.complete'))
    return <CompleteForm referralId={id} openerLook="main" />
  if (may.includes('referral.start')) return <StartButton referralId={id} />
  if (state === 'cancelled' && may.includes('referral.cancel') && referral.stops.length === 0)
    return <StopButton referralId={id} />
  return null
}

function StartButton({ referralId }: { referralId: string }) {
  const t = useWords()
  const action = useAction()
  return (
    <div className="stack tight">
      <Button
        look="main"
        isPending={action.state === 'sending'}
        onPress={() => action.perform('referral.start', { referralId })}
      >
        {t('referrals.received.start')}
      </Button>
      <ActionState action={action} />
    </div>
  )
}

/** Confirms that one stopped: for a referral its sender asked to stop, or has cancelled already. */
function StopButton({ referralId, reason }: { referralId: string; reason?: string | undefined }) {
  const t = useWords()
  const action = useAction()
  return (
    <div className="stack tight">
      <Button
        look="main"
        isPending={action.state === 'sending'}
        onPress={() => action.perform('referral.cancel', { referralId, ...(reason ? { reason } : {}) })}
      >
        {t('referrals.received.confirmCancel')}
      </Button>
      <ActionState action={action} />
    </div>
  )
}

function StopAsked({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const asked = referral.story.find(({ kind }) => kind === 'referral.ask_cancel')
  return (
    <Notice tone="late" title={t('referrals.received.cancelAsked')}>
      <p>{t('referrals.received.cancelAskedWhat')}</p>
      {asked?.reason ? <p>{t(`programmes.cancelReason.${asked.reason}`)}</p> : null}
      {referral.state === 'cancelled' ? null : (
        <StopButton referralId={referral.id} reason={asked?.reason ?? 'person_withdrew'} />
      )}
    </Notice>
  )
}
