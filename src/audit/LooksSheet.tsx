import { useState } from 'react'
import { useWordsIn } from '../app/words-in.ts'
import { Choice } from '../design/Choice.tsx'
import { LanguageProvider, useWords } from '../design/language.tsx'
import { Code, Day } from '../design/Show.tsx'
import { PrintButton } from '../design/States.tsx'
import { isLocale, locales, localeFacts } from '../language/locales.ts'
import type { Look, WhoLookedAnswer } from '../records/answers.ts'
import { useOrganisation } from './LooksTable.tsx'
import { seenThing } from './looks.ts'

/** The sheet for the person who asks who looked, in their language: roles and organisations, no names; what was seen, and when. */
export function LooksSheet({ answer }: { answer: WhoLookedAnswer }) {
  const t = useWords()
  const [language, setLanguage] = useState(isLocale(answer.language) ? answer.language : t.locale)
  const spoken = useWordsIn(language)
  const { languageTag, direction } = localeFacts(spoken.locale)
  return (
    <section className="stack" aria-label={t('audit.sheet.title')}>
      <div className="stack no-print">
        <Choice
          label={t('audit.sheet.language')}
          columns={2}
          options={locales.map(({ code, ownName }) => ({ value: code, label: ownName }))}
          value={language}
          onChange={setLanguage}
        />
        <div className="row">
          <span className="grow soft">{t('audit.sheet.help')}</span>
          <PrintButton />
        </div>
      </div>
      <div lang={languageTag} dir={direction}>
        <LanguageProvider words={spoken}>
          <Sheet answer={answer} />
        </LanguageProvider>
      </div>
    </section>
  )
}

function Sheet({ answer }: { answer: WhoLookedAnswer }) {
  const t = useWords()
  const seen = answer.looks.filter(({ saw }) => saw)
  return (
    <article className="paper">
      <h2>{t('audit.sheet.title')}</h2>
      <p>
        {t('audit.sheet.code')} <Code>{answer.code}</Code>
      </p>
      <p>{t('audit.sheet.about')}</p>
      {seen.length === 0 ? <p>{t('audit.looked.nobody')}</p> : <Lines looks={seen} />}
      {answer.more ? <p>{t('audit.looked.more')}</p> : null}
      <p className="soft">{t('audit.sheet.ask')}</p>
    </article>
  )
}

function Lines({ looks }: { looks: readonly Look[] }) {
  const t = useWords()
  const organisation = useOrganisation()
  const who = (look: Look): string => {
    if (look.kind === 'visitor') return t('audit.looked.byCode')
    if (!look.mine) return organisation(look)
    const roles = (look.roles ?? []).map((role) => t(`staff.role.${role}`))
    return roles.length > 0 ? roles.join(t('app.and')) : t('audit.looked.colleague')
  }
  // one line for everybody and every day: what they saw on it
  const lines = new Map<string, Look[]>()
  for (const look of looks) {
    const key = `${look.day} ${who(look)}`
    lines.set(key, [...(lines.get(key) ?? []), look])
  }
  return (
    <table className="sheet">
      <thead>
        <tr>
          <th scope="col">{t('audit.looked.when')}</th>
          <th scope="col">{t('audit.looked.who')}</th>
          <th scope="col">{t('audit.looked.what')}</th>
        </tr>
      </thead>
      <tbody>
        {[...lines].map(([key, [first, ...rest]]) =>
          first === undefined ? null : (
            <tr key={key}>
              <th scope="row" data-label={t('audit.looked.when')}>
                <Day day={first.day} />
              </th>
              <td data-label={t('audit.looked.who')}>{who(first)}</td>
              <td data-label={t('audit.looked.what')}>
                {[first, ...rest]
                  .map((look) =>
                    t('audit.looked.whatTimes', {
                      what: t(`audit.thing.${seenThing(look)}`),
                      count: look.times,
                    }),
                  )
                  .join(t('app.and'))}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
