import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { fileKinds } from '../file-kinds.ts'
import { PickFile, type Sending } from './PickFile.tsx'

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
      <PickFile to="/api/files" sending={sending} onSending={setSending} />
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
