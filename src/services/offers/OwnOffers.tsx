import { useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { EmptyState, ErrorState, Loading, Notice, Pager } from '../../design/States.tsx'
import type { OfferAnswer } from '../../records/answers.ts'
import { OfferCard } from './OfferCard.tsx'
import './offers.css'

/** What one's own organisation offers: how much room there is today, and whether the entry is still true. */
export default function OwnOffers() {
  const t = useWords()
  const offers = useList<OfferAnswer>('/api/offers?mine=1&limit=100')
  const old = offers.items.filter(({ freshness }) => freshness !== 'fresh')
  return (
    <Page title={t('services.own.title')} tab={t('services.own.title')}>
      {offers.state === 'error' && offers.refusal ? (
        <ErrorState refusal={offers.refusal} onRetry={offers.reload} />
      ) : offers.state === 'loading' ? (
        <Loading />
      ) : offers.items.length === 0 ? (
        <EmptyState
          title={t('services.own.empty')}
          action={
            <LinkButton look="main" href="/offers/new">
              {t('services.own.add')}
            </LinkButton>
          }
        >
          {t('services.own.emptyNext')}
        </EmptyState>
      ) : (
        <>
          {old.length > 0 ? (
            <Notice tone="wait" title={t('services.own.old', { count: old.length })}>
              {t('services.own.oldWhat')}
            </Notice>
          ) : null}
          <div className="stack">
            {[...old, ...offers.items.filter(({ freshness }) => freshness === 'fresh')].map((offer) => (
              <OfferCard key={offer.id} offer={offer} />
            ))}
          </div>
          <Pager {...offers} />
          <p>
            <LinkButton href="/offers/new">{t('services.own.add')}</LinkButton>{' '}
            <LinkButton look="quiet" href="/sites">
              {t('services.sites')}
            </LinkButton>
          </p>
        </>
      )}
    </Page>
  )
}
