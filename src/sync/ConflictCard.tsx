import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { useAction } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import type { DecisionItem } from '../records/sync-answers.ts'
import { actionName } from './action-name.ts'
import { DueBy } from './DueBy.tsx'
import { OtherValue } from './OtherValue.tsx'
import { fieldName, valueWords } from './value-words.ts'

/** Both sides beside each other: what, who, when; and the three ways out. */
export function ConflictCard({ item, onDone }: { item: DecisionItem; onDone: () => void }) {
  const t = useWords()
  const action = useAction()
  const [isWriting, setIsWriting] = useState(false)
  const isStep = ['to', 'reason', 'kind'].includes(item.field)
  async function take(choice: 'standing' | 'offered' | 'other', value?: unknown) {
    const answer = await action.perform('conflict.decide', {
      conflictId: item.id,
      caseId: item.caseId,
      ...(item.needId === null ? {} : { needId: item.needId }),
      take: choice,
      ...(choice === 'other' ? { value } : {}),
    })
    if (answer.outcome !== 'refused') onDone()
  }
  return (
    <Card
      href={`/cases/${item.caseId}`}
      title={
        <>
          <Code>{item.caseCode}</Code> · <Name>{item.caseName}</Name>
        </>
      }
      aside={<DueBy at={item.dueAt} />}
    >
      <p>
        <b>{isStep ? actionName(t, item.action) : fieldName(t, item.field)}</b>
        {' · '}
        {t(`sync.conflict.rule.${item.rule}`)}
      </p>
      <div className="pairs">
        <Side
          title={t('sync.conflict.standing')}
          value={valueWords(t, item.field, item.standing)}
          by={item.standingByName}
          at={item.standingAt}
          take={t('sync.conflict.takeStanding')}
          onTake={item.mayDecide ? () => take('standing') : null}
          isPending={action.isPending}
        />
        <Side
          title={t('sync.conflict.offered')}
          value={valueWords(t, item.field, item.offered)}
          by={item.offeredByName}
          at={item.offeredAt}
          take={t('sync.conflict.takeOffered')}
          onTake={item.mayDecide ? () => take('offered') : null}
          isPending={action.isPending}
        />
      </div>
      {item.mayDecide ? (
        <OtherValue
          item={item}
          isOpen={isWriting}
          onOpen={setIsWriting}
          isPending={action.isPending}
          onTake={(value) => take('other', value)}
        />
      ) : (
        <p className="soft">{t('sync.conflict.notYours')}</p>
      )}
      <ActionState action={action} />
    </Card>
  )
}

interface SideProps {
  readonly title: string
  readonly value: string
  readonly by: string | null
  readonly at: string | null
  readonly take: string
  readonly onTake: (() => void) | null
  readonly isPending: boolean
}

function Side({ title, value, by, at, take, onTake, isPending }: SideProps) {
  const t = useWords()
  return (
    <section className="card" aria-label={title}>
      <h4>{title}</h4>
      <p className="written">
        <Name>{value}</Name>
      </p>
      <p className="soft">
        {by ? <Name>{by}</Name> : t('sync.conflict.nobodyNamed')}
        {at ? (
          <>
            {' · '}
            <Instant at={at} />
          </>
        ) : null}
      </p>
      {onTake ? (
        <Button onPress={onTake} isDisabled={isPending} aria-label={`${take}: ${value}`}>
          {take}
        </Button>
      ) : null}
    </section>
  )
}
