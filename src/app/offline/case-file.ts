import { Refusal } from '../../basics/refusal.ts'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import type { OpenDeviceStore } from '../../sync/copy-worker.local.ts'
import { newId } from '../device.ts'
import { askFile, type HttpAnswer } from '../http.ts'
import { copyWatch } from './copy-seen.ts'

/**
 * A file of a case: from this device where it was looked at before, which is noted and told at the next sync, otherwise
 * from the server, and kept sealed for the next time. A file never changes, so the kept one is the file.
 */
export async function readCaseFile(caseId: string, id: string): Promise<HttpAnswer<Blob>> {
  const store = openStore()
  const at = new Date().toISOString()
  const kept = (await store?.readCached(id, at)) ?? null
  if (store && kept) {
    await store.noteLook({ id: newId(), caseId, fileId: id, at })
    return { kind: 'ok', data: new Blob([kept]) }
  }
  const answer = await askFile(`/api/files/${id}`)
  if (answer.kind === 'ok' && store) await keep(store, caseId, id, answer.data)
  return answer
}

/** Fetches these files so that they show without network; answers how many could not be kept. Each fetching leaves its line. */
export async function keepCaseFiles(caseId: string, ids: readonly string[]): Promise<number> {
  const store = openStore()
  let missing = 0
  for (const id of ids) {
    const answer = await askFile(`/api/files/${id}`)
    const isKept = answer.kind === 'ok' && store !== null && (await keep(store, caseId, id, answer.data))
    if (!isKept) missing += 1
  }
  return missing
}

/** All that can be fetched again goes from this device. */
export async function dropCached(): Promise<void> {
  await openStore()?.dropCached()
  await copyWatch.look()
}

/** Whether it was kept; where it was not, it is shown all the same and fetched again the next time. */
async function keep(store: OpenDeviceStore, caseId: string, id: string, file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let isKept = false
  try {
    isKept = await store.keepCached({ id, caseId }, bytes, new Date().toISOString())
  } catch (error) {
    // locked meanwhile, or there is no room
    if (!(error instanceof Refusal)) throw error
  }
  await copyWatch.look()
  return isKept
}

function openStore(): OpenDeviceStore | null {
  const standing = copyStanding.now()
  return standing.kind === 'open' ? standing.store : null
}
