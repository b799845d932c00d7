import { Button } from '../design/Button.tsx'
import { Card, Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Instant } from '../design/Show.tsx'
import { EmptyState, FormError, Notice } from '../design/States.tsx'
import { outbox } from './device.ts'
import { useOnline, useOutbox } from './hooks.ts'
import type { OutboxItem, SendState } from './outbox.ts'
import { Page } from './Page.tsx'

const toneOf: Readonly<Record<SendState, Tone>> = {
  sending: 'note',
  waiting: 'wait',
  sent: 'calm',
  refused: 'late',
}
/** What needs a decision stands first, then what waits. */
const order: readonly SendState[] = ['refused', 'waiting', 'sending', 'sent']

/** What is on its way to the server, what could not be sent yet, and what was refused. */
export default function Waiting() {
  const t = useWords()
  const online = useOnline()
  const items = [...useOutbox()].sort(
    (one, other) => order.indexOf(one.state) - order.indexOf(other.state) || other.at - one.at,
  )
  const waiting = items.some((item) => item.state === 'waiting')
  return (
    <Page title={t('app.sync.title')} tab={t('app.sync.title')}>
      {online ? null : <Notice tone="wait" title={t('app.offline')} />}
      {waiting ? (
        <>
          <Notice tone="wait" title={t('app.sync.keepOpen')} />
          <Button look="main" onPress={() => outbox.retryNow()}>
            {t('app.sync.now')}
          </Button>
        </>
      ) : null}
      {items.length === 0 ? (
        <EmptyState title={t('app.sync.empty')}>{t('app.sync.emptyNext')}</EmptyState>
      ) : null}
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </Page>
  )
}

function Item({ item }: { item: OutboxItem }) {
  const t = useWords()
  const key = `actions.${item.name}`
  return (
    <Card
      title={t.has(key) ? t(key) : t('app.sync.someAction')}
      aside={<Chip tone={toneOf[item.state]}>{t(`app.sync.${item.state}`)}</Chip>}
    >
      <p className="soft">
        <Instant at={new Date(item.at).toISOString()} />
      </p>
      <FormError refusal={item.refusal} />
      {item.state === 'refused' ? (
        <div>
          <Button onPress={() => outbox.dismiss(item.id)}>{t('app.sync.dismiss')}</Button>
        </div>
      ) : null}
    </Card>
  )
}
