import { type ChangeEvent, useRef } from 'react'
import { ask, unreachable } from '../../app/http.ts'
import type { ReadyFile } from '../../app/offline/ready-file.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'
import { isSound } from '../file-kinds.ts'

export type Sending =
  | { readonly state: 'none' | 'sending' }
  | { readonly state: 'sent'; readonly uploadId: string; readonly mediaType: string }
  | { readonly state: 'kept'; readonly file: ReadyFile }
  | { readonly state: 'refused'; readonly refusal: RefusalSeen }

const accepted =
  'image/jpeg,image/png,image/webp,application/pdf,audio/ogg,audio/webm,audio/mp4,audio/x-m4a,audio/mpeg,audio/wav,.opus'

/** Whether somebody is heard in what was chosen: the server looks, a device goes by what the file is called. */
export function isHeard(sending: Sending): boolean {
  if (sending.state === 'sent') return isSound(sending.mediaType)
  return sending.state === 'kept' && /^(audio|video)\//.test(sending.file.type)
}

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
    const answer = await ask<{ uploadId: string; mediaType: string }>(to, { bytes: file })
    return answer.kind === 'ok'
      ? { state: 'sent', uploadId: answer.data.uploadId, mediaType: answer.data.mediaType }
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
      <input ref={input} type="file" accept={accepted} hidden onChange={send} />
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
