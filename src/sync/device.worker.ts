import { Refusal } from '../basics/refusal.ts'
import { changeHeader } from './copy-header.local.ts'
import { CopyKeeper } from './copy-keeper.local.ts'
import type { LocalDeviceStore } from './device-store.local.ts'
import { storeMethods, type WorkerAnswer, type WorkerCall } from './worker-calls.ts'

/**
 * Holds the keys, the open summaries and the search index of a copy, and nothing else does: ending it locks the copy.
 * A shell: what it does stands in the keeper and in the store, which run in Node as well.
 */
declare const self: DedicatedWorkerGlobalScope

const keeper = new CopyKeeper(() => Date.now())
const allowed: ReadonlySet<string> = new Set(storeMethods)
let store: LocalDeviceStore | null = null

self.addEventListener('message', ({ data }: MessageEvent<WorkerCall>) => {
  void answer(data)
})

async function answer(asked: WorkerCall): Promise<void> {
  const { call } = asked
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers the page that made it
  const say = (said: WorkerAnswer): void => self.postMessage(said)
  try {
    say({ call, kind: 'done', value: await done(asked) })
  } catch (error) {
    if (error instanceof Refusal) say({ call, kind: 'refused', code: error.code, details: error.details })
    else say({ call, kind: 'failed', message: error instanceof Error ? error.name : 'unknown' })
  }
}

async function done({ to, method, args }: WorkerCall): Promise<unknown> {
  if (to === 'keeper') return keep(method, args)
  if (!store) throw new Refusal('device.locked')
  if (!allowed.has(method)) throw new Error('no such call')
  const work = store[method as (typeof storeMethods)[number]] as (...given: readonly unknown[]) => unknown
  const value = await work.apply(store, [...args])
  // readable while locked, so that the lease can end then
  if (method === 'settle')
    await changeHeader(store.device, { leaseUntil: (args[0] as { leaseUntil: string }).leaseUntil })
  // the next opening seals to it as well
  if (method === 'sealTo') await changeHeader(store.device, { ingestKey: args[0] as string })
  return value
}

async function keep(method: string, args: readonly unknown[]): Promise<unknown> {
  if (method === 'make') store = await keeper.make(...(args as Parameters<CopyKeeper['make']>))
  else if (method === 'open') store = await keeper.open(...(args as Parameters<CopyKeeper['open']>))
  else if (method === 'changeSecret')
    await keeper.changeSecret(...(args as Parameters<CopyKeeper['changeSecret']>))
  else throw new Error('no such call')
  return null
}
