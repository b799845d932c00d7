import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { newId } from '../../app/device.ts'
import { useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { usePlaceNames } from '../../app/place-names.ts'
import { Card, Chip, Facts } from '../../design/Card.tsx'
import { Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code } from '../../design/Show.tsx'
import { EmptyState, ErrorState, Loading } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import type { OwnSite } from '../../records/answers.ts'
import type { Opening } from '../opening.ts'
import { Areas } from './Areas.tsx'
import { HoursField, hoursInWords } from './Hours.tsx'

const locales = ['ar', 'en', 'ckb', 'kmr'] as const
const textOf = (address: OwnSite['address']): string =>
  [address?.['text'], address?.['landmark']].find((part) => typeof part === 'string') ?? ''

/** The sites of one's own organisation: where they are, when they are open, and which of them nobody else may find. */
export default function Sites() {
  const t = useWords()
  const nameOf = useNames()
  const placeOf = usePlaceNames()
  const list = useList<OwnSite>('/api/own-sites')
  return (
    <Page title={t('services.sites')} tab={t('services.sites')} back="/offers">
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' && list.items.length === 0 ? (
        <Loading lines={3} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('services.sites.none')}>{t('services.sites.noneNext')}</EmptyState>
      ) : (
        list.items.map((site) => (
          <Card
            key={site.id}
            level={2}
            title={nameOf(site.names)}
            aside={
              site.confidential ? <Chip tone="note">{t('services.sites.confidential')}</Chip> : undefined
            }
          >
            <Facts
              items={[
                { name: t('services.sites.place'), value: placeOf(site.placeCode) },
                ...(textOf(site.address)
                  ? [{ name: t('services.field.address'), value: textOf(site.address) }]
                  : []),
                ...(site.phone
                  ? [{ name: t('services.field.phone'), value: <Code>{formatPhone(site.phone)}</Code> }]
                  : []),
                ...(site.opening
                  ? [{ name: t('services.hours'), value: hoursInWords(t, site.opening) }]
                  : []),
              ]}
            />
            <EditSite site={site} />
          </Card>
        ))
      )}
      <EditSite site={null} />
    </Page>
  )
}

function EditSite({ site }: { site: OwnSite | null }) {
  const t = useWords()
  const [id] = useState(() => site?.id ?? newId())
  const [names, setNames] = useState<Readonly<Record<string, string | undefined>>>({ ...site?.names })
  const [place, setPlace] = useState(site?.placeCode ?? '')
  const [address, setAddress] = useState(textOf(site?.address ?? null))
  const [phone, setPhone] = useState(site?.phone ?? '')
  const [opening, setOpening] = useState<Opening | null>(site?.opening ?? null)
  const [confidential, setConfidential] = useState(site?.confidential ?? false)
  const given = Object.fromEntries(locales.flatMap((one) => (names[one]?.trim() ? [[one, names[one]]] : [])))
  const title = t(site ? 'services.sites.edit' : 'services.sites.add')
  return (
    <div>
      <FormDialog
        opener={title}
        title={title}
        send={t('app.save')}
        isReady={'ar' in given && 'en' in given && place !== ''}
        perform={(perform) =>
          perform('site.save', {
            siteId: id,
            names: given,
            placeCode: place,
            address: address.trim() || null,
            phone: phone.trim() || null,
            opening,
            confidential,
          })
        }
      >
        {locales.map((locale) => (
          <TextField
            key={locale}
            label={t(`services.own.name.${locale}`)}
            value={names[locale] ?? ''}
            onChange={(name) => setNames({ ...names, [locale]: name })}
            isRequired={locale === 'ar' || locale === 'en'}
            maxLength={120}
            dir={locale === 'en' ? 'ltr' : 'rtl'}
          />
        ))}
        <Areas
          label={t('services.sites.place')}
          value={place === '' ? [] : [place]}
          onChange={(codes) => setPlace(codes.at(-1) ?? '')}
        />
        <TextField
          label={t('services.field.address')}
          value={address}
          onChange={setAddress}
          maxLength={300}
          isRequired={false}
        />
        <TextField
          label={t('services.field.phone')}
          value={phone}
          onChange={setPhone}
          type="tel"
          dir="ltr"
          maxLength={40}
          isRequired={false}
        />
        <HoursField
          label={t('services.hours')}
          help={t('services.hours.help')}
          value={opening}
          onChange={setOpening}
        />
        <Yes
          label={t('services.sites.confidential')}
          help={t('services.sites.confidentialHelp')}
          value={confidential}
          onChange={setConfidential}
          isDisabled={site?.confidential === true}
        />
      </FormDialog>
    </div>
  )
}
