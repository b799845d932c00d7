import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { dayFromNow, today } from '../../app/today.ts'
import { Card, Chip, Facts } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { Code, Day } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import type { CaseAnswer, ConferenceAnswer } from '../../records/answers.ts'
import { AgreedActions } from './AgreedActions.tsx'
import { Invite } from './Invite.tsx'

/** One conference as its convenor sees it, with the one step that comes next. */
export function ConferenceCard({ conference, file }: { conference: ConferenceAnswer; file: CaseAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { may, seats } = conference
  const isOver = conference.state === 'ended'
  const next = t(`referrals.conference.next.${conference.state}`)
  return (
    <Card
      level={2}
      title={t(`services.service.${conference.service}`)}
      aside={
        <Chip tone={isOver ? 'plain' : 'note'}>{t(`referrals.conference.state.${conference.state}`)}</Chip>
      }
    >
      <Facts
        items={[
          { name: t('referrals.conference.meetsOn'), value: <Day day={conference.meetsOn} weekday /> },
          { name: t('referrals.conference.endsOn'), value: <Day day={conference.endsOn} /> },
          { name: t('referrals.conference.code'), value: <Code>{conference.code}</Code> },
        ]}
      />
      {seats.length > 0 ? (
        <ul className="stack tight lines">
          {seats.map((seat) => (
            <li key={seat.id} className="stack tight">
              <div className="row">
                <b className="grow">{nameOf(seat.names)}</b>
                <Chip tone={seat.endedAt ? 'plain' : seat.joinedAt ? 'calm' : 'wait'}>
                  {t(
                    seat.endedAt
                      ? 'referrals.conference.over'
                      : seat.joinedAt
                        ? 'referrals.conference.joined'
                        : 'referrals.conference.notYet',
                  )}
                </Chip>
              </div>
              <span className="soft">
                {seat.items.map((item) => t(`programmes.consentItem.${item}`)).join(t('app.and'))}
                {seat.accessUntil ? (
                  <>
                    {' · '}
                    {t('referrals.conference.accessUntil')} <Day day={seat.accessUntil} />
                  </>
                ) : null}
              </span>
              {conference.minutes && seat.joinedAt && !seat.endedAt ? (
                <span className="soft">
                  {t(`referrals.conference.minutesAnswer.${seat.minutesAnswer ?? 'open'}`)}
                </span>
              ) : null}
              {seat.minutesReason ? <p className="written">{seat.minutesReason}</p> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {conference.minutes ? <p className="written">{conference.minutes}</p> : null}
      <AgreedActions
        conferenceId={conference.id}
        actions={conference.actions}
        mayFinish={may.includes('conference.finish_action')}
        whose={({ seatId }) => {
          const seat = seats.find(({ id }) => id === seatId)
          return seat ? nameOf(seat.names) : t('referrals.conference.ours')
        }}
      />
      {isOver ? null : <Notice tone="note" title={next} />}
      <div className="row no-print">
        {may.includes('conference.invite') || may.includes('conference.record_consent') ? (
          <Invite conference={conference} file={file} />
        ) : null}
        {may.includes('conference.write_minutes') ? <Minutes conference={conference} /> : null}
        {may.includes('conference.add_action') ? <AddAction conference={conference} /> : null}
        {may.includes('conference.end') ? <End conference={conference} /> : null}
      </div>
    </Card>
  )
}

function Minutes({ conference }: { conference: ConferenceAnswer }) {
  const t = useWords()
  const before = conference.minutes ?? ''
  const [minutes, setMinutes] = useState(before)
  return (
    <FormDialog
      opener={t(before === '' ? 'referrals.conference.agreeMinutes' : 'referrals.conference.writeAgain')}
      openerLook={before === '' ? 'main' : 'plain'}
      onOpen={() => setMinutes(before)}
      title={t('referrals.conference.minutes')}
      send={t('app.save')}
      isReady={minutes.trim() !== '' && minutes.trim() !== before}
      perform={(perform) =>
        perform('conference.write_minutes', { conferenceId: conference.id, minutes: minutes.trim() })
      }
    >
      <TextArea
        label={t('referrals.conference.minutes')}
        help={t('referrals.conference.minutesHelp')}
        value={minutes}
        onChange={setMinutes}
        maxLength={1500}
      />
    </FormDialog>
  )
}

const ours = 'ours'

function AddAction({ conference }: { conference: ConferenceAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const [text, setText] = useState('')
  const [whose, setWhose] = useState<string>(ours)
  const [dueOn, setDueOn] = useState<string | null>(null)
  const seats = conference.seats.filter(({ joinedAt, endedAt }) => joinedAt !== null && endedAt === null)
  return (
    <FormDialog
      opener={t('referrals.conference.addAction')}
      title={t('referrals.conference.addAction')}
      send={t('app.save')}
      isReady={text.trim() !== '' && dueOn !== null}
      onOpen={() => {
        const soon = dayFromNow(7)
        setDueOn(soon < conference.endsOn ? soon : conference.endsOn)
      }}
      onDone={() => setText('')}
      perform={(perform) =>
        perform('conference.add_action', {
          conferenceId: conference.id,
          actionId: newId(),
          seatId: whose === ours ? null : whose,
          text: text.trim(),
          dueOn,
        })
      }
    >
      <TextField
        label={t('referrals.conference.what')}
        help={t('referrals.conference.whatHelp')}
        value={text}
        onChange={setText}
        maxLength={200}
      />
      <Choice
        label={t('referrals.conference.whose')}
        options={[
          { value: ours, label: t('referrals.conference.ours') },
          ...seats.map((seat) => ({ value: seat.id, label: nameOf(seat.names) })),
        ]}
        value={whose}
        onChange={setWhose}
      />
      <DateField
        label={t('referrals.conference.until')}
        value={dueOn === null ? null : { day: dueOn, precision: 'day' }}
        onChange={(value) => setDueOn(value?.day ?? null)}
        min={today()}
        max={conference.endsOn}
      />
    </FormDialog>
  )
}

function End({ conference }: { conference: ConferenceAnswer }) {
  const t = useWords()
  return (
    <FormDialog
      opener={t('referrals.conference.end')}
      openerLook="quiet"
      title={t('referrals.conference.end')}
      send={t('referrals.conference.end')}
      sendLook="danger"
      perform={(perform) => perform('conference.end', { conferenceId: conference.id })}
    >
      <p>{t('referrals.conference.endHelp')}</p>
    </FormDialog>
  )
}
