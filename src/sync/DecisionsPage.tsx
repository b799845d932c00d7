import { useState } from 'react'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { EmptyState, ErrorState, Loading } from '../design/States.tsx'
import { supervisingRoles } from '../permissions/roles.ts'
import type { DecisionsAnswer, HeldAnswer } from '../records/sync-answers.ts'
import { ConflictCard } from './ConflictCard.tsx'
import { HeldCard } from './HeldCard.tsx'

type Scope = 'mine' | 'office'

/** What two people wrote without knowing of each other, and what could not be done: a person decides, nothing is lost. */
export default function DecisionsPage() {
  const t = useWords()
  const me = useMe()
  const supervises = me.roles.some((role) => supervisingRoles.includes(role))
  const [scope, setScope] = useState<Scope>(
    supervises && window.location.hash === '#office' ? 'office' : 'mine',
  )
  const decisions = useRead<DecisionsAnswer>(`/api/decisions?scope=${scope}`)
  const held = useRead<HeldAnswer>(`/api/held?scope=${scope}`)
  const reload = () => {
    decisions.reload()
    held.reload()
  }
  const refusal = decisions.refusal ?? held.refusal
  return (
    <Page title={t('sync.decisions.title')} tab={t('sync.decisions.title')} back="/sync">
      {supervises ? (
        <Choice
          label={t('sync.decisions.whose')}
          columns={2}
          options={(['mine', 'office'] as const).map((value) => ({
            value,
            label: t(`sync.decisions.${value}`),
          }))}
          value={scope}
          onChange={setScope}
        />
      ) : null}
      {decisions.data && held.data ? (
        <Lists decisions={decisions.data} held={held.data} onDone={reload} />
      ) : refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}

interface Lists {
  readonly decisions: DecisionsAnswer
  readonly held: HeldAnswer
  readonly onDone: () => void
}

function Lists({ decisions, held, onDone }: Lists) {
  const t = useWords()
  const firsts = held.items.filter(({ id, groupId }) => id === groupId)
  const known = new Set(firsts.map(({ groupId }) => groupId))
  // of a group the first stands for all; where it is settled already, each stands for itself
  const shown = [...firsts, ...held.items.filter(({ groupId }) => !known.has(groupId))]
  if (decisions.items.length + shown.length === 0)
    return <EmptyState title={t('sync.decisions.none')}>{t('sync.decisions.noneNext')}</EmptyState>
  return (
    <>
      {decisions.items.length > 0 ? (
        <section className="stack" aria-labelledby="two-values">
          <h2 id="two-values">{t('sync.conflict.title')}</h2>
          <p className="soft">{t('sync.conflict.what')}</p>
          {decisions.items.map((item) => (
            <ConflictCard key={item.id} item={item} onDone={onDone} />
          ))}
        </section>
      ) : null}
      {shown.length > 0 ? (
        <section className="stack" aria-labelledby="not-done">
          <h2 id="not-done">{t('sync.held.title')}</h2>
          <p className="soft">{t('sync.held.what')}</p>
          {shown.map((item) => (
            <HeldCard
              key={item.id}
              item={item}
              others={
                item.id === item.groupId
                  ? held.items.filter(({ id, groupId }) => groupId === item.groupId && id !== groupId)
                  : []
              }
              onDone={onDone}
            />
          ))}
        </section>
      ) : null}
    </>
  )
}
