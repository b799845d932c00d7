import { useChoices } from '../../app/choices.ts'
import { isFieldMode } from '../../app/preferences.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { Select } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { urgencies } from '../urgency.ts'

export interface CaseFilter {
  /** `mine`, `all`, or the id of a site. */
  readonly scope: string
  readonly state: string | null
  readonly urgency: string | null
  readonly late: boolean
  readonly closed: boolean
}
export const everything: CaseFilter = {
  scope: 'mine',
  state: null,
  urgency: null,
  late: false,
  closed: false,
}

export function pathOf({ scope, state, urgency, late, closed }: CaseFilter): string {
  const ask = new URLSearchParams({ sort: 'due', limit: isFieldMode() ? '15' : '50' })
  if (scope === 'mine') ask.set('mine', '1')
  else if (scope !== 'all') ask.set('site', scope)
  if (state) ask.set('state', state)
  if (urgency) ask.set('urgency', urgency)
  if (late && !closed) ask.set('late', '1')
  if (closed) ask.set('closed', '1')
  return `/api/cases?${ask}`
}

export function CaseFilters({
  value,
  onChange,
}: {
  value: CaseFilter
  onChange: (value: CaseFilter) => void
}) {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const states = useChoicesOfStates()
  const set = (part: Partial<CaseFilter>) => onChange({ ...value, ...part })
  return (
    <div className="stack">
      <Choice
        label={t('cases.list.whose')}
        columns={2}
        options={[
          { value: 'mine', label: t('cases.list.mine') },
          { value: 'all', label: t('cases.list.all') },
          ...(me.sites.length > 1
            ? me.sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))
            : []),
        ]}
        value={value.scope}
        onChange={(scope) => set({ scope })}
      />
      <Select
        label={t('cases.list.urgency')}
        none={t('cases.list.any')}
        options={urgencies.map((code) => ({
          value: code,
          label: `${t(`programmes.urgency.${code}`)} · ${code}`,
        }))}
        value={value.urgency}
        onChange={(urgency) => set({ urgency })}
      />
      <Select
        label={t('cases.list.state')}
        none={t('cases.list.any')}
        options={states}
        value={value.state}
        onChange={(state) => set({ state })}
      />
      <Yes
        label={t('cases.list.onlyLate')}
        value={value.late}
        onChange={(late) => set({ late, closed: false })}
      />
      <Yes
        label={t('cases.list.closed')}
        value={value.closed}
        onChange={(closed) => set({ closed, late: false })}
      />
    </div>
  )
}

function useChoicesOfStates() {
  return useChoices('caseState', [
    'intake',
    'screened',
    'advice_only',
    'open_assessment',
    'plan_agreed',
    'in_progress',
    'review_due',
    'closing',
    'reopened',
  ])
}
