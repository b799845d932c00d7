import { type FormEvent, useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useGoTo } from '../../app/address.ts'
import { newId } from '../../app/device.ts'
import { useAction } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button } from '../../design/Button.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { NumberField, TextArea, TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { OfferAnswer } from '../../records/answers.ts'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Areas } from './Areas.tsx'
import { capacities } from './CapacityLight.tsx'
import { draftOf, inputOf, isComplete, type OfferDraft } from './offer-draft.ts'
import { HoursField, VisitsField } from './Hours.tsx'
import { Details, WhatAndWhere } from './OfferFormParts.tsx'
import { WhoFor } from './WhoFor.tsx'

/** Everything that officers and visitors choose an offer by. Saving is the provider's word that it is true today. */
export function OfferForm({ offer }: { offer: OfferAnswer | null }) {
  const t = useWords()
  const me = useMe()
  const goTo = useGoTo()
  const action = useAction()
  const [id] = useState(() => offer?.id ?? newId())
  const [draft, setDraft] = useState(() =>
    draftOf(offer, me.sites.length === 1 ? (me.sites[0]?.id ?? null) : null, t.locale),
  )
  const [isTried, setIsTried] = useState(false)
  const change = (some: Partial<OfferDraft>) => setDraft((now) => ({ ...now, ...some }))
  const missing = (isMissing: boolean) => (isTried && isMissing ? t('app.signIn.missing') : undefined)
  async function save(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (!isComplete(draft) || action.isPending) return
    const answer = await action.perform('offer.save', inputOf(id, draft, offer, t.locale))
    if (answer.outcome !== 'refused') goTo('/offers')
  }
  return (
    <form className="stack narrow" onSubmit={save} noValidate>
      {offer ? null : <WhatAndWhere draft={draft} change={change} missing={missing} />}
      <section className="card stack">
        <h2>{t('services.own.part.what')}</h2>
        {(['ar', 'en', 'ckb', 'kmr'] as const).map((locale) => (
          <TextField
            key={locale}
            label={t(`services.own.name.${locale}`)}
            value={draft.names[locale]}
            onChange={(name) => change({ names: { ...draft.names, [locale]: name } })}
            isRequired={locale === 'ar' || locale === 'en'}
            error={missing((locale === 'ar' || locale === 'en') && draft.names[locale].trim() === '')}
            maxLength={120}
            dir={locale === 'en' ? 'ltr' : 'rtl'}
          />
        ))}
        <TextArea
          label={t('services.own.description')}
          help={t('services.own.descriptionHelp')}
          value={draft.description}
          onChange={(description) => change({ description })}
          maxLength={2000}
          isRequired={false}
        />
        <Areas
          value={draft.areas}
          onChange={(areas) => change({ areas })}
          error={missing(draft.areas.length === 0)}
        />
      </section>
      <section className="card stack">
        <h2>{t('services.own.part.room')}</h2>
        <Choice
          label={t('services.own.room')}
          options={capacities.map((value) => ({ value, label: t(`services.capacity.${value}`) }))}
          value={capacities.find((one) => one === draft.capacity) ?? null}
          onChange={(capacity) => change({ capacity })}
        />
        {draft.capacity === 'waitlist' ? (
          <NumberField
            label={t('services.own.waitDays')}
            value={draft.waitDays}
            onChange={(waitDays) => change({ waitDays })}
            max={1000}
            isRequired={false}
          />
        ) : null}
        <NumberField
          label={t('services.own.slots')}
          help={t('services.own.slotsHelp')}
          value={draft.slotsPerMonth}
          onChange={(slotsPerMonth) => change({ slotsPerMonth })}
          max={100_000}
          isRequired={false}
        />
        {draft.isConfidential ? null : (
          <>
            <TextField
              label={t('services.own.publicPhone')}
              help={t('services.own.publicHelp')}
              value={draft.publicPhone}
              onChange={(publicPhone) => change({ publicPhone })}
              type="tel"
              dir="ltr"
              maxLength={40}
              isRequired={false}
            />
            <TextField
              label={t('services.own.publicAddress')}
              value={draft.publicAddress}
              onChange={(publicAddress) => change({ publicAddress })}
              maxLength={300}
              isRequired={false}
            />
          </>
        )}
        <TextField
          label={t('services.own.contactName')}
          help={t('services.own.contactHelp')}
          value={draft.contactName}
          onChange={(contactName) => change({ contactName })}
          maxLength={120}
          isRequired={false}
        />
        <TextField
          label={t('services.own.contactPhone')}
          value={draft.contactPhone}
          onChange={(contactPhone) => change({ contactPhone })}
          type="tel"
          dir="ltr"
          maxLength={40}
          isRequired={false}
        />
      </section>
      <WhoFor draft={draft} change={change} />
      <Disclosure title={t('services.hours')}>
        <div className="stack">
          <HoursField
            label={t('services.hours.own')}
            help={t('services.hours.ownHelp')}
            value={draft.opening}
            onChange={(opening) => change({ opening })}
          />
          {draft.isConfidential ? null : (
            <VisitsField value={draft.visits} onChange={(visits) => change({ visits })} />
          )}
        </div>
      </Disclosure>
      <Details draft={draft} change={change} />
      <Yes
        label={t('services.own.isConfidential')}
        help={t('services.own.isConfidentialHelp')}
        value={draft.isConfidential}
        onChange={(isConfidential) => change({ isConfidential })}
      />
      <Yes
        label={t('services.own.publish')}
        help={t('services.own.publishHelp')}
        value={draft.isPublished}
        onChange={(isPublished) => change({ isPublished })}
      />
      {offer?.confidential ? <Notice tone="note">{t('services.own.confidential')}</Notice> : null}
      <ActionState action={action} />
      <Button look="main" type="submit" isPending={action.state === 'sending'}>
        {t('services.own.save')}
      </Button>
    </form>
  )
}
