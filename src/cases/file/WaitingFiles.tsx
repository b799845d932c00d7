import { useSyncExternalStore } from 'react'
import { copyWatch } from '../../app/offline/copy-seen.ts'
import { dropFile, readWaiting } from '../../app/offline/keep-file.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import { FormError } from '../../design/States.tsx'
import type { HeldFile } from '../../sync/held-file.ts'
import { FileState } from '../../sync/ItemState.tsx'
import { OpenFile } from './OpenFile.tsx'

/** Files of this case that are on this device and have not arrived, oldest first. */
export function useWaitingFiles(caseId: string): readonly HeldFile[] {
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  return copy?.files.filter((file) => file.caseId === caseId) ?? []
}

/** What waits on this device to become a file of the case, each with where it stands. */
export function WaitingFiles({
  caseId,
  arrived,
}: {
  caseId: string
  arrived: readonly { readonly id: string }[]
}) {
  const t = useWords()
  const files = useWaitingFiles(caseId).filter((file) => !arrived.some(({ id }) => id === file.id))
  if (files.length === 0) return null
  return (
    <ul className="stack lines">
      {files.map((file) => {
        const kind = t(`cases.files.kind.${file.words?.input.kind ?? 'other'}`)
        const title = file.words?.input.title ?? kind
        return (
          <li key={file.id} className="stack tight">
            <span className="row">
              <b className="grow">{title}</b>
              <FileState file={file} />
            </span>
            <span className="soft">
              {kind} · <Instant at={file.keptAt} />
            </span>
            {file.refusal === undefined ? null : <FormError refusal={{ code: file.refusal }} />}
            <span className="row">
              <OpenFile id={file.id} read={readWaiting} title={title} mediaType={file.type} />
              {file.refusal === undefined ? null : (
                <Button look="danger" onPress={() => void dropFile(file.id)}>
                  {t('cases.files.takeOff')}
                </Button>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
