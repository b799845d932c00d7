import { useState } from 'react'
import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { Facts } from '../../design/Card.tsx'
import { Yes } from '../../design/Choice.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Name } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice, PrintButton } from '../../design/States.tsx'
import type { DatePrecision } from '../../language/dates.ts'
import type { RecordCopy as Copy } from '../../records/answers.ts'

/** The copy that a person takes home (DP-25). No note is on it before somebody read that it tells of nobody else. */
export default function RecordCopy() {
  const t = useWords()
  const caseId = useParam('caseId')
  const { data, state, refusal, reload } = useRead<Copy>(`/api/cases/${caseId}/copy`)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const title = t('cases.copy.title')
  return (
    <Page title={title} tab={title} back={`/cases/${caseId}`}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <>
          <div className="no-print stack">
            <Notice tone="wait">{t('cases.copy.hand')}</Notice>
            {data.notes.map((note) => (
              <div key={note.id} className="card stack tight">
                <p className="written">
                  <Name>{note.text}</Name>
                </p>
                <Yes
                  label={t('cases.copy.include')}
                  value={chosen.includes(note.id)}
                  onChange={(isChosen) =>
                    setChosen(isChosen ? [...chosen, note.id] : chosen.filter((id) => id !== note.id))
                  }
                />
              </div>
            ))}
            <div className="row">
              <PrintButton />
            </div>
          </div>
          <Sheet copy={data} chosen={chosen} />
        </>
      ) : (
        <Loading />
      )}
    </Page>
  )
}

function Sheet({ copy, chosen }: { copy: Copy; chosen: readonly string[] }) {
  const t = useWords()
  const nameOf = useNames()
  const { person } = copy
  const notes = copy.notes.filter(({ id }) => chosen.includes(id))
  return (
    <article className="paper">
      <h2>
        {t('cases.copy.title')} · <Code>{copy.code}</Code>
      </h2>
      <h3>{t('cases.copy.person')}</h3>
      <Facts
        items={[
          { name: t('cases.copy.name'), value: <Name>{person.name}</Name> },
          { name: t('cases.copy.personCode'), value: <Code>{person.code}</Code> },
          ...(person.born === null
            ? []
            : [
                {
                  name: t('cases.copy.born'),
                  value: <Day day={person.born} precision={person.bornPrecision as DatePrecision} />,
                },
              ]),
          ...(person.phone === null
            ? []
            : [{ name: t('cases.copy.phone'), value: <Code>{person.phone}</Code> }]),
        ]}
      />
      <h3>{t('cases.sections.needs')}</h3>
      <ul>
        {copy.needs.map((need, place) => (
          <li key={place}>
            {t(`services.service.${need.service}`)} · {t(`programmes.needState.${need.state}`)} ·{' '}
            <Day day={need.on} />
          </li>
        ))}
      </ul>
      <h3>{t('cases.sections.consents')}</h3>
      <ul>
        {copy.consents.map((consent, place) => (
          <li key={place}>
            {nameOf(consent.organisationNames)} ·{' '}
            {consent.items.map((item) => t(`referrals.item.${item}`)).join(t('app.and'))} ·{' '}
            <Day day={consent.givenOn} />
            {consent.withdrawnAt ? ` · ${t('cases.story.consent.withdraw')}` : ''}
          </li>
        ))}
      </ul>
      <h3>{t('cases.copy.referrals')}</h3>
      <ul>
        {copy.referrals.map((referral) => (
          <li key={referral.code}>
            <Code>{referral.code}</Code> · {t(`services.service.${referral.service}`)} ·{' '}
            {nameOf(referral.organisationNames)} · {t(`referrals.state.${referral.state}`)}
          </li>
        ))}
      </ul>
      {copy.others.length > 0 ? (
        <>
          <h3>{t('cases.copy.others')}</h3>
          <ul>
            {copy.others.map((other, place) => (
              <li key={place}>
                {t(`programmes.relationship.${other.relationship}`)} ·{' '}
                {t(`programmes.ageBand.${other.ageBand}`)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {notes.length > 0 ? (
        <>
          <h3>{t('cases.copy.notes')}</h3>
          {notes.map((note) => (
            <p key={note.id} className="written">
              <Day day={note.on} /> · <Name>{note.text}</Name>
            </p>
          ))}
        </>
      ) : null}
    </article>
  )
}
