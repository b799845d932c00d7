import { useState } from 'react'
import { useBatch } from '../../app/batch.ts'
import { useList, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useSearchParam } from '../../app/address.ts'
import { Button, LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import {
  EmptyState,
  ErrorState,
  Loading,
  Notice,
  Pager,
  Progress,
  useRefusalWords,
} from '../../design/States.tsx'
import type { CaseListItem, Colleague } from '../../records/answers.ts'
import { HandOverForm } from './HandOverForm.tsx'
import { PickCases } from './PickCases.tsx'
import './team.css'

/** Gives cases of one officer to a colleague, with the note that goes along (SOP 6.4). */
export default function HandOver() {
  const t = useWords()
  const officer = useSearchParam('officer')
  const first = useSearchParam('case')
  const cases = useList<CaseListItem>(officer ? `/api/cases?officer=${officer}&sort=due&limit=200` : null)
  const colleagues = useRead<{ items: readonly Colleague[] }>('/api/colleagues')
  const [picked, setPicked] = useState<ReadonlySet<string>>(() => new Set(first ? [first] : []))
  const batch = useBatch<HandOverStep>()
  const failed = cases.refusal ?? colleagues.refusal
  const chosen = cases.items.filter(({ id }) => picked.has(id))
  async function handOver(accountId: string, note: string) {
    const ended = await batch.run(
      chosen.map(({ id, code }) => ({
        name: 'case.hand_over',
        code,
        input: { caseId: id, accountId, note },
      })),
    )
    setPicked(new Set(ended.refused.map(({ step }) => step.input.caseId)))
  }
  return (
    <Page title={t('cases.handOverMany.title')} tab={t('cases.handOverMany.title')} back="/team">
      {failed && (cases.state === 'error' || colleagues.state === 'error') ? (
        <ErrorState refusal={failed} onRetry={cases.reload} />
      ) : cases.state === 'loading' || !colleagues.data ? (
        <Loading />
      ) : (
        <>
          <Outcome batch={batch} />
          {cases.items.length === 0 ? (
            <EmptyState
              title={t('cases.handOverMany.empty')}
              action={<LinkButton href="/team">{t('cases.day.toTeam')}</LinkButton>}
            >
              {t('cases.handOverMany.emptyNext')}
            </EmptyState>
          ) : (
            <>
              <PickCases
                cases={cases.items}
                picked={picked}
                onPick={setPicked}
                isDisabled={batch.isRunning}
              />
              <Pager {...cases} />
              <HandOverForm
                officerId={officer ?? ''}
                chosen={chosen}
                colleagues={colleagues.data.items}
                isRunning={batch.isRunning}
                onSend={handOver}
              />
            </>
          )}
        </>
      )}
    </Page>
  )
}

interface HandOverStep {
  readonly name: string
  readonly code: string
  readonly input: { readonly caseId: string; readonly accountId: string; readonly note: string }
}

/** How far it is, and which cases stayed where they were. */
function Outcome({ batch }: { batch: ReturnType<typeof useBatch<HandOverStep>> }) {
  const t = useWords()
  const say = useRefusalWords()
  if (batch.total === 0) return null
  if (batch.isRunning)
    return <Progress label={t('cases.handOverMany.running')} value={batch.done} max={batch.total} />
  return (
    <>
      <Notice
        tone="calm"
        title={t('cases.handOverMany.done', { count: batch.total - batch.refused.length })}
      />
      {batch.refused.length > 0 ? (
        <Notice tone="late" title={t('cases.handOverMany.refused', { count: batch.refused.length })}>
          <ul>
            {batch.refused.map(({ step, refusal }) => (
              <li key={step.input.caseId}>
                <bdi dir="ltr">{step.code}</bdi>: {say(refusal)}
              </li>
            ))}
          </ul>
          <Button onPress={batch.reset}>{t('cases.handOverMany.understood')}</Button>
        </Notice>
      ) : null}
    </>
  )
}
