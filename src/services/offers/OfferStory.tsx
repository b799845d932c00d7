import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useRead } from '../../app/hooks.ts'
import { usePlaceNames } from '../../app/place-names.ts'
import { newId } from '../../app/device.ts'
import { Card, Chip } from '../../design/Card.tsx'
import { Choice, Choices } from '../../design/Choice.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day, Name, Since } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import type { OfferAnswer, OfferStoryAnswer, SuggestionItem } from '../../records/answers.ts'
import type { Opening } from '../opening.ts'
import { standing, suggestionAbout, takeable } from '../suggestion.ts'
import { hoursInWords } from './Hours.tsx'

/** Who confirmed it and who looked, what others say beside what stands, and every change. */
export function OfferStory({ offer, mayDecide }: { offer: OfferAnswer; mayDecide: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const value = useValueWords()
  const read = useRead<OfferStoryAnswer>(`/api/offers/${offer.id}/story`)
  if (read.state === 'error' && read.refusal)
    return <ErrorState refusal={read.refusal} onRetry={read.reload} />
  if (!read.data) return <Loading lines={3} />
  const { history, checks, suggestions } = read.data
  const field = (name: string) => (t.has(`services.field.${name}`) ? t(`services.field.${name}`) : name)
  return (
    <>
      {suggestions.length > 0 ? (
        <Card level={2} title={t('services.story.others')}>
          <div className="stack">
            {suggestions.map((one) => (
              <Suggestion key={one.id} offer={offer} one={one} mayDecide={mayDecide} />
            ))}
          </div>
        </Card>
      ) : null}
      <SuggestChange offer={offer} />
      <Card level={2} title={t('services.story.truth')}>
        <p>
          {t('services.story.confirmed')}{' '}
          {offer.confirmedAt ? <Since at={offer.confirmedAt} /> : t('services.story.never')}
        </p>
        <p>
          {t('services.story.checked')}{' '}
          {offer.checkedAt ? (
            <>
              <Since at={offer.checkedAt} />
              {offer.checkedHow ? ` · ${t(`services.story.how.${offer.checkedHow}`)}` : null}
            </>
          ) : (
            t('services.story.never')
          )}
        </p>
        {checks.length > 0 ? (
          <ul className="stack tight lines">
            {checks.map((check) => (
              <li key={check.checkedAt}>
                <Day day={check.onDay} /> · {t(`services.story.how.${check.how}`)} ·{' '}
                {t(`services.care.said.${check.said}`)}
                {check.spokeWith ? (
                  <>
                    {' '}
                    · <Name>{check.spokeWith}</Name>
                  </>
                ) : null}
                <span className="soft"> · {nameOf(check.byOrganisation)}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </Card>
      <Disclosure title={t('services.story.history', { count: history.length })}>
        <ul className="stack tight lines">
          {history.map((one) => (
            <li key={`${one.at} ${one.field}`}>
              <b>{field(one.field)}</b> <span className="soft">{value(one.field, one.before)}</span>
              {one.before == null ? null : ' → '}
              {value(one.field, one.after)}
              <div className="soft">
                <Since at={one.at} /> · {t(`services.story.source.${one.source}`)}
                {one.byName ? (
                  <>
                    {' '}
                    · <Name>{one.byName}</Name>
                  </>
                ) : null}
                {one.byOrganisation ? ` · ${nameOf(one.byOrganisation)}` : null}
              </div>
            </li>
          ))}
        </ul>
      </Disclosure>
    </>
  )
}

function Suggestion({
  offer,
  one,
  mayDecide,
}: {
  offer: OfferAnswer
  one: SuggestionItem
  mayDecide: boolean
}) {
  const t = useWords()
  const value = useValueWords()
  const nameOf = useNames()
  const can = takeable(one.proposed)
  const [take, setTake] = useState<readonly string[]>(can)
  const [reason, setReason] = useState('')
  const field = (name: string) => t(`services.field.${name}`)
  return (
    <section className="stack tight">
      <div className="row">
        <h3 className="grow">{t(`services.suggest.about.${one.about}`)}</h3>
        <Chip tone={one.state === 'open' ? 'wait' : 'plain'}>{t(`services.story.state.${one.state}`)}</Chip>
      </div>
      <p className="soft">
        {t(`services.story.from.${one.source}`)}
        {one.sourceName ? ` · ${one.sourceName}` : null}
        {one.byOrganisation ? ` · ${nameOf(one.byOrganisation)}` : null} · <Since at={one.createdAt} />
      </p>
      {one.note ? <p dir="auto">{one.note}</p> : null}
      {Object.keys(one.proposed).map((name) => (
        <dl key={name} className="pairs">
          <div>
            <dt>
              {field(name)} · {t('services.story.stands')}
            </dt>
            <dd>{value(name, standing({ ...offer }, name)) || '–'}</dd>
          </div>
          <div>
            <dt>{t('services.story.says')}</dt>
            <dd>{value(name, one.proposed[name])}</dd>
          </div>
        </dl>
      ))}
      {one.reason ? <p className="soft">{one.reason}</p> : null}
      {one.state === 'open' && mayDecide ? (
        <div className="row">
          {can.length > 0 ? (
            <FormDialog
              opener={t('services.story.take')}
              title={t('services.story.take')}
              send={t('services.story.takeNow')}
              isReady={take.length > 0}
              perform={(perform) =>
                perform('offer.decide_suggestion', { suggestionId: one.id, offerId: offer.id, take })
              }
            >
              <Choices
                label={t('services.story.which')}
                options={can.map((name) => ({
                  value: name,
                  label: `${field(name)}: ${value(name, one.proposed[name])}`,
                }))}
                value={can.filter((name) => take.includes(name))}
                onChange={setTake}
              />
            </FormDialog>
          ) : null}
          <FormDialog
            opener={t('services.story.refuse')}
            openerLook="quiet"
            title={t('services.story.refuse')}
            send={t('services.story.refuse')}
            isReady={reason.trim() !== ''}
            perform={(perform) =>
              perform('offer.decide_suggestion', {
                suggestionId: one.id,
                offerId: offer.id,
                take: [],
                reason: reason.trim(),
              })
            }
          >
            <TextField
              label={t('services.story.reason')}
              value={reason}
              onChange={setReason}
              maxLength={500}
              isRequired
            />
          </FormDialog>
        </div>
      ) : null}
    </section>
  )
}

/** "This is not right": said here, decided by who keeps the entry. */
function SuggestChange({ offer }: { offer: OfferAnswer }) {
  const t = useWords()
  const [about, setAbout] = useState<string>('wrong')
  const [phone, setPhone] = useState('')
  const [hours, setHours] = useState('')
  const [note, setNote] = useState('')
  const proposed = {
    ...(phone.trim() ? { phone: phone.trim() } : {}),
    ...(hours.trim() ? { hours: hours.trim() } : {}),
  }
  return (
    <div>
      <FormDialog
        opener={t('services.suggest.heading')}
        openerLook="quiet"
        title={t('services.suggest.heading')}
        send={t('services.suggest.send')}
        isReady={about !== 'wrong' || note.trim() !== '' || Object.keys(proposed).length > 0}
        perform={(perform) =>
          perform('offer.suggest', {
            suggestionId: newId(),
            offerId: offer.id,
            about,
            proposed,
            ...(note.trim() ? { note: note.trim() } : {}),
          })
        }
      >
        <Choice
          label={t('services.suggest.about')}
          options={suggestionAbout.map((value) => ({ value, label: t(`services.suggest.about.${value}`) }))}
          value={suggestionAbout.find((one) => one === about) ?? null}
          onChange={setAbout}
        />
        {offer.confidential ? null : (
          <TextField
            label={t('services.suggest.phone')}
            value={phone}
            onChange={setPhone}
            type="tel"
            dir="ltr"
            maxLength={40}
            isRequired={false}
          />
        )}
        <TextField
          label={t('services.suggest.hours')}
          value={hours}
          onChange={setHours}
          maxLength={120}
          isRequired={false}
        />
        <TextArea
          label={t('services.suggest.note')}
          help={t('services.suggest.noteHelp')}
          value={note}
          onChange={setNote}
          maxLength={1000}
          isRequired={false}
        />
      </FormDialog>
    </div>
  )
}

/** A value of a field as people read it; codes by their words. */
function useValueWords(): (field: string, value: unknown) => string {
  const t = useWords()
  const placeOf = usePlaceNames()
  const nameOf = useNames()
  return (field, value) => {
    if (value === null || value === undefined || value === '') return ''
    const code = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    if (field === 'state') return t(`services.state.${code}`)
    if (field === 'created') return value === 'draft' ? t('services.state.draft') : ''
    if (field === 'capacity') return t(`services.capacity.${code}`)
    if (field === 'languages')
      return (value as string[]).map((code) => t(`programmes.language.${code}`)).join(t('app.and'))
    if (field === 'areas') return (value as string[]).map(placeOf).join(t('app.and'))
    if (field === 'place_code' || field === 'placeCode') return placeOf(code)
    if (field === 'phone') return formatPhone(code)
    if (field === 'opening') return hoursInWords(t, value as Opening)
    if (field === 'names') return nameOf(value as Parameters<typeof nameOf>[0])
    if (typeof value === 'boolean') return t(value ? 'services.field.yes' : 'services.field.no')
    if (typeof value === 'object')
      return Object.values(value)
        .filter((part) => typeof part === 'string' || typeof part === 'number')
        .join(' · ')
    return code
  }
}
