import { useState } from 'react'
import { useRead } from '../../app/hooks.ts'
import { Card, Chip } from '../../design/Card.tsx'
import { type RemovalReason, RemovalReasons } from './FileFields.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import { ErrorState } from '../../design/States.tsx'
import type { FileListItem, Page } from '../../records/answers.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { AttachFile } from './AttachFile.tsx'
import { OpenFile } from './OpenFile.tsx'
import { useWaitingFiles, WaitingFiles } from './WaitingFiles.tsx'

/** Letters, certificates and pictures of the case. They are opened one by one: each opening leaves a line. */
export function Files({ caseId }: { caseId: string }) {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<Page<FileListItem>>(`/api/cases/${caseId}/files`)
  const isWaiting = useWaitingFiles(caseId).length > 0
  return (
    <section id="files" className="no-print">
      <Card level={2} title={t('cases.sections.files')}>
        {state === 'error' && refusal ? <ErrorState refusal={refusal} onRetry={reload} /> : null}
        {data?.items.length === 0 && !isWaiting ? <p className="soft">{t('cases.files.none')}</p> : null}
        <ul className="stack lines">
          {data?.items.map((file) => (
            <li key={file.id} className="stack tight">
              <span className="row">
                <b className="grow">{file.title ?? t(`cases.files.kind.${file.kind}`)}</b>
                {file.class >= 3 ? <Chip tone="wait">{t('cases.notes.sensitive')}</Chip> : null}
              </span>
              <span className="soft">
                {t(`cases.files.kind.${file.kind}`)} · <Instant at={file.addedAt} /> ·{' '}
                <Name>{file.addedByName}</Name>
              </span>
              <span className="row">
                <OpenFile
                  id={file.id}
                  path={`/api/files/${file.id}`}
                  title={file.title ?? t(`cases.files.kind.${file.kind}`)}
                  mediaType={file.mediaType}
                />
                <Remove caseId={caseId} file={file} />
              </span>
            </li>
          ))}
        </ul>
        <WaitingFiles caseId={caseId} arrived={data?.items ?? []} />
        <AttachFile caseId={caseId} />
      </Card>
    </section>
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
