import { Refusal, refuse } from '../../basics/refusal.ts'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import type { OpenDeviceStore } from '../../sync/copy-worker.local.ts'
import type { FileWords } from '../../sync/held-file.ts'
import { newId, outbox } from '../device.ts'
import type { HttpAnswer } from '../http.ts'
import type { Answer } from '../outbox.ts'
import { copyWatch } from './copy-seen.ts'
import type { ReadyFile } from './ready-file.ts'

/** Keeps a file and the words about it in the open copy, and has it sent when there is network. Never rejects. */
export async function keepFile({ type, bytes }: ReadyFile, input: FileWords['input']): Promise<Answer> {
  const id = newId()
  try {
    const store = openStore() ?? refuse('device.locked')
    const { fileId, caseId } = input
    const keptAt = new Date().toISOString()
    await store.putFile({ id: fileId, caseId, type, keptAt, words: { id, input } }, bytes)
    await copyWatch.look()
  } catch (error) {
    if (!(error instanceof Refusal)) reportError(error)
    const code = error instanceof Refusal ? error.code : 'device.damaged'
    return { id, outcome: 'refused', refusal: { code } }
  }
  outbox.retryNow()
  return { id, outcome: 'kept' }
}

/** The bytes of a file that waits, out of the sealed copy and into memory alone. */
export async function readWaiting(fileId: string): Promise<HttpAnswer<Blob>> {
  const bytes = await openStore()?.readFile(fileId)
  return bytes
    ? { kind: 'ok', data: new Blob([bytes]) }
    : { kind: 'refused', status: 422, refusal: { code: 'file.damaged' } }
}

/** Whoever chose it has seen why the server does not take it. */
export async function dropFile(fileId: string): Promise<void> {
  await openStore()?.removeFile(fileId)
  await copyWatch.look()
}

function openStore(): OpenDeviceStore | null {
  const standing = copyStanding.now()
  return standing.kind === 'open' ? standing.store : null
}
