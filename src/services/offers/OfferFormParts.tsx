import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Choices } from '../../design/Choice.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Select } from '../../design/Field.tsx'
import { DateField } from '../../design/later.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { sectors, servicesOfSector } from '../taxonomy.ts'
import { accessFlags, type OfferDraft } from './offer-draft.ts'

interface PartProps {
  draft: OfferDraft
  change: (some: Partial<OfferDraft>) => void
}

/** Of a new offer: neither changes later, because referrals point to it. */
export function WhatAndWhere({
  draft,
  change,
  missing,
}: PartProps & { missing: (is: boolean) => string | undefined }) {
  const t = useWords()
  const nameOf = useNames()
  const { sites } = useMe()
  const [sector, setSector] = useState<string | null>(null)
  return (
    <section className="card stack">
      <h2>{t('services.own.part.where')}</h2>
      <Select
        label={t('services.own.site')}
        options={sites.map((site) => ({ value: site.id, label: nameOf(site.names) }))}
        value={draft.siteId}
        onChange={(siteId) => change({ siteId })}
        isRequired
        error={missing(draft.siteId === null)}
      />
      <Select
        label={t('services.own.sector')}
        options={sectors.map((value) => ({ value, label: t(`services.sector.${value}`) }))}
        value={sector}
        onChange={(next) => {
          setSector(next)
          change({ service: null })
        }}
        isRequired
      />
      {sector ? (
        <Select
          label={t('services.own.service')}
          options={servicesOfSector(sector).map(({ code }) => ({
            value: code,
            label: t(`services.service.${code}`),
          }))}
          value={draft.service}
          onChange={(service) => change({ service })}
          isRequired
          error={missing(draft.service === null)}
        />
      ) : null}
    </section>
  )
}

/** What narrows the choice: languages, ways in, papers, the end of the money. */
export function Details({ draft, change }: PartProps) {
  const t = useWords()
  return (
    <Disclosure title={t('services.own.details')}>
      <div className="stack">
        <Choices
          label={t('services.own.languages')}
          options={useChoices('language')}
          value={draft.languages}
          onChange={(languages) => change({ languages })}
        />
        <Choices
          label={t('services.own.access')}
          options={accessFlags.map((value) => ({ value, label: t(`services.access.${value}`) }))}
          value={accessFlags.filter((flag) => draft.access.includes(flag))}
          onChange={(access) => change({ access })}
        />
        <DateField
          label={t('services.own.fundingEnds')}
          value={draft.fundingEndsOn ? { day: draft.fundingEndsOn, precision: 'day' } : null}
          onChange={(next) => change({ fundingEndsOn: next?.day ?? null })}
          isRequired={false}
        />
      </div>
    </Disclosure>
  )
}
