import { Link } from '../design/Button.tsx'
import { Chip } from '../design/Card.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import type { PersonFound } from '../records/answers.ts'
import { withDigits } from '../language/numbers.ts'

/** Who may be the same person: the least that tells two people apart; the name only where the case is one's own. */
export function FoundPeople({ items }: { items: readonly PersonFound[] }) {
  const t = useWords()
  const nameOf = useNames()
  return (
    <ul className="stack tight" aria-label={t('people.search.found')}>
      {items.map((person) => (
        <li key={person.personId} className="card">
          <div className="row">
            <b className="grow">
              <Code>{person.code}</Code> · <Name>{person.displayName ?? person.initials}</Name>
            </b>
            {person.mine ? <Chip tone="calm">{t('people.search.mine')}</Chip> : null}
          </div>
          <p className="soft">
            {[
              t(`programmes.sex.${person.sex}`),
              person.birthYear ? withDigits(String(person.birthYear), t.digits) : t('people.search.noYear'),
              nameOf(person.siteNames),
            ].join(' · ')}
          </p>
          {person.caseId ? (
            <p>
              <Link href={`/cases/${person.caseId}`}>{t('people.search.openCase')}</Link>
            </p>
          ) : (
            <p className="soft">{t('people.search.elsewhere')}</p>
          )}
        </li>
      ))}
    </ul>
  )
}
