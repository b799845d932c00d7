import { usePlaceNames } from '../../app/place-names.ts'
import { LinkButton } from '../../design/Button.tsx'
import { Card, Facts, Reasons } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Name } from '../../design/Show.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import type { DatePrecision } from '../../language/dates.ts'
import type { CaseAnswer } from '../../records/answers.ts'
import { ChosenWord } from './ChosenWord.tsx'

/** What is known of the person, and why the programme is (not) meant for them. */
export function AboutPerson({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const placeName = usePlaceNames()
  const { person } = file
  const place = person.placeCode ?? file.placeCode
  const site = me.sites.find(({ id }) => id === file.siteId)
  const yesNo = (value: boolean | null) =>
    value === null ? t('app.notKnown') : t(value ? 'app.yes' : 'app.no')
  return (
    <section id="about">
      <Card level={2} title={t('cases.sections.about')}>
        <Facts
          items={[
            { name: t('cases.about.name'), value: <Name>{person.displayName}</Name> },
            { name: t('cases.about.personCode'), value: <Code>{person.code}</Code> },
            {
              name: t('programmes.field.statusCategory'),
              value: t(`programmes.statusCategory.${file.statusCategory}`),
            },
            { name: t('programmes.field.ageBand'), value: t(`programmes.ageBand.${file.ageBand}`) },
            { name: t('people.birth'), value: <Birth file={file} /> },
            { name: t('programmes.field.sex'), value: t(`programmes.sex.${file.sex}`) },
            { name: t('people.place'), value: place ? placeName(place) : t('app.notKnown') },
            { name: t('programmes.condition.returnedFromAbroad'), value: yesNo(file.returnedFromAbroad) },
            { name: t('programmes.condition.conflictDisplaced'), value: yesNo(file.conflictDisplaced) },
            {
              name: t('people.documents'),
              value:
                file.documentsHeld === null
                  ? t('app.notKnown')
                  : file.documentsHeld.length === 0
                    ? t('cases.about.noDocuments')
                    : file.documentsHeld.map((code) => t(`programmes.document.${code}`)).join(t('app.and')),
            },
            { name: t('programmes.field.openedOn'), value: <Day day={file.openedOn} /> },
            { name: t('programmes.field.siteId'), value: site ? nameOf(site.names) : '' },
            { name: t('cases.list.officer'), value: <Name>{file.officerName}</Name> },
          ]}
        />
        <h3>{t(`programmes.eligibility.${file.eligibility.result}`)}</h3>
        <Reasons
          items={file.eligibility.reasons.map(({ key, met }) => ({
            fits: met === true,
            text: `${t(`programmes.condition.${key}`)}: ${t(`programmes.conditionResult.${met === null ? 'unknown' : met ? 'met' : 'not_met'}`)}`,
          }))}
        />
        <div className="row no-print">
          <LinkButton href={`/cases/${file.id}/correct`}>{t('cases.correct')}</LinkButton>
          <ChosenWord file={file} />
        </div>
      </Card>
    </section>
  )
}

function Birth({ file: { person } }: { file: CaseAnswer }) {
  const t = useWords()
  const { birthDate, birthYear, birthPrecision } = person
  const day = birthDate ?? (birthYear ? `${birthYear}-01-01` : null)
  return day ? <Day day={day} precision={birthPrecision as DatePrecision} /> : t('language.date.unknown')
}
