import { Button } from '../design/Button.tsx'
import { Card, Chip, Tile, Tiles, type Tone } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
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
  const number = useNumbers()
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
      ) : (
        <Tiles>
          {order.slice(0, 2).map((state) => (
            <Tile
              key={state}
              number={number(items.filter((item) => item.state === state).length)}
              label={t(`app.sync.${state}`)}
            />
          ))}
          <Tile
            number={number(items.filter((item) => item.state === 'sent').length)}
            label={t('app.sync.sent')}
          />
        </Tiles>
      )}
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </Page>
  )
}

function Item({ item }: { item: OutboxItem }) {
  const t = useWords()
  const key = [`app.action.${item.name}`, `referrals.event.${item.name}`, `cases.story.${item.name}`].find(
    t.has,
  )
  return (
    <Card
      title={t(key ?? 'app.sync.someAction')}
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
