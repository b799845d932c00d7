import { Card, Chip } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Instant, Since } from '../../design/Show.tsx'
import { UrgencyChip, isPast } from '../../cases/chips.tsx'
import type { ReferralListItem } from '../../records/answers.ts'
import { Answers } from './Answers.tsx'
import { reasonLists, tabOf } from './inbox-tabs.ts'
import { summaryWords } from './summary.ts'

/** One referral in the inbox: what is asked, by whom, until when; a new one is answered on the card itself. */
export function InboxCard({
  referral,
  placeOf,
}: {
  referral: ReferralListItem
  placeOf: (code: string) => string
}) {
  const t = useWords()
  const nameOf = useNames()
  const isNew = tabOf(referral) === 'new'
  return (
    <Card
      level={2}
      href={`/inbox/${referral.id}`}
      title={t(`services.service.${referral.service}`)}
      aside={<UrgencyChip urgency={referral.urgency} />}
    >
      <ul className="marks">
        {summaryWords(t, referral, placeOf).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="soft">
        {t('referrals.inbox.from', { sender: nameOf(referral.senderNames) })} ·{' '}
        {nameOf(referral.senderSiteNames)} · <Code>{referral.code}</Code>
        {referral.sentAt ? (
          <>
            {' '}
            · {t('referrals.inbox.received')} <Since at={referral.sentAt} />
          </>
        ) : null}
      </p>
      <Standing referral={referral} />
      {isNew ? <Answers referral={referral} /> : null}
    </Card>
  )
}

/** Where it stands and what is due, as chips. */
function Standing({ referral }: { referral: ReferralListItem }) {
  const t = useWords()
  const { state, reason, outcome, appointment, nextDueAt, nextDueKind, expectedOn } = referral
  const isOpen = tabOf(referral) !== 'finished'
  const list = reasonLists[state]
  const why = outcome
    ? t(`programmes.outcome.${outcome}`)
    : reason && list
      ? t(`programmes.${list}.${reason}`)
      : null
  const late = isPast(nextDueAt)
  const isComing = appointment?.status === 'scheduled' || appointment?.status === 'moved'
  return (
    <div className="row">
      {state === 'sent' ? null : (
        <Chip tone={isOpen ? 'note' : 'plain'}>{t(`referrals.state.${state}`)}</Chip>
      )}
      {state === 'sent' && referral.expiredAt ? (
        <Chip tone="late">{t('referrals.inbox.expired')}</Chip>
      ) : null}
      {why ? <span className="soft">{why}</span> : null}
      {isOpen && nextDueAt && nextDueKind && nextDueKind !== 'appointment' ? (
        <Chip tone={late ? 'late' : 'wait'}>
          <span>
            {t(`referrals.inbox.due.${nextDueKind}`)} ·{' '}
            {nextDueKind === 'expected' && expectedOn ? <Day day={expectedOn} /> : <Since at={nextDueAt} />}
          </span>
        </Chip>
      ) : null}
      {isOpen && appointment && isComing ? (
        <Chip tone={isPast(appointment.at) ? 'late' : 'note'}>
          <span>
            {t('referrals.received.appointment')} · <Instant at={appointment.at} weekday />
          </span>
        </Chip>
      ) : null}
    </div>
  )
}
