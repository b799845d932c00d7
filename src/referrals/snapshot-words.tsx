import type { ReactNode } from 'react'
import { usePlaceNames } from '../app/place-names.ts'
import { useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import { withDigits } from '../language/numbers.ts'
import { formatPhone } from '../language/text.ts'
import type { Words } from '../language/words.ts'
import type { ReferralAnswer } from '../records/answers.ts'
import { shareableItems } from './snapshot.ts'

type Handed = Readonly<Record<string, unknown>>
type Show = (value: unknown, t: Words, placeName: (code: string) => string) => ReactNode

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const of = (value: unknown): Handed => (typeof value === 'object' && value !== null ? (value as Handed) : {})
const rows = (value: unknown): readonly Handed[] => (Array.isArray(value) ? value.map(of) : [])
const joined = (parts: readonly (string | false)[]) => parts.filter(Boolean).join(' · ')

const shows: Readonly<Record<string, Show>> = {
  name: (value) => <Name>{text(of(value)['display'])}</Name>,
  phone: (value, t) => (
    <>
      <Code>{formatPhone(text(of(value)['number']))}</Code>{' '}
      {t(`programmes.contactSafety.${text(of(value)['mode'])}`)} <Name>{text(of(value)['hours'])}</Name>
    </>
  ),
  age: (value, t) => {
    const { band, birthYear } = of(value)
    return joined([
      t(`programmes.ageBand.${text(band)}`),
      typeof birthYear === 'number' && withDigits(String(birthYear), t.digits),
    ])
  },
  sex: (value, t) => t(`programmes.sex.${text(value)}`),
  address: (value, _t, placeName) => placeName(text(value)),
  household: (value, t) =>
    rows(value)
      .map(
        ({ relationship, ageBand }) =>
          `${t(`programmes.relationship.${text(relationship)}`)} (${t(`programmes.ageBand.${text(ageBand)}`)})`,
      )
      .join(t('app.and')),
  documents: (value, t) =>
    Array.isArray(value) && value.length > 0
      ? value.map((code) => t(`programmes.document.${text(code)}`)).join(t('app.and'))
      : t('cases.about.noDocuments'),
  needs_summary: (value, t) =>
    rows(value)
      .map(
        ({ service, severity }) =>
          `${t(`services.service.${text(service)}`)} (${t(`programmes.severity.${String(severity)}`)})`,
      )
      .join(t('app.and')),
  displacement: (value, t) => t(`programmes.statusCategory.${text(of(value)['statusCategory'])}`),
  health_summary: (value) => <Name>{text(value)}</Name>,
  narrative: (value) => <span className="written">{text(value)}</span>,
  safe_contact: (value, t) => {
    const { mode, hours, callAs, codeWord, through } = of(value)
    return (
      <Name>
        {joined([
          t(`programmes.contactSafety.${text(mode)}`),
          text(hours),
          text(callAs),
          text(codeWord),
          text(through),
        ])}
      </Name>
    )
  },
}

/** The items of a referral with their content where it was handed over; before sending, their names alone. */
export function useSnapshotWords({
  sharedItems,
  snapshot,
}: Pick<ReferralAnswer, 'sharedItems' | 'snapshot'>): { name: string; value: ReactNode }[] {
  const t = useWords()
  const placeName = usePlaceNames()
  return shareableItems
    .filter((item) => sharedItems.includes(item))
    .map((item) => ({
      name: t(`programmes.consentItem.${item}`),
      value: snapshot && snapshot[item] !== undefined ? shows[item]?.(snapshot[item], t, placeName) : '—',
    }))
}
