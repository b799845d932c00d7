import { Refusal } from '../../basics/refusal.ts'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import type { FileWords } from '../../sync/held-file.ts'
import { newId, outbox } from '../device.ts'
import type { Answer } from '../outbox.ts'
import { copyWatch } from './copy-seen.ts'
import type { ReadyFile } from './ready-file.ts'

/** Keeps a file and the words about it in the open copy, and has it sent when there is network. Never rejects. */
export async function keepFile({ type, bytes }: ReadyFile, input: FileWords['input']): Promise<Answer> {
  const id = newId()
  const standing = copyStanding.now()
  try {
    if (standing.kind !== 'open') throw new Refusal('device.locked')
    const { fileId, caseId } = input
    const keptAt = new Date().toISOString()
    await standing.store.putFile({ id: fileId, caseId, type, keptAt, words: { id, input } }, bytes)
    await copyWatch.look()
  } catch (error) {
    if (!(error instanceof Refusal)) reportError(error)
    const code = error instanceof Refusal ? error.code : 'device.damaged'
    return { id, outcome: 'refused', refusal: { code } }
  }
  outbox.retryNow()
  return { id, outcome: 'kept' }
}

/** Whoever chose it has seen why the server does not take it. */
export async function dropFile(fileId: string): Promise<void> {
  const standing = copyStanding.now()
  if (standing.kind !== 'open') return
  await standing.store.removeFile(fileId)
  await copyWatch.look()
}
