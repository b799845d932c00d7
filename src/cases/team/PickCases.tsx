import { Yes } from '../../design/Choice.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { Button } from '../../design/Button.tsx'
import type { CaseListItem } from '../../records/answers.ts'
import { DueChip, UrgencyChip, isPast } from '../chips.tsx'

/** Rows to tick; late ones can be ticked all at once. */
export function PickCases({
  cases,
  picked,
  onPick,
  isDisabled,
}: {
  cases: readonly CaseListItem[]
  picked: ReadonlySet<string>
  onPick: (picked: ReadonlySet<string>) => void
  isDisabled: boolean
}) {
  const t = useWords()
  const number = useNumbers()
  const isAll = cases.every(({ id }) => picked.has(id))
  const late = cases.filter(({ nextDueAt }) => isPast(nextDueAt))
  function pick(id: string, isPicked: boolean) {
    const next = new Set(picked)
    if (isPicked) next.add(id)
    else next.delete(id)
    onPick(next)
  }
  return (
    <fieldset className="plain stack tight" disabled={isDisabled}>
      <legend>
        {t('cases.handOverMany.pick')} · {number(picked.size)} / {number(cases.length)}
      </legend>
      <div className="row">
        <Button onPress={() => onPick(new Set(isAll ? [] : cases.map(({ id }) => id)))}>
          {t(isAll ? 'cases.handOverMany.none' : 'cases.handOverMany.all')}
        </Button>
        {late.length > 0 ? (
          <Button onPress={() => onPick(new Set(late.map(({ id }) => id)))}>
            {t('cases.handOverMany.onlyLate', { count: late.length })}
          </Button>
        ) : null}
      </div>
      <ul className="stack tight">
        {cases.map((one) => (
          <li key={one.id} className="pick">
            <Yes
              label={`${one.code} · ${one.displayName}`}
              help={t(`programmes.caseState.${one.state}`)}
              value={picked.has(one.id)}
              onChange={(isPicked) => pick(one.id, isPicked)}
              isDisabled={isDisabled}
            />
            <div className="row">
              <UrgencyChip urgency={one.urgency} />
              {one.nextDueAt ? <DueChip at={one.nextDueAt} late={isPast(one.nextDueAt)} /> : null}
            </div>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
