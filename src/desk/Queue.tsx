import type { ReactNode } from 'react'
import { Card } from '../design/Card.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { useWords } from '../design/language.tsx'

interface QueueProps<T> {
  title: string
  /** What to know before working on it. */
  rule?: string | undefined
  items: readonly T[]
  isDone: (item: T) => boolean
  /** The button that adds one. */
  add: ReactNode
  one: (item: T) => ReactNode
}

/** What waits, the earliest due first; what is finished lies folded beneath. */
export function Queue<T extends { readonly id: string }>({
  title,
  rule,
  items,
  isDone,
  add,
  one,
}: QueueProps<T>) {
  const t = useWords()
  const waiting = items.filter((item) => !isDone(item))
  const done = items.filter(isDone)
  return (
    <section className="stack" aria-label={title}>
      <Card level={2} title={title}>
        {rule ? <p className="soft">{rule}</p> : null}
        <div className="row no-print">{add}</div>
        {waiting.length === 0 ? <p className="soft">{t('desk.nothingWaits')}</p> : null}
      </Card>
      {waiting.map(one)}
      {done.length > 0 ? (
        <Disclosure title={t('desk.done', { count: done.length })}>
          <div className="stack">{done.map(one)}</div>
        </Disclosure>
      ) : null}
    </section>
  )
}
