import { useState } from 'react'
import { reads } from '../app/device.ts'
import { useRead } from '../app/hooks.ts'
import { ask, unreachable } from '../app/http.ts'
import { Button } from '../design/Button.tsx'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Since } from '../design/Show.tsx'
import { ErrorState, FormError, Loading, type RefusalSeen } from '../design/States.tsx'
import { deviceWords } from './device-words.ts'

interface SessionItem {
  readonly id: string
  readonly kind: string
  readonly label: string | null
  readonly way: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly current: boolean
}

/** Where one is signed in: a device nobody recognises is signed out from here. */
export function Sessions() {
  const t = useWords()
  const read = useRead<{ items: readonly SessionItem[] }>('/api/sessions')
  if (read.state === 'error' && read.refusal)
    return <ErrorState refusal={read.refusal} onRetry={read.reload} />
  if (!read.data) return <Loading lines={1} />
  return (
    <div className="stack tight">
      <h3>{t('staff.sessions.title')}</h3>
      <ul className="stack tight">
        {read.data.items.map((item) => (
          <Session key={item.id} item={item} />
        ))}
      </ul>
    </div>
  )
}

function Session({ item }: { item: SessionItem }) {
  const t = useWords()
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  async function end() {
    setIsPending(true)
    const answer = await ask(`/api/sessions/${item.id}/end`, { body: {} })
    setIsPending(false)
    if (answer.kind === 'ok') return reads.refresh()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }
  const wayKey = `staff.sessions.way.${item.way}`
  return (
    <li className="row">
      <span className="grow">
        {item.kind === 'browser' ? deviceWords(t, item.label) : (item.label ?? t('staff.sessions.program'))}
        <span className="soft">
          {item.kind === 'browser' && t.has(wayKey) ? ` · ${t(wayKey)}` : null}
          <br />
          {t('staff.sessions.since')} <Instant at={item.createdAt} /> · {t('staff.sessions.seen')}{' '}
          <Since at={item.lastSeenAt} />
        </span>
        <FormError refusal={refusal} />
      </span>
      {item.current ? (
        <Chip tone="calm">{t('staff.sessions.here')}</Chip>
      ) : (
        <Button look="quiet" onPress={end} isPending={isPending}>
          {t('staff.sessions.end')}
        </Button>
      )}
    </li>
  )
}
