import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Instant } from '../design/Show.tsx'
import { FormError } from '../design/States.tsx'
import { actionName } from './action-name.ts'
import type { HeldFile } from './held-file.ts'
import { FileState } from './ItemState.tsx'
import { OfCase } from './SyncItem.tsx'

/** A picture or paper that has not arrived; what to do with one that the server does not take, its case says. */
export function SyncFile({ file }: { file: HeldFile }) {
  const t = useWords()
  return (
    <Card title={actionName(t, 'file.attach')} aside={<FileState file={file} />}>
      <p className="soft">
        <Instant at={file.keptAt} />
        <OfCase caseId={file.caseId} />
      </p>
      <FormError refusal={file.refusal === undefined ? null : { code: file.refusal }} />
    </Card>
  )
}
