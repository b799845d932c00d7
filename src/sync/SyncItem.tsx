import { useSyncExternalStore } from 'react'
import { outbox } from '../app/device.ts'
import { copyWatch } from '../app/offline/copy-seen.ts'
import type { OutboxItem } from '../app/outbox.ts'
import { Button, Link } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import { FormError, Notice } from '../design/States.tsx'
import { actionName } from './action-name.ts'
import { CopySealed } from './CopySealed.tsx'
import { ItemState } from './ItemState.tsx'

/** One thing that was written: what, for which case, when, where it stands, and why it waits. */
export function SyncItem({ item }: { item: OutboxItem }) {
  const t = useWords()
  return (
    <Card title={actionName(t, item.name)} aside={<ItemState item={item} />}>
      <p className="soft">
        <Instant at={new Date(item.at).toISOString()} />
        <OfCase caseId={(item.input as { caseId?: unknown } | null | undefined)?.caseId} />
      </p>
      {item.isParked ? (
        <>
          <Notice tone="late" title={t('sync.parked.title')}>
            {t('sync.parked.next')}
          </Notice>
          <CopySealed id={item.id} />
        </>
      ) : (
        <FormError refusal={item.refusal} />
      )}
      {item.state === 'refused' ? (
        <div className="row">
          <Button onPress={() => outbox.dismiss(item.id)}>{t('app.sync.dismiss')}</Button>
        </div>
      ) : null}
    </Card>
  )
}

export function OfCase({ caseId }: { caseId: unknown }) {
  const t = useWords()
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  if (typeof caseId !== 'string') return null
  const known = copy?.cases.get(caseId)
  return (
    <>
      {' · '}
      <Link href={`/cases/${caseId}`}>
        {known ? (
          <>
            <Code>{known.code}</Code> · <Name>{known.name}</Name>
          </>
        ) : (
          t('sync.item.openCase')
        )}
      </Link>
    </>
  )
}
