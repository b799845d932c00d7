import { useParam } from '../../app/address.ts'
import { ActionState } from '../../app/ActionState.tsx'
import { useAction, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Facts } from '../../design/Card.tsx'
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
            </Card>
          ) : null}
          <AgreedActions conferenceId={seat.conferenceId} actions={released.actions} mayFinish />
        </>
      ) : null}
    </>
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
