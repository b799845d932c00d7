import { useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Banner } from '../../design/States.tsx'
import { newVersion } from './new-version.ts'
import type { ToWorker } from './precache.ts'
import { whenNothingIsWritten } from './writing.ts'

/** A newer version is on the device. It comes when asked for, or at the next start; never over what is being written. */
export default function NewVersionStrip() {
  const t = useWords()
  const [isBusy, setIsBusy] = useState(false)
  async function use() {
    const isDone = await whenNothingIsWritten(() =>
      newVersion.waiting()?.postMessage({ kind: 'take-over' } satisfies ToWorker),
    )
    setIsBusy(!isDone)
  }
  return (
    <Banner tone="note">
      <div className="row">
        <span className="grow" role="status">
          {t(isBusy ? 'sync.version.busy' : 'sync.version.ready')}
        </span>
        <Button onPress={use}>{t('sync.version.use')}</Button>
      </div>
    </Banner>
  )
}
