import { useState, useSyncExternalStore } from 'react'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Banner } from '../../design/States.tsx'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import { newVersion } from './new-version.ts'
import type { ToWorker } from './precache.ts'
import { whenNothingIsWritten } from './writing.ts'

/**
 * A newer version is on the device. It comes when asked for, or at the next start; never over what is being written. The
 * page starts anew with it, so an open copy is locked: that is said first, and the same page stands behind the lock.
 */
export default function NewVersionStrip() {
  const t = useWords()
  const isCopyOpen = useSyncExternalStore(copyStanding.subscribe, copyStanding.now).kind === 'open'
  const [state, setState] = useState<'ready' | 'busy' | 'locks'>('ready')
  async function use() {
    const isDone = await whenNothingIsWritten(() =>
      newVersion.waiting()?.postMessage({ kind: 'take-over' } satisfies ToWorker),
    )
    setState(isDone ? 'ready' : 'busy')
  }
  const asksFirst = isCopyOpen && state !== 'locks'
  return (
    <Banner tone="note">
      <div className="row">
        <span className="grow" role="status">
          {t(`sync.version.${state}`)}
        </span>
        <Button onPress={() => (asksFirst ? setState('locks') : use())}>
          {t(state === 'locks' ? 'sync.version.useAndLock' : 'sync.version.use')}
        </Button>
        {state === 'locks' ? (
          <Button look="quiet" onPress={() => setState('ready')}>
            {t('sync.version.later')}
          </Button>
        ) : null}
      </div>
    </Banner>
  )
}
