import { ActionState } from '../../app/ActionState.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button } from '../../design/Button.tsx'
import { NextStep } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { AnswerQuestion } from './AnswerQuestion.tsx'

/** The one sentence on how it stands, and a question or a draft that waits for us. */
export function WhatNow({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { appointment, infoQuestion, nextDueKind, nextDueAt, state } = referral
  const values = {
    receiver: nameOf(referral.receiverNames),
    service: t(`services.service.${referral.service}`),
  }
  if (infoQuestion !== null && state === 'sent')
    return (
      <NextStep title={t('referrals.question.title')} action={<AnswerQuestion referral={referral} />}>
        <p className="written">«{infoQuestion}»</p>
      </NextStep>
    )
  if (state === 'draft') return <SendDraft referral={referral} />
  return (
    <NextStep title={t('cases.next.title')}>
      <p>{nextDueKind ? t(`cases.due.referral.${nextDueKind}`, values) : t('referrals.nothingWaits')}</p>
      {nextDueAt && nextDueKind !== 'appointment' ? (
        <p className="soft">
          {t('referrals.until')} <Instant at={nextDueAt} weekday />
        </p>
      ) : null}
      {appointment && (appointment.status === 'scheduled' || appointment.status === 'moved') ? (
        <p>
          <b>
            <Instant at={appointment.at} weekday />
          </b>
          {appointment.contact ? (
            <>
              {' · '}
              {t('referrals.askFor')} <Name>{appointment.contact}</Name>
            </>
          ) : null}
          {appointment.note ? (
            <>
              {' · '}
              <Name>{appointment.note}</Name>
            </>
          ) : null}
        </p>
      ) : null}
    </NextStep>
  )
}

/** A sending that stopped in the middle goes on here. */
function SendDraft({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const action = useAction()
  return (
    <NextStep
      title={t('cases.next.title')}
      action={
        <>
          <ActionState action={action} />
          <div className="row">
            <Button
              look="main"
              isPending={action.state === 'sending'}
              onPress={() => action.perform('referral.send', { referralId: referral.id })}
            >
              {t('referrals.refer.send')}
            </Button>
            <Button
              look="quiet"
              onPress={() => action.perform('referral.mark_error', { referralId: referral.id })}
            >
              {t('referrals.dropDraft')}
            </Button>
          </div>
        </>
      }
    >
      {t('cases.due.referral.send', { service: t(`services.service.${referral.service}`) })}
    </NextStep>
  )
}
