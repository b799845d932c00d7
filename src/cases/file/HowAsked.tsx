import type { ReactNode } from 'react'
import { Facts } from '../../design/Card.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import type { ConsentDetail } from '../../records/answers.ts'

/** How the person was asked; what nobody wrote down is said to be missing. */
export function HowAsked({ consent }: { consent: ConsentDetail }) {
  const t = useWords()
  const missing = t('people.consent.notRecorded')
  const said = (value: string | null, prefix: string) =>
    value === null || value === 'not_recorded' ? missing : t(`${prefix}.${value}`)
  const who: ReactNode = [
    said(consent.givenBy, 'people.consent.giver'),
    consent.guardianRelation ? t(`people.consent.guardianRelation.${consent.guardianRelation}`) : '',
  ]
    .filter(Boolean)
    .join(' · ')
  const items = [
    { name: t('people.consent.fact.who'), value: who },
    { name: t('people.consent.fact.form'), value: said(consent.form, 'programmes.consentHow') },
    ...(consent.ageRule
      ? [
          {
            name: t('people.consent.fact.assent'),
            value: `${t(`people.consent.ageRule.${consent.ageRule}`)} · ${said(consent.assent, 'people.consent.assent')}`,
          },
        ]
      : []),
    {
      name: t('people.consent.fact.present'),
      value:
        consent.present === null
          ? missing
          : consent.present.map((code) => t(`people.consent.presence.${code}`)).join(t('app.and')),
    },
    {
      name: t('people.consent.fact.text'),
      value: `${consent.textVersion === 0 ? missing : t('people.spoken.version', { version: consent.textVersion })} · ${t(`programmes.language.${consent.language}`)}`,
    },
    ...(consent.interpreterPresent
      ? [
          {
            name: t('people.consent.fact.interpreter'),
            value: (
              <>
                {said(consent.interpreterMode, 'people.consent.interpreter')}{' '}
                {consent.interpreterCode ? <Code>{consent.interpreterCode}</Code> : null}
              </>
            ),
          },
        ]
      : []),
    {
      name: t('people.consent.fact.understood'),
      value: consent.understood === null ? missing : t(consent.understood ? 'app.yes' : 'app.no'),
    },
    { name: t('people.consent.fact.enteredBy'), value: <Name>{consent.enteredByName}</Name> },
  ]
  return (
    <Disclosure title={t('people.consent.more')} isCard={false}>
      <Facts items={items} />
      {consent.declined.length > 0 ? (
        <p>
          {t('people.consent.declined', {
            purposes: consent.declined.map((one) => t(`programmes.purpose.${one}`)).join(t('app.and')),
          })}
        </p>
      ) : null}
    </Disclosure>
  )
}
