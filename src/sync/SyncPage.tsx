import { useSyncExternalStore } from 'react'
import { outbox } from '../app/device.ts'
import { useOnline, useOutbox } from '../app/hooks.ts'
import { copyWatch } from '../app/offline/copy-seen.ts'
import { Page } from '../app/Page.tsx'
import { Button, LinkButton } from '../design/Button.tsx'
import { Tile, Tiles } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { EmptyState, Notice } from '../design/States.tsx'
import { CopyCard } from './CopyCard.tsx'
import { FilesCard } from './FilesCard.tsx'
import { standingOf, standingOfFile } from './ItemState.tsx'
import { SyncFile } from './SyncFile.tsx'
import { SyncItem } from './SyncItem.tsx'

/** What needs a decision stands first, then what waits. */
const order = ['decide', 'waiting', 'kept', 'sending', 'sent'] as const

/** What was written here and where it stands, and how old the copy on this device is. */
export default function SyncPage() {
  const t = useWords()
  const number = useNumbers()
  const online = useOnline()
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  const items = useOutbox()
    .map((item) => ({ item, standing: standingOf(item, online) }))
    .toSorted(
      (one, other) =>
        order.indexOf(one.standing) - order.indexOf(other.standing) || other.item.at - one.item.at,
    )
  const files = (copy?.files ?? []).map((file) => ({ file, standing: standingOfFile(file, online) }))
  const count = (...standings: readonly string[]) =>
    number([...items, ...files].filter(({ standing }) => standings.includes(standing)).length)
  const waiting = items.some(({ standing }) => standing === 'waiting' || standing === 'kept')
  const inMemory = items.some(({ item }) => item.state === 'waiting' && !item.isKept)
  return (
    <Page title={t('sync.page.title')} tab={t('sync.page.title')}>
      {online ? null : (
        <Notice tone="wait" title={t('sync.noNetwork.title')}>
          {t(copy ? 'sync.page.offlineCopy' : 'sync.page.offline')}
        </Notice>
      )}
      {inMemory ? <Notice tone="wait" title={t('app.sync.keepOpen')} /> : null}
      {waiting || copy ? (
        <Button look="main" onPress={() => outbox.retryNow()} isDisabled={!online}>
          {t('sync.page.now')}
        </Button>
      ) : null}
      {items.length + files.length === 0 ? (
        <EmptyState title={t('app.sync.empty')}>{t('app.sync.emptyNext')}</EmptyState>
      ) : (
        <Tiles>
          <Tile number={count('decide')} label={t('sync.state.decide')} />
          <Tile number={count('waiting', 'kept', 'sending')} label={t('sync.page.waits')} />
          <Tile number={count('sent')} label={t('sync.state.sent')} />
        </Tiles>
      )}
      <LinkButton href="/decisions">{t('sync.decisions.title')}</LinkButton>
      {items.map(({ item }) => (
        <SyncItem key={item.id} item={item} />
      ))}
      {files.map(({ file }) => (
        <SyncFile key={file.id} file={file} />
      ))}
      {copy ? <FilesCard copy={copy} /> : null}
      <CopyCard copy={copy} />
    </Page>
  )
}
