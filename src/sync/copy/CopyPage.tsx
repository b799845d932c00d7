import { useEffect, useState, useSyncExternalStore } from 'react'
import { copyWatch } from '../../app/offline/copy-seen.ts'
import { isTyping } from '../../app/offline/writing.ts'
import { Page } from '../../app/Page.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Facts } from '../../design/Card.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import { CopyCard } from '../CopyCard.tsx'
import type { Standing } from '../copy-standing.local.ts'
import { deviceVault } from '../device-vault.local.ts'
import { MakeCopy } from './MakeCopy.tsx'
import { MakeSecret } from './MakeSecret.tsx'
import { TakeOff } from './TakeOff.tsx'
import { refusalIn } from './enrol.local.ts'

/** Working without network on this device: begin with it, see what is held, lock it, change what opens it, end it. */
export default function CopyPage() {
  const t = useWords()
  const standing = useSyncExternalStore(deviceVault.subscribe, deviceVault.standing)
  const title = t('sync.make.title')
  return (
    <Page title={title} tab={title} back="/more">
      {standing.kind === 'none' ? <MakeCopy evicted={standing.evicted !== null} /> : null}
      {standing.kind === 'locked' ? (
        <Card level={2} title={t('sync.unlock.aside')}>
          <Button look="main" onPress={() => deviceVault.setAside(false)}>
            {t('sync.unlock.go')}
          </Button>
          {standing.copies.map((copy) => (
            <TakeOff key={copy.id} device={copy.id} />
          ))}
        </Card>
      ) : null}
      {standing.kind === 'open' ? <Open standing={standing} /> : null}
    </Page>
  )
}

function Open({ standing }: { standing: Extract<Standing, { kind: 'open' }> }) {
  const t = useWords()
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  const isPersisted = usePersisted()
  return (
    <>
      <CopyCard copy={copy} />
      {isPersisted === null ? null : (
        <Facts
          items={[
            {
              name: t('sync.open.persist'),
              value: t(isPersisted ? 'sync.open.persist.yes' : 'sync.open.persist.no'),
            },
          ]}
        />
      )}
      <Button look="main" onPress={() => deviceVault.lock(isTyping(), true)}>
        {t('sync.open.lock')}
      </Button>
      <ChangeSecret device={standing.header.id} kind={standing.header.wrap?.kind ?? 'phrase'} />
      <TakeOff device={standing.header.id} />
    </>
  )
}

function ChangeSecret({ device, kind }: { device: string; kind: 'pin' | 'phrase' }) {
  const t = useWords()
  const [stand, setStand] = useState<'shut' | 'open' | 'done'>('shut')
  const [now, setNow] = useState('')
  if (stand !== 'open')
    return (
      <>
        {stand === 'done' ? <Notice tone="calm" title={t('sync.open.changed')} /> : null}
        <Button onPress={() => setStand('open')}>{t('sync.open.change')}</Button>
      </>
    )
  return (
    <Card level={2} title={t('sync.open.change')}>
      <div className="masked">
        <TextField
          label={t('sync.open.now')}
          value={now}
          onChange={setNow}
          dir={kind === 'pin' ? 'ltr' : 'auto'}
          inputMode={kind === 'pin' ? 'numeric' : 'text'}
          isRequired
        />
      </div>
      <MakeSecret
        go={t('sync.open.change')}
        onReady={async (factors, authenticator) => {
          try {
            await deviceVault.changeSecret(device, now, factors, authenticator)
          } catch (error) {
            return refusalIn(error)
          }
          setNow('')
          setStand('done')
          return null
        }}
      />
    </Card>
  )
}

/** Whether the browser promised to keep what this site stores; null where it does not say. */
function usePersisted(): boolean | null {
  const [isPersisted, setIsPersisted] = useState<boolean | null>(null)
  useEffect(() => {
    navigator.storage?.persisted?.().then(setIsPersisted, () => setIsPersisted(null)) // kept from us by settings
  }, [])
  return isPersisted
}
