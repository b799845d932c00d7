import { ActionState } from '../../app/ActionState.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button, LinkButton } from '../../design/Button.tsx'
import { Card, Chip, type Tone } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day, Since } from '../../design/Show.tsx'
import type { OfferAnswer } from '../../records/answers.ts'
import { CapacityLight } from './CapacityLight.tsx'

const tones: Readonly<Record<OfferAnswer['freshness'], Tone>> = {
  fresh: 'calm',
  stale: 'wait',
  hidden: 'late',
}

/** One offer: the light, and "still correct". */
export function OfferCard({ offer }: { offer: OfferAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { perform, ...action } = useAction()
  const isShown = offer.state === 'published' || offer.state === 'stale'
  return (
    <Card
      level={2}
      title={nameOf(offer.names)}
      aside={
        offer.state === 'draft' || offer.state === 'verified' ? (
          <Chip tone={offer.wantsPublishing ? 'wait' : 'plain'}>
            {t(offer.wantsPublishing ? 'services.own.waitsForCheck' : `services.state.${offer.state}`)}
          </Chip>
        ) : (
          <Chip tone={tones[offer.freshness]}>{t(`services.own.freshness.${offer.freshness}`)}</Chip>
        )
      }
    >
      <p className="soft">
        {t(`services.service.${offer.service}`)} · {nameOf(offer.site.names)} · {t('services.own.verified')}{' '}
        <Since at={offer.verifiedAt} />
        {offer.fundingEndsOn ? (
          <>
            {' '}
            · {t('services.own.fundingEnds')} <Day day={offer.fundingEndsOn} />
          </>
        ) : null}
      </p>
      {isShown && offer.freshness !== 'hidden' ? null : (
        <p>
          {t(
            offer.wantsPublishing && offer.state === 'draft'
              ? 'services.own.waitsForCheckWhat'
              : offer.state === 'draft' || offer.state === 'verified'
                ? 'services.own.draftWhat'
                : 'services.own.hiddenWhat',
          )}
        </p>
      )}
      <CapacityLight offer={offer} />
      <div className="row">
        <Button
          isPending={action.state === 'sending'}
          onPress={() => perform('offer.confirm', { offerId: offer.id })}
        >
          {t('services.own.stillCorrect')}
        </Button>
        <LinkButton look="quiet" href={`/offers/${offer.id}`}>
          {t('services.own.edit')}
        </LinkButton>
      </div>
      <ActionState action={{ perform, ...action }} />
    </Card>
  )
}
