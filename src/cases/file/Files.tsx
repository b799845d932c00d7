import { useCallback, useState, useSyncExternalStore } from 'react'
import { useOnline, useRead } from '../../app/hooks.ts'
import { keepCaseFiles, readCaseFile } from '../../app/offline/case-file.ts'
import { copyWatch } from '../../app/offline/copy-seen.ts'
import { Button } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { type RemovalReason, RemovalReasons } from './FileFields.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import { ErrorState, Notice } from '../../design/States.tsx'
import type { FileListItem, Page } from '../../records/answers.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { TextField } from '../../design/Field.tsx'
import { AttachFile } from './AttachFile.tsx'
import { keepSound } from '../../app/offline/keep-sound.ts'
import { OpenFile } from './OpenFile.tsx'
import { RecordSound } from './RecordSound.tsx'
import { ShowThumbnails, Thumbnail, useThumbnails } from './Thumbnails.tsx'
import { useWaitingFiles, WaitingFiles } from './WaitingFiles.tsx'

/** Letters, certificates, pictures and voices of the case. They are opened one by one: each opening leaves a line. */
export function Files({ caseId, language }: { caseId: string; language: string }) {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<Page<FileListItem>>(`/api/cases/${caseId}/files`)
  const { small, showAll } = useThumbnails(caseId, data?.items ?? [])
  const isWaiting = useWaitingFiles(caseId).length > 0
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  const here = new Set(copy?.cached.map(({ id }) => id))
  const read = useCallback((id: string) => readCaseFile(caseId, id), [caseId])
  return (
    <section id="files" className="no-print">
      <Card level={2} title={t('cases.sections.files')}>
        {state === 'error' && refusal ? <ErrorState refusal={refusal} onRetry={reload} /> : null}
        {data?.items.length === 0 && !isWaiting ? <p className="soft">{t('cases.files.none')}</p> : null}
        <ul className="stack lines">
          {data?.items.map((file) => (
            <li key={file.id} className="stack tight">
              <span className="row">
                <Thumbnail webp={small.get(file.id)} />
                <b className="grow">{file.title ?? t(`cases.files.kind.${file.kind}`)}</b>
                {here.has(file.id) ? <Chip tone="calm">{t('cases.files.here')}</Chip> : null}
                {file.class >= 3 ? <Chip tone="wait">{t('cases.notes.sensitive')}</Chip> : null}
              </span>
              <span className="soft">
                {t(`cases.files.kind.${file.kind}`)} · <Instant at={file.addedAt} /> ·{' '}
                <Name>{file.addedByName}</Name>
              </span>
              <span className="row">
                <OpenFile
                  id={file.id}
                  read={read}
                  title={file.title ?? t(`cases.files.kind.${file.kind}`)}
                  mediaType={file.mediaType}
                />
                <Remove caseId={caseId} file={file} />
              </span>
            </li>
          ))}
        </ul>
        {copy?.cases.has(caseId) ? (
          <KeepHere
            caseId={caseId}
            ids={(data?.items ?? []).flatMap(({ id }) => (here.has(id) ? [] : [id]))}
          />
        ) : null}
        <ShowThumbnails onShow={showAll} />
        <WaitingFiles caseId={caseId} arrived={data?.items ?? []} />
        <div className="row">
          <AttachFile caseId={caseId} />
          <RecordVoice caseId={caseId} language={language} />
        </div>
      </Card>
    </section>
  )
}

/** Before a journey: what was not looked at yet is fetched, so that it shows without network. */
function KeepHere({ caseId, ids }: { caseId: string; ids: readonly string[] }) {
  const t = useWords()
  const online = useOnline()
  const [isPending, setIsPending] = useState(false)
  const [missing, setMissing] = useState(0)
  if (ids.length === 0 || !online) return null
  async function keep() {
    setIsPending(true)
    setMissing(await keepCaseFiles(caseId, ids))
    setIsPending(false)
  }
  return (
    <>
      <span className="row">
        <Button look="quiet" isPending={isPending} onPress={keep}>
          {t('cases.files.keepHere')}
        </Button>
      </span>
      {missing > 0 ? <Notice tone="wait" title={t('cases.files.notKept', { count: missing })} /> : null}
    </>
  )
}

function RecordVoice({ caseId, language }: { caseId: string; language: string }) {
  const t = useWords()
  const [title, setTitle] = useState('')
  return (
    <RecordSound
      opener={t('cases.sound.record')}
      language={language}
      keep={(sound, perform) =>
        keepSound(
          sound,
          {
            caseId,
            kind: 'voice',
            agreed: 'asked',
            ...(title.trim() === '' ? {} : { title: title.trim() }),
          },
          perform,
        )
      }
      onDone={() => setTitle('')}
    >
      <TextField
        label={t('cases.files.title')}
        help={t('cases.files.titleHelp')}
        value={title}
        onChange={setTitle}
        maxLength={120}
      />
    </RecordSound>
  )
}

function Remove({ caseId, file }: { caseId: string; file: FileListItem }) {
  const t = useWords()
  const [reason, setReason] = useState<RemovalReason | null>(null)
  return (
    <FormDialog
      opener={t('cases.files.remove')}
      openerLook="quiet"
      title={t('cases.files.remove')}
      send={t('cases.files.remove')}
      sendLook="danger"
      isReady={reason !== null}
      onOpen={() => setReason(null)}
      perform={(perform) => perform('file.remove', { caseId, fileId: file.id, reason })}
    >
      <p>{t('cases.files.removeHelp')}</p>
      <RemovalReasons reason={reason} onReason={setReason} />
    </FormDialog>
  )
}
