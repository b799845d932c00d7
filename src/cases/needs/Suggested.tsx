import { Button, LinkButton } from '../../design/Button.tsx'
import { NextStep } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'

export interface Suggestion {
  readonly service: string
  readonly blocks: readonly string[]
  readonly blocksNeeds: readonly string[]
}

/** The need is recorded; a missing document stands in its way and is offered as a need of its own. */
export function Suggested({
  caseId,
  needId,
  suggests,
  onAnother,
}: {
  caseId: string
  needId: string
  suggests: readonly Suggestion[]
  onAnother: (service?: string) => void
}) {
  const t = useWords()
  const names = (services: readonly string[]) =>
    services.map((service) => t(`services.service.${service}`)).join(t('app.and'))
  return (
    <>
      <Notice tone="calm" title={t('cases.needs.saved')} />
      {suggests.map((one) => (
        <NextStep
          key={one.service}
          title={t('cases.needs.missingDocument')}
          action={
            <Button look="main" onPress={() => onAnother(one.service)}>
              {t('cases.needs.recordThis', { service: t(`services.service.${one.service}`) })}
            </Button>
          }
        >
          {t('cases.needs.blocks', {
            services: names(one.blocksNeeds.length > 0 ? one.blocksNeeds : one.blocks),
          })}
        </NextStep>
      ))}
      <div className="row">
        <LinkButton href={`/cases/${caseId}/services?need=${needId}`}>
          {t('cases.needs.findService')}
        </LinkButton>
        <Button onPress={() => onAnother()}>{t('cases.needs.another')}</Button>
      </div>
    </>
  )
}
