import { useState, useSyncExternalStore } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { keepFile } from '../../app/offline/keep-file.ts'
import { type ReadyFile, readyFile } from '../../app/offline/ready-file.ts'
import type { Answer } from '../../app/outbox.ts'
import { Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import { AgreedFields, type FileKind, FileWords, type SoundAgreement } from './FileFields.tsx'
import { isHeard, PickFile, type Sending } from './PickFile.tsx'

async function readyOrNot(file: File): Promise<Sending> {
  const ready = await readyFile(file)
  return 'refusal' in ready ? { state: 'refused', refusal: ready.refusal } : { state: 'kept', file: ready }
}

/**
 * A picture from the camera or a file. Where the device keeps a copy it waits there and goes when there is network for
 * it; elsewhere its bytes go at once, and what it is is said while they travel.
 */
export function AttachFile({ caseId }: { caseId: string }) {
  const t = useWords()
  const [sending, setSending] = useState<Sending>({ state: 'none' })
  const [kind, setKind] = useState<FileKind | null>(null)
  const [title, setTitle] = useState('')
  const [isSensitive, setIsSensitive] = useState(false)
  const [agreed, setAgreed] = useState<SoundAgreement | null>(null)
  const isVoice = isHeard(sending)
  const keeps = useSyncExternalStore(copyStanding.subscribe, copyStanding.now).kind === 'open'
  const input = (uploadId: string, kindOf: FileKind) => ({
    fileId: newId(),
    caseId,
    uploadId,
    kind: kindOf,
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(isSensitive ? { class: 3 } : {}),
    ...(isVoice && agreed ? { agreed } : {}),
  })
  async function keep(file: ReadyFile, kindOf: FileKind): Promise<Answer> {
    const answer = await keepFile(file, input(newId(), kindOf))
    if (answer.refusal) setSending({ state: 'refused', refusal: answer.refusal })
    return answer
  }
  return (
    <FormDialog
      opener={t('cases.files.add')}
      title={t('cases.files.add')}
      send={t('app.save')}
      isReady={
        (sending.state === 'sent' || sending.state === 'kept') &&
        kind !== null &&
        (!isVoice || agreed !== null)
      }
      onOpen={() => {
        setSending({ state: 'none' })
        setKind(null)
        setTitle('')
        setIsSensitive(false)
        setAgreed(null)
      }}
      perform={async (perform) => {
        if (kind !== null && sending.state === 'kept') return keep(sending.file, kind)
        return perform(
          'file.attach',
          input(sending.state === 'sent' ? sending.uploadId : '', kind ?? 'other'),
        )
      }}
    >
      <PickFile
        to="/api/files"
        keep={keeps ? readyOrNot : undefined}
        sending={sending}
        onSending={setSending}
      />
      <FileWords kind={kind} onKind={setKind} title={title} onTitle={setTitle} />
      {isVoice ? (
        <>
          <AgreedFields agreed={agreed} onAgreed={setAgreed} />
          <p className="soft">{t('cases.sound.sensitive')}</p>
        </>
      ) : (
        <Yes
          label={t('cases.notes.sensitive')}
          help={t('cases.notes.sensitiveHelp')}
          value={isSensitive}
          onChange={setIsSensitive}
        />
      )}
    </FormDialog>
  )
}
