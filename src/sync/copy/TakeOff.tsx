import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { ask } from '../../app/http.ts'
import { copyWatch } from '../../app/offline/copy-seen.ts'
import { Button } from '../../design/Button.tsx'
import { Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { Dialog } from '../../design/later.tsx'
import { Notice } from '../../design/States.tsx'
import { copyHeader, copyHeaders } from '../copy-header.local.ts'
import { deviceVault } from '../device-vault.local.ts'
import { handInSealed, sealedWaiting } from '../sealed-envelopes.local.ts'

/** Hands in what waits, has the browser clear what the site stored, and deletes the keys. */
export function TakeOff({ device }: { device: string }) {
  const t = useWords()
  const [isAsking, setIsAsking] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [left, setLeft] = useState(0)
  const [isAnyway, setIsAnyway] = useState(false)
  const [isAway, setIsAway] = useState(false)
  async function off() {
    if (isPending) return
    setIsPending(true)
    const header = await copyHeader(device)
    await handInSealed()
    const files = copyWatch.seen()?.files.filter(({ isSent }) => !isSent).length ?? 0
    const waiting = files + (header ? (await sealedWaiting(header)).length : 0)
    setLeft(waiting)
    if (waiting === 0 || isAnyway) {
      // clearing what the site stored would take a colleague's copy along: then this one's keys go, and the server hears it
      const isOnly = (await copyHeaders()).length <= 1
      const revoke = { id: newId(), name: 'device.revoke', input: { deviceId: device } }
      const answer = isOnly
        ? await ask('/sync/wipe', { body: { device } })
        : await ask('/actions', { body: revoke })
      // without the server the keys go all the same; it says so first
      if (answer.kind === 'ok' || isAway) await deviceVault.forget(device)
      else setIsAway(true)
    }
    setIsPending(false)
  }
  return (
    <>
      <Button look="danger" onPress={() => setIsAsking(true)}>
        {t('sync.off.title')}
      </Button>
      <Dialog
        title={t('sync.off.title')}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        actions={
          <Button look="danger" onPress={off} isPending={isPending} isDisabled={left > 0 && !isAnyway}>
            {t('sync.off.title')}
          </Button>
        }
      >
        <p>{t('sync.off.what')}</p>
        {left > 0 ? (
          <>
            <Notice tone="late" title={t('sync.off.waits', { count: left })} />
            <Yes label={t('sync.off.anyway')} value={isAnyway} onChange={setIsAnyway} />
          </>
        ) : null}
        {isAway ? <Notice tone="wait" title={t('sync.off.noServer')} /> : null}
      </Dialog>
    </>
  )
}
