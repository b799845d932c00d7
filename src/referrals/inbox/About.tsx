import { usePlaceNames } from '../../app/place-names.ts'
import { isPast } from '../../cases/chips.tsx'
import { Card, Chip, Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Instant } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import { formatList } from '../../language/text.ts'
import type { ReferralAnswer } from '../../records/answers.ts'
import { summaryWords } from './summary.ts'

/** The minimal summary: all there is before accepting, and what will be shown after. */
export function About({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const placeOf = usePlaceNames()
  const items = referral.sharedItems.map((item) => t(`programmes.consentItem.${item}`))
  return (
    <Card level={2} title={t('referrals.received.about')}>
      <Facts
        items={[
          { name: t('referrals.received.service'), value: t(`services.service.${referral.service}`) },
          { name: t('referrals.received.offer'), value: nameOf(referral.offerNames) },
          {
            name: t('referrals.received.sender'),
            value: (
              <>
                {nameOf(referral.senderNames)} · {nameOf(referral.senderSiteNames)}
              </>
            ),
          },
          { name: t('referrals.received.code'), value: <Code>{referral.code}</Code> },
          {
            name: t('referrals.received.person'),
            value: summaryWords(t, referral, placeOf).join(t('app.and')),
          },
        ]}
      />
      {referral.snapshot === null && referral.state === 'sent' ? (
        <Notice tone="note" title={t('referrals.received.hidden')}>
          {items.length > 0
            ? t('referrals.received.hiddenItems', { items: formatList(t, items) })
            : t('referrals.received.hiddenNothing')}
        </Notice>
      ) : null}
      {referral.snapshot === null && referral.state === 'cancelled' ? (
        <Notice tone="note">{t('referrals.received.gone')}</Notice>
      ) : null}
    </Card>
  )
}

const clocks = ['acknowledgeDueAt', 'decideDueAt', 'startDueAt'] as const
/** What each limit waits for: once that has happened, the limit no longer matters. */
const metBy = {
  acknowledgeDueAt: 'acknowledgedAt',
  decideDueAt: 'answeredAt',
  startDueAt: 'startedAt',
} as const

/** When what was, or has to be, done. */
export function Clocks({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const isOpen = ['sent', 'accepted', 'in_service', 'on_hold'].includes(referral.state)
  const due = isOpen ? clocks.filter((clock) => referral[clock] && !referral[metBy[clock]]) : []
  const items = [
    ...(referral.sentAt
      ? [{ name: t('referrals.received.clock.sentAt'), value: <Instant at={referral.sentAt} /> }]
      : []),
    ...due.map((clock) => {
      const at = referral[clock] ?? ''
      return {
        name: t(`referrals.received.clock.${clock}`),
        value: isPast(at) ? (
          <Chip tone="late">
            <Instant at={at} />
          </Chip>
        ) : (
          <Instant at={at} />
        ),
      }
    }),
    ...(isOpen && referral.expectedOn
      ? [{ name: t('referrals.received.clock.expectedOn'), value: <Day day={referral.expectedOn} weekday /> }]
      : []),
  ]
  return (
    <Card level={2} title={t('referrals.received.clocks')}>
      <Facts items={items} />
    </Card>
  )
}
