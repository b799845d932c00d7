import { useNames, useWords } from '../design/language.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import type { MatchAnswer } from '../records/answers.ts'
import { reasonWords } from './OfferCard.tsx'

type Excluded = MatchAnswer['excluded'][number]

/** Why the others do not fit: grouped by the first rule each fails, so that a gap of the directory shows as one. */
export function LeftOut({ excluded }: { excluded: MatchAnswer['excluded'] }) {
  const t = useWords()
  const nameOf = useNames()
  if (excluded.length === 0) return null
  const groups = new Map<string, Excluded[]>()
  for (const one of excluded) {
    const rule = one.rules[0]?.key ?? ''
    groups.set(rule, [...(groups.get(rule) ?? []), one])
  }
  return (
    <Disclosure title={t('services.find.whyNot', { count: excluded.length })}>
      <div className="stack">
        {[...groups].map(([rule, ones]) => (
          <section key={rule} className="stack tight">
            <h3>
              {ones.length === 1 && ones[0]?.rules[0] ? reasonWords(ones[0].rules[0], t) : headingOf(ones, t)}
            </h3>
            <ul className="stack tight lines">
              {ones.map((one) => (
                <li key={one.offerId}>
                  {nameOf(one.organisationNames)}
                  <span className="soft"> · {nameOf(one.names)}</span>
                  {one.rules.length > 1 ? (
                    <span className="soft">
                      {' · '}
                      {one.rules
                        .slice(1)
                        .map((more) => reasonWords(more, t))
                        .join(' · ')}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Disclosure>
  )
}

function headingOf(ones: readonly Excluded[], t: Parameters<typeof reasonWords>[1]): string {
  const [first] = ones
  const rule = first?.rules[0]
  if (!rule) return ''
  // a number of days differs from offer to offer: the longest is said for all
  const longest = Math.max(...ones.map((one) => Number(one.rules[0]?.values?.['days'] ?? 0)))
  return reasonWords({ key: rule.key, values: { ...rule.values, days: longest } }, t)
}
