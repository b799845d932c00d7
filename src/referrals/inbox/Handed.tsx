import type { ReactNode } from 'react'
import { usePlaceNames } from '../../app/place-names.ts'
import { Card, Facts } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Name } from '../../design/Show.tsx'
import { withDigits } from '../../language/numbers.ts'
import type { Words } from '../../language/words.ts'
import type { ReferralAnswer } from '../../records/answers.ts'
import { fieldIn, listIn, textIn } from './read-items.ts'

type Show = (t: Words, item: unknown, placeOf: (code: string) => string) => ReactNode

/** Item by item in the order to read them; how to contact stands apart, above. */
const shows: Readonly<Record<string, Show>> = {
  name: (t, item) => (
    <>
      <b>
        <Name>{textIn(item, 'display') ?? ''}</Name>
      </b>
      {textIn(item, 'mother') ? (
        <div className="soft">
          {t('referrals.received.mother')}: <Name>{textIn(item, 'mother')}</Name>
        </div>
      ) : null}
    </>
  ),
  age: (t, item) => {
    const band = textIn(item, 'band')
    const year = fieldIn(item, 'birthYear')
    return (
      <>
        {band ? t(`programmes.ageBand.${band}`) : null}
        {typeof year === 'number' ? (
          <div className="soft">
            {t('referrals.received.birthYear')}: {withDigits(String(year), t.digits)}
          </div>
        ) : null}
      </>
    )
  },
  sex: (t, item) => (typeof item === 'string' ? t(`programmes.sex.${item}`) : null),
  address: (_, item, placeOf) => (typeof item === 'string' ? placeOf(item) : null),
  household: (t, item) =>
    linesOf(
      listIn(item).map((member) =>
        [
          ['relationship', textIn(member, 'relationship')],
          ['sex', textIn(member, 'sex')],
          ['ageBand', textIn(member, 'ageBand')],
        ]
          .flatMap(([list, code]) =>
            code && code !== 'not_recorded' ? [t(`programmes.${list}.${code}`)] : [],
          )
          .join(t('app.and')),
      ),
      t('referrals.received.noMembers'),
    ),
  documents: (t, item) =>
    linesOf(
      listIn(item).map((code) => t(`programmes.document.${String(code)}`)),
      t('referrals.received.noDocuments'),
    ),
  needs_summary: (t, item) =>
    linesOf(
      listIn(item).map((need) => {
        const severity = fieldIn(need, 'severity')
        const service = t(`services.service.${textIn(need, 'service') ?? ''}`)
        return typeof severity === 'number' ? `${service} · ${t(`programmes.severity.${severity}`)}` : service
      }),
      '',
    ),
  displacement: (t, item) => {
    const status = textIn(item, 'statusCategory')
    return linesOf(
      [
        ...(status ? [t(`programmes.statusCategory.${status}`)] : []),
        ...(fieldIn(item, 'returnedFromAbroad') === true ? [t('referrals.received.returned')] : []),
        ...(fieldIn(item, 'conflictDisplaced') === true ? [t('referrals.received.displaced')] : []),
      ],
      '',
    )
  },
  health_summary: (_, item) => plain(item),
  narrative: (_, item) => plain(item),
}

/** What the person agreed to share with this organisation, as plain labelled facts. */
export function Handed({ snapshot }: { snapshot: NonNullable<ReferralAnswer['snapshot']> }) {
  const t = useWords()
  const placeOf = usePlaceNames()
  const items = Object.entries(shows).flatMap(([item, show]) =>
    item in snapshot
      ? [{ name: t(`programmes.consentItem.${item}`), value: show(t, snapshot[item], placeOf) }]
      : [],
  )
  if (items.length === 0) return null
  return (
    <Card level={2} title={t('referrals.received.handed')}>
      <p className="soft">{t('referrals.received.handedOnly')}</p>
      <Facts items={items} />
    </Card>
  )
}

function linesOf(lines: readonly string[], none: string): ReactNode {
  if (lines.length === 0) return none
  return (
    <ul>
      {lines.map((line, place) => (
        <li key={place}>{line}</li>
      ))}
    </ul>
  )
}

function plain(item: unknown): ReactNode {
  return typeof item === 'string' ? <Name>{item}</Name> : null
}
