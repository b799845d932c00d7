import { useState } from 'react'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { unitOf, usePlaceNames } from '../app/place-names.ts'
import type { Found } from '../design/ComboBox.tsx'
import { Card, Facts } from '../design/Card.tsx'
import { Select } from '../design/Field.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { Code, Since } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Pager } from '../design/States.tsx'
import { formatPhone } from '../language/text.ts'
import { PlaceField } from '../people/PlaceField.tsx'
import type { OfferAnswer } from '../records/answers.ts'
import { CapacityChip } from './CapacityChip.tsx'
import { sectors, servicesOfSector } from './taxonomy.ts'

/** What is offered where: to answer a question at the desk without opening a case. */
export default function Directory() {
  const t = useWords()
  const [sector, setSector] = useState<string | null>(null)
  const [service, setService] = useState<string | null>(null)
  const [place, setPlace] = useState<Found | null>(null)
  const ask = new URLSearchParams({ limit: '30' })
  if (service) ask.set('service', service)
  else if (sector) ask.set('sector', sector)
  if (place) ask.set('place', unitOf(place.id))
  const list = useList<OfferAnswer>(`/api/offers?${ask}`)
  return (
    <Page title={t('app.nav.services')} tab={t('app.nav.services')}>
      <div className="pairs no-print">
        <Select
          label={t('services.directory.sector')}
          none={t('cases.list.any')}
          options={sectors.map((code) => ({ value: code, label: t(`services.sector.${code}`) }))}
          value={sector}
          onChange={(next) => {
            setSector(next)
            setService(null)
          }}
        />
        {sector ? (
          <Select
            label={t('services.directory.service')}
            none={t('cases.list.any')}
            options={servicesOfSector(sector).map(({ code }) => ({
              value: code,
              label: t(`services.service.${code}`),
            }))}
            value={service}
            onChange={setService}
          />
        ) : null}
        <PlaceField label={t('services.directory.place')} value={place} onChange={setPlace} />
      </div>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' && list.items.length === 0 ? (
        <Loading lines={4} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('services.directory.empty')}>{t('services.directory.emptyNext')}</EmptyState>
      ) : (
        <div className="stack">
          {list.items.map((offer) => (
            <Offer key={offer.id} offer={offer} />
          ))}
          <Pager next={list.next} onMore={list.onMore} isPending={list.isPending} />
        </div>
      )}
    </Page>
  )
}

function Offer({ offer }: { offer: OfferAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const placeName = usePlaceNames()
  const { phone, hours } = (offer.contactPublic ?? {}) as { phone?: string; hours?: string }
  return (
    <Card
      title={nameOf(offer.names)}
      href={`/directory/${offer.id}`}
      aside={<CapacityChip capacity={offer.capacity} waitDays={offer.waitDays} />}
    >
      <p>
        {nameOf(offer.organisation.names)}{' '}
        <span className="soft">
          · {t(`services.family.${offer.organisation.family}`)} · {t(`services.service.${offer.service}`)}
        </span>
      </p>
      <Facts
        items={[
          {
            name: t('services.directory.place'),
            // a site is known by its town; a protected one only by its area
            value: offer.confidential ? placeName(offer.placeCode) : nameOf(offer.site.names),
          },
          {
            name: t('services.directory.languages'),
            value: offer.languages.map((code) => t(`programmes.language.${code}`)).join(t('app.and')),
          },
          ...(phone
            ? [{ name: t('services.directory.phone'), value: <Code>{formatPhone(phone)}</Code> }]
            : []),
          ...(hours ? [{ name: t('services.directory.hours'), value: hours }] : []),
          { name: t('services.directory.verified'), value: <Since at={offer.verifiedAt} /> },
        ]}
      />
    </Card>
  )
}
