import { type ChangeEvent, useRef, useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { ask, unreachable } from '../../app/http.ts'
import { Button } from '../../design/Button.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'
import { fileKinds } from '../file-kinds.ts'

type Sending =
  | { readonly state: 'none' | 'sending' }
  | { readonly state: 'sent'; readonly uploadId: string }
  | { readonly state: 'refused'; readonly refusal: RefusalSeen }

/** A picture from the camera or a file: its bytes go at once, and what it is is said while they travel. */
export function AttachFile({ caseId }: { caseId: string }) {
  const t = useWords()
  const [sending, setSending] = useState<Sending>({ state: 'none' })
  const [kind, setKind] = useState<(typeof fileKinds)[number] | null>(null)
  const [title, setTitle] = useState('')
  const [isSensitive, setIsSensitive] = useState(false)
  return (
    <FormDialog
      opener={t('cases.files.add')}
      title={t('cases.files.add')}
      send={t('app.save')}
      isReady={sending.state === 'sent' && kind !== null}
      onOpen={() => {
        setSending({ state: 'none' })
        setKind(null)
        setTitle('')
        setIsSensitive(false)
      }}
      perform={(perform) =>
        perform('file.attach', {
          fileId: newId(),
          caseId,
          uploadId: sending.state === 'sent' ? sending.uploadId : '',
          kind,
          ...(title.trim() === '' ? {} : { title: title.trim() }),
          ...(isSensitive ? { class: 3 } : {}),
        })
      }
    >
      <Pick sending={sending} onSending={setSending} />
      <Choice
        label={t('cases.files.kind')}
        options={fileKinds.map((value) => ({ value, label: t(`cases.files.kind.${value}`) }))}
        columns={2}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <TextField
        label={t('cases.files.title')}
        help={t('cases.files.titleHelp')}
        value={title}
        onChange={setTitle}
        maxLength={120}
      />
      <Yes
        label={t('cases.notes.sensitive')}
        help={t('cases.notes.sensitiveHelp')}
        value={isSensitive}
        onChange={setIsSensitive}
      />
    </FormDialog>
  )
}

function Pick({ sending, onSending }: { sending: Sending; onSending: (sending: Sending) => void }) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  async function send(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? []
    if (!file) return
    onSending({ state: 'sending' })
    const answer = await ask<{ uploadId: string }>('/api/files', { bytes: file })
    onSending(
      answer.kind === 'ok'
        ? { state: 'sent', uploadId: answer.data.uploadId }
        : { state: 'refused', refusal: answer.kind === 'refused' ? answer.refusal : unreachable },
    )
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
        {sending.state === 'sending' ? t('cases.files.sending') : null}
        {sending.state === 'sent' ? t('cases.files.sent') : null}
      </p>
      <FormError refusal={sending.state === 'refused' ? sending.refusal : null} />
    </div>
  )
}
