import { Card, Facts } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { useSnapshotWords } from '../snapshot-words.tsx'

const underWay: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold', 'completed']

/** What was handed over, word for word; and the clocks with their limits. */
export function SharedAndTimes({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const shared = useSnapshotWords(referral)
  const isUnderWay = underWay.includes(referral.state)
  const times = [
    { name: t('referrals.times.sent'), at: referral.sentAt },
    { name: t('referrals.times.acknowledged'), at: referral.acknowledgedAt, due: referral.acknowledgeDueAt },
    { name: t('referrals.times.answered'), at: referral.answeredAt, due: referral.decideDueAt },
    { name: t('referrals.times.started'), at: referral.startedAt, due: referral.startDueAt },
    { name: t('referrals.times.completed'), at: referral.completedAt },
    {
      name: t('referrals.times.confirmed'),
      at: referral.confirmedAt ?? referral.disputedAt,
      due: referral.confirmDueAt,
    },
  ]
  return (
    <>
      <Card level={2} title={t('referrals.shared')}>
        {shared.length > 0 ? (
          <Facts items={shared} />
        ) : (
          <p className="soft">{t('referrals.sharedNothing')}</p>
        )}
      </Card>
      <Card level={2} title={t('referrals.times.title')}>
        <Facts
          items={times
            .filter(({ at, due }) => at ?? (isUnderWay && due))
            .map(({ name, at, due }) => ({
              name,
              value: at ? (
                <Instant at={at} />
              ) : (
                <span className="soft">
                  {t('referrals.until')} <Instant at={due ?? ''} weekday />
                </span>
              ),
            }))}
        />
      </Card>
    </>
  )
}
