import { type ChangeEvent, useRef } from 'react'
import { ask, unreachable } from '../../app/http.ts'
import type { ReadyFile } from '../../app/offline/ready-file.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'

export type Sending =
  | { readonly state: 'none' | 'sending' }
  | { readonly state: 'sent'; readonly uploadId: string }
  | { readonly state: 'kept'; readonly file: ReadyFile }
  | { readonly state: 'refused'; readonly refusal: RefusalSeen }

/**
 * A picture from the camera or a file: its bytes go to `to` at once, and what it is is said while they travel. With
 * `keep` they stay here instead, made ready for waiting.
 */
export function PickFile({
  to,
  keep,
  sending,
  onSending,
}: {
  to: string
  keep?: ((file: File) => Promise<Sending>) | undefined
  sending: Sending
  onSending: (sending: Sending) => void
}) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  async function sendTo(file: File): Promise<Sending> {
    const answer = await ask<{ uploadId: string }>(to, { bytes: file })
    return answer.kind === 'ok'
      ? { state: 'sent', uploadId: answer.data.uploadId }
      : { state: 'refused', refusal: answer.kind === 'refused' ? answer.refusal : unreachable }
  }
  async function send(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? []
    if (!file) return
    onSending({ state: 'sending' })
    onSending(await (keep ?? sendTo)(file))
    // the same file may be chosen again after a refusal
    if (input.current) input.current.value = ''
  }
  return (
    <div className="stack tight">
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp,application/pdf"
        hidden
        onChange={send}
      />
      <Button isPending={sending.state === 'sending'} onPress={() => input.current?.click()}>
        {t(sending.state === 'none' ? 'cases.files.choose' : 'cases.files.chooseOther')}
      </Button>
      <p className="soft">{t('cases.files.allowed')}</p>
      <p role="status">
        {sending.state === 'sending' ? t(keep ? 'cases.files.preparing' : 'cases.files.sending') : null}
        {sending.state === 'kept' ? t('cases.files.ready') : null}
        {sending.state === 'sent' ? t('cases.files.sent') : null}
      </p>
      <FormError refusal={sending.state === 'refused' ? sending.refusal : null} />
    </div>
  )
}
