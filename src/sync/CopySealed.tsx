import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { copyHeaders } from './copy-header.local.ts'
import type { HandIn } from './protocol.ts'
import { sealedWaiting } from './sealed-envelopes.local.ts'

/** Takes out what no request gets through with, as the body of a hand-in: readable to the server and to nobody else. */
export function CopySealed({ id }: { id: string }) {
  const t = useWords()
  const [said, setSaid] = useState<'copied' | 'notThere' | null>(null)
  async function copy() {
    const found = await envelopeOf(id)
    if (found) await navigator.clipboard.writeText(JSON.stringify(found))
    setSaid(found ? 'copied' : 'notThere')
  }
  return (
    <div className="stack tight">
      <Button onPress={copy}>{t('sync.parked.copy')}</Button>
      {said ? <p role="status">{t(`sync.parked.${said}`)}</p> : null}
    </div>
  )
}

async function envelopeOf(wanted: string): Promise<HandIn | null> {
  for (const header of await copyHeaders()) {
    const found = (await sealedWaiting(header)).find(({ id }) => id === wanted)
    if (found) {
      const { id, n, sealed } = found
      return { device: header.id, envelopes: [{ id, n, sealed }] }
    }
  }
  return null
}
