import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { FormError, type RefusalSeen } from '../design/States.tsx'
import { type HttpAnswer, unreachable } from './http.ts'
import { proof } from './proof-state.ts'

/** Saves a file on this device, under a name that tells nothing; says why when there is none. */
export function SaveButton({
  read,
  name,
  children,
}: {
  read: () => Promise<HttpAnswer<Blob>>
  name: string
  children: string
}) {
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  async function save() {
    setIsPending(true)
    let answer = await read()
    // where the server wants a proof first, the reader is asked for it
    if (answer.kind === 'refused' && answer.refusal.code === 'session.not_fresh' && (await proof.ask()))
      answer = await read()
    setIsPending(false)
    if (answer.kind !== 'ok') return setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
    setRefusal(null)
    const address = URL.createObjectURL(answer.data)
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    // the browser has taken its own hold of it by then
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  return (
    <div className="stack tight">
      <Button look="main" isPending={isPending} onPress={save}>
        {children}
      </Button>
      <FormError refusal={refusal} />
    </div>
  )
}
