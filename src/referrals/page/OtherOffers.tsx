import { useRead } from '../../app/hooks.ts'
import { isPast } from '../../cases/chips.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { MatchAnswer, ReferralAnswer } from '../../records/answers.ts'
import { OfferCard } from '../../services/OfferCard.tsx'

const ended: readonly string[] = ['declined', 'cancelled', 'failed']

/** Declined, or silent for too long: the next three that fit stand ready, nothing ends in silence. */
export function OtherOffers({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const { state, nextDueAt, caseId, needId, id } = referral
  const isSilent = state === 'sent' && (referral.expiredAt !== null || isPast(nextDueAt))
  const isWanted =
    caseId !== undefined &&
    needId !== undefined &&
    (isSilent || (ended.includes(state) && referral.loopClosedAt === null))
  const match = useRead<MatchAnswer>(isWanted ? `/api/match?needId=${needId}` : null)
  if (!isWanted) return null
  const open = (match.data?.items ?? []).filter(
    ({ offer, closedBecause }) => offer.id !== referral.offerId && closedBecause === null,
  )
  const all = `/cases/${caseId}/services?need=${needId}${ended.includes(state) ? `&after=${id}` : ''}`
  return (
    <section id="others" className="stack">
      <h2>{t('referrals.others.title')}</h2>
      {match.state === 'error' && match.refusal ? (
        <ErrorState refusal={match.refusal} onRetry={match.reload} />
      ) : match.data ? (
        open.length === 0 ? (
          <p className="soft">{t('referrals.others.none')}</p>
        ) : (
          open
            .slice(0, 3)
            .map((item) => (
              <OfferCard
                key={item.offer.id}
                item={item}
                href={`/cases/${caseId}/refer?need=${needId}&offer=${item.offer.id}${ended.includes(state) ? `&previous=${id}` : ''}`}
                isBest={false}
              />
            ))
        )
      ) : (
        <Loading lines={2} />
      )}
      <div className="no-print">
        <LinkButton href={all}>{t('referrals.others.all')}</LinkButton>
      </div>
    </section>
  )
}
