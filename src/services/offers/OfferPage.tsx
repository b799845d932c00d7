import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { Chip, Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import { caseRoles } from '../../permissions/roles.ts'
import type { OfferAnswer } from '../../records/answers.ts'
import { CapacityChip } from '../CapacityChip.tsx'
import { CareActions } from './Attention.tsx'
import { hoursInWords } from './Hours.tsx'
import { OfferStory } from './OfferStory.tsx'

/** An entry of the directory with its story, for who looks after it. */
export default function OfferPage() {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const read = useRead<OfferAnswer>(`/api/offers/${useParam('offerId')}`)
  const title = read.data ? nameOf(read.data.names) : t('services.care.title')
  if (read.state === 'error' && read.refusal)
    return (
      <Page title={title} tab={t('services.care.title')} back="/directory">
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      </Page>
    )
  const offer = read.data
  const { phone, address } = (offer?.contactPublic ?? {}) as { phone?: string; address?: string }
  const hours = hoursInWords(t, offer?.opening ?? offer?.siteOpening ?? null)
  const checks = me.roles.some((role) => role === 'directory_editor' || caseRoles.includes(role))
  const keeps = me.roles.some((role) =>
    ['directory_editor', 'case_supervisor', 'branch_manager'].includes(role),
  )
  return (
    <Page title={title} tab={t('services.care.title')} back="/directory">
      {offer ? (
        <>
          <div className="card stack tight">
            <div className="row">
              <Chip>{t(`services.state.${offer.state}`)}</Chip>
              <CapacityChip capacity={offer.capacity} waitDays={offer.waitDays} />
            </div>
            <Facts
              items={[
                { name: t('services.own.service'), value: t(`services.service.${offer.service}`) },
                { name: nameOf(offer.organisation.names), value: nameOf(offer.site.names) },
                ...(phone
                  ? [{ name: t('services.field.phone'), value: <Code>{formatPhone(phone)}</Code> }]
                  : []),
                ...(address ? [{ name: t('services.field.address'), value: address }] : []),
                ...(hours ? [{ name: t('services.hours'), value: hours }] : []),
              ]}
            />
            {checks ? <CareActions offer={{ ...offer, organisationId: offer.organisation.id }} /> : null}
          </div>
          <OfferStory offer={offer} mayDecide={keeps || offer.mine} />
        </>
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}
