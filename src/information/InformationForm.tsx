import { type FormEvent, useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { useGoTo } from '../app/address.ts'
import { newId } from '../app/device.ts'
import { useAction } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Yes } from '../design/Choice.tsx'
import { TextArea, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { type Locale, localeCodes, localeFacts } from '../language/locales.ts'
import type { InformationItem } from '../records/answers.ts'
import { draftOf, type InformationDraft, inputOf, isComplete, type TextDraft } from './information-draft.ts'
import type { InformationKind } from './information.ts'

interface Props {
  kind: InformationKind
  /** Null: a new entry. */
  entryId: string | null
  before: InformationItem | null
}

/** A version in all languages; sending it shows nothing to the public yet. */
export function InformationForm({ kind, entryId, before }: Props) {
  const t = useWords()
  const goTo = useGoTo()
  const action = useAction()
  const [ids] = useState(() => ({ informationId: newId(), entryId: entryId ?? newId() }))
  const [draft, setDraft] = useState(() => draftOf(before))
  const [isTried, setIsTried] = useState(false)
  const change = (some: Partial<InformationDraft>) => setDraft((now) => ({ ...now, ...some }))
  const missing = (isMissing: boolean) => (isTried && isMissing ? t('app.signIn.missing') : undefined)
  async function send(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (!isComplete(draft, kind) || action.isPending) return
    const answer = await action.perform('information.write', inputOf(draft, kind, before, ids))
    if (answer.outcome !== 'refused') goTo('/information')
  }
  return (
    <form className="stack narrow" onSubmit={send} noValidate>
      {kind === 'number' ? <NumberFields draft={draft} change={change} missing={missing} /> : null}
      {kind === 'question' ? (
        <Yes
          label={t('information.field.rumour')}
          value={draft.rumour}
          onChange={(rumour) => change({ rumour })}
        />
      ) : null}
      {localeCodes.map((locale) => (
        <TextFields
          key={locale}
          kind={kind}
          locale={locale}
          text={draft.texts[locale]}
          change={(some) =>
            change({ texts: { ...draft.texts, [locale]: { ...draft.texts[locale], ...some } } })
          }
          missing={missing}
        />
      ))}
      <section className="card stack">
        <TextField
          label={t('information.field.source')}
          help={t('information.field.sourceHelp')}
          value={draft.source}
          onChange={(source) => change({ source })}
          maxLength={300}
          isRequired
          error={missing(draft.source.trim() === '')}
        />
        <DateField
          label={t('information.field.sourceOn')}
          value={draft.sourceOn === null ? null : { day: draft.sourceOn, precision: 'day' }}
          onChange={(value) => change({ sourceOn: value?.day ?? null })}
        />
        <Yes
          label={t('information.field.unverified')}
          value={draft.unverified}
          onChange={(unverified) => change({ unverified })}
        />
      </section>
      <ActionState action={action} />
      <div className="row">
        <Button look="main" type="submit" isPending={action.state === 'sending'}>
          {t('information.send')}
        </Button>
      </div>
    </form>
  )
}

interface Parts {
  draft: InformationDraft
  change: (some: Partial<InformationDraft>) => void
  missing: (isMissing: boolean) => string | undefined
}

function NumberFields({ draft, change, missing }: Parts) {
  const t = useWords()
  return (
    <section className="card stack">
      <TextField
        label={t('information.field.number')}
        value={draft.number}
        onChange={(number) => change({ number })}
        type="tel"
        dir="ltr"
        maxLength={30}
        isRequired
        error={missing(draft.number.trim() === '')}
      />
      <Yes label={t('information.field.free')} value={draft.free} onChange={(free) => change({ free })} />
      <DateField
        label={t('information.field.testedOn')}
        value={draft.testedOn === null ? null : { day: draft.testedOn, precision: 'day' }}
        onChange={(value) => change({ testedOn: value?.day ?? null })}
      />
    </section>
  )
}

function TextFields({
  kind,
  locale,
  text,
  change,
  missing,
}: {
  kind: InformationKind
  locale: Locale
  text: TextDraft
  change: (some: Partial<TextDraft>) => void
  missing: (isMissing: boolean) => string | undefined
}) {
  const t = useWords()
  const { direction } = localeFacts(locale)
  const isNeeded = locale === 'ar' || text.title.trim() !== '' || text.text.trim() !== ''
  return (
    <section className="card stack">
      <h2>{t(`information.in.${locale}`)}</h2>
      <TextField
        label={t('information.field.title')}
        value={text.title}
        onChange={(title) => change({ title })}
        maxLength={200}
        dir={direction}
        isRequired={locale === 'ar'}
        error={missing(isNeeded && text.title.trim() === '')}
      />
      <TextArea
        label={t('information.field.text')}
        help={t('information.field.textHelp')}
        value={text.text}
        onChange={(value) => change({ text: value })}
        maxLength={4000}
        isRequired={locale === 'ar'}
        error={missing(isNeeded && text.text.trim() === '')}
      />
      {kind === 'document' ? (
        <>
          <TextArea
            label={t('information.field.steps')}
            value={text.steps}
            onChange={(steps) => change({ steps })}
            maxLength={8000}
          />
          <TextField
            label={t('information.field.cost')}
            value={text.cost}
            onChange={(cost) => change({ cost })}
            maxLength={300}
            dir={direction}
          />
          <TextField
            label={t('information.field.where')}
            value={text.where}
            onChange={(where) => change({ where })}
            maxLength={500}
            dir={direction}
          />
        </>
      ) : null}
      {kind === 'number' ? (
        <TextField
          label={t('information.field.hours')}
          value={text.hours}
          onChange={(hours) => change({ hours })}
          maxLength={200}
          dir={direction}
        />
      ) : null}
    </section>
  )
}
