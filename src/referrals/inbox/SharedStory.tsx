import { Card, type Happening, Story } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day, Instant, Name } from '../../design/Show.tsx'
import type { StoryItem } from '../../records/answers.ts'
import { textIn } from './read-items.ts'

/** The list of the programme in which an event's reason is found. */
const reasonListOf: Readonly<Record<string, string>> = {
  'referral.decline': 'programmes.declineReason',
  'referral.hold': 'programmes.holdReason',
  'referral.waitlist': 'programmes.holdReason',
  'referral.cancel': 'programmes.cancelReason',
  'referral.ask_cancel': 'programmes.cancelReason',
  'referral.fail': 'programmes.failReason',
  'referral.complete': 'programmes.outcome',
  'referral.note_appointment': 'referrals.appointment',
}
const late: readonly string[] = ['referral.overdue', 'referral.expired', 'referral.dispute']

/** What both sides see of what happened, newest first. */
export function SharedStory({ story }: { story: readonly StoryItem[] }) {
  const t = useWords()
  return (
    <Card level={2} title={t('referrals.received.story')}>
      <Story label={t('referrals.received.story')} items={story.map((item) => happening(item))} />
    </Card>
  )
}

function happening(item: StoryItem): Happening {
  return {
    key: item.id,
    what: <What item={item} />,
    about: <WhoAndWhen item={item} />,
    ...(late.includes(item.kind) ? { tone: 'late' as const } : {}),
  }
}

function What({ item }: { item: StoryItem }) {
  const t = useWords()
  const list = reasonListOf[item.kind]
  const words =
    textIn(item.detail, 'note') ?? textIn(item.detail, 'question') ?? textIn(item.detail, 'answer')
  const appointmentAt = textIn(item.detail, 'appointmentAt')
  const expectedOn = textIn(item.detail, 'expectedOn')
  return (
    <>
      <b>{t(`referrals.event.${item.kind}`)}</b>
      {item.reason && list ? <>: {t(`${list}.${item.reason}`)}</> : null}
      {appointmentAt ? (
        <>
          {' '}
          · <Instant at={appointmentAt} weekday />
        </>
      ) : null}
      {expectedOn ? (
        <>
          {' '}
          · <Day day={expectedOn} />
        </>
      ) : null}
      {words ? (
        <div>
          <Name>{words}</Name>
        </div>
      ) : null}
    </>
  )
}

function WhoAndWhen({ item }: { item: StoryItem }) {
  const t = useWords()
  const nameOf = useNames()
  return (
    <>
      <Instant at={item.at} />
      {item.organisationNames ? <> · {nameOf(item.organisationNames)}</> : null}
      {item.actorName ? (
        <>
          {' '}
          · <Name>{item.actorName}</Name>
        </>
      ) : null}
      {item.saidBy ? <> · {t('referrals.received.saidBy', { name: item.saidBy })}</> : null}
      {item.channel && item.channel !== 'platform' ? (
        <> · {t(`programmes.referralChannel.${item.channel}`)}</>
      ) : null}
    </>
  )
}
