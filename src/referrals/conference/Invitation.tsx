import { useState } from 'react'
import { useParam } from '../../app/address.ts'
import { ActionState } from '../../app/ActionState.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Facts } from '../../design/Card.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../../design/States.tsx'
import type { InvitationAnswer } from '../../records/answers.ts'
import { Handed } from '../inbox/Handed.tsx'
import { AgreedActions } from './AgreedActions.tsx'
import { SeatChip } from './Conferences.tsx'

/** One invitation: first what it is about, then, for whoever took the seat, what was released for this organisation. */
export default function Invitation() {
  const t = useWords()
  const conferenceId = useParam('conferenceId')
  const { data, state, refusal, reload } = useRead<InvitationAnswer>(`/api/conferences/${conferenceId}`)
  return (
    <Page title={t('referrals.conference')} tab={t('referrals.conference')} back="/conferences">
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <Seat seat={data} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}

function Seat({ seat }: { seat: InvitationAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { released } = seat
  return (
    <>
      <Card level={2} title={t(`services.service.${seat.service}`)} aside={<SeatChip item={seat} />}>
        <Facts
          items={[
            { name: t('referrals.conference.convenor'), value: nameOf(seat.convenorNames) },
            { name: t('referrals.conference.meetsOn'), value: <Day day={seat.meetsOn} weekday /> },
            ...(seat.accessUntil
              ? [{ name: t('referrals.conference.accessUntil'), value: <Day day={seat.accessUntil} /> }]
              : []),
            { name: t('referrals.conference.code'), value: <Code>{seat.code}</Code> },
          ]}
        />
        {seat.over ? null : seat.seat === 'mine' ? null : <Join seat={seat} />}
      </Card>
      {seat.over ? <Notice tone="note" title={t('referrals.conference.closed')} /> : null}
      {released ? (
        <>
          <Handed snapshot={released.items} />
          {released.minutes ? (
            <Card level={2} title={t('referrals.conference.minutes')}>
              <p className="written">{released.minutes}</p>
              {released.minutesAnswer ? (
                <p className="soft">{t(`referrals.conference.minutesAnswer.${released.minutesAnswer}`)}</p>
              ) : (
                <AnswerMinutes conferenceId={seat.conferenceId} />
              )}
            </Card>
          ) : null}
          <AgreedActions conferenceId={seat.conferenceId} actions={released.actions} mayFinish />
        </>
      ) : null}
    </>
  )
}

/** The organisation's own word: agreed in one tap, or why not. */
function AnswerMinutes({ conferenceId }: { conferenceId: string }) {
  const t = useWords()
  const action = useAction()
  const [reason, setReason] = useState('')
  return (
    <div className="stack tight no-print">
      <p>{t('referrals.conference.minutesYours')}</p>
      <ActionState action={action} />
      <div className="row">
        <Button
          look="main"
          isPending={action.isPending}
          onPress={() => action.perform('conference.agree_minutes', { conferenceId, agrees: true })}
        >
          {t('referrals.conference.agrees')}
        </Button>
        <FormDialog
          opener={t('referrals.conference.objects')}
          title={t('referrals.conference.objects')}
          send={t('app.save')}
          isReady={reason.trim() !== ''}
          perform={(perform) =>
            perform('conference.agree_minutes', { conferenceId, agrees: false, reason: reason.trim() })
          }
        >
          <TextArea
            label={t('referrals.conference.objectWhy')}
            value={reason}
            onChange={setReason}
            maxLength={500}
            isRequired
          />
        </FormDialog>
      </div>
    </div>
  )
}

function Join({ seat }: { seat: InvitationAnswer }) {
  const t = useWords()
  const action = useAction()
  return (
    <>
      <p className="soft">
        {t(seat.seat === 'taken' ? 'referrals.conference.takeOverHelp' : 'referrals.conference.joinHelp')}
      </p>
      <ActionState action={action} />
      <Button
        look="main"
        isPending={action.isPending}
        onPress={() => action.perform('conference.join', { conferenceId: seat.conferenceId })}
      >
        {t(seat.seat === 'taken' ? 'referrals.conference.takeOver' : 'referrals.conference.join')}
      </Button>
    </>
  )
}
