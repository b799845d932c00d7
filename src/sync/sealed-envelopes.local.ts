import { type CopyHeader, copyHeaders } from './copy-header.local.ts'
import { DeviceConnection, type KeptEnvelope } from './device-database.local.ts'
import type { Id } from '../records/rows.ts'
import type { HandIn } from './protocol.ts'

/** As many as one request takes along. */
const most = 100

/** What a locked copy can hand in: sealed to the server when it was written, so that no key is needed for it. */
export async function sealedWaiting(header: CopyHeader): Promise<readonly KeptEnvelope[]> {
  const connection = new DeviceConnection(header.database)
  try {
    const all = await connection.run((database) => database.getAll('envelope'))
    return all.filter(({ handedIn }) => !handedIn)
  } finally {
    connection.close()
  }
}

/** The server has them. The copy keeps them until it is opened and hears what became of them. */
async function markHandedIn(header: CopyHeader, numbers: readonly number[]): Promise<void> {
  const connection = new DeviceConnection(header.database)
  try {
    await connection.run(async (database) => {
      const change = database.transaction('envelope', 'readwrite', { durability: 'strict' })
      for (const n of numbers) {
        const envelope = await change.store.get(n)
        if (envelope) await change.store.put({ ...envelope, handedIn: true })
      }
      await change.done
    })
  } finally {
    connection.close()
  }
}

/**
 * Hands in what waits sealed in all copies of this browser, by each device's own token. True: the server has everything.
 * Runs in the page and in the service worker.
 */
export async function handInSealed(): Promise<boolean> {
  let all = true
  for (const header of await copyHeaders())
    for (;;) {
      const envelopes = (await sealedWaiting(header)).slice(0, most)
      if (envelopes.length === 0) break
      const taken = await post(header, envelopes)
      await markHandedIn(
        header,
        envelopes.flatMap(({ id, n }) => (taken.has(id) ? [n] : [])),
      )
      // what the server wants to be asked again for stays, and nothing behind it overtakes
      if (taken.size < envelopes.length) {
        all = false
        break
      }
    }
  return all
}

/** The ids of those that the server has for good. */
async function post(header: CopyHeader, envelopes: readonly KeptEnvelope[]): Promise<ReadonlySet<Id>> {
  const body: HandIn = {
    device: header.id,
    envelopes: envelopes.map(({ id, n, sealed }) => ({ id, n, sealed })),
  }
  try {
    const response = await fetch('/sync/hand-in', {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        'content-type': 'application/json',
        'x-ihala': '1',
        authorization: `Bearer ${header.token}`,
      },
      body: JSON.stringify(body),
    })
    if (!response.ok) return new Set()
    const answers = (await response.json()) as readonly { readonly id: Id; readonly outcome: string }[]
    return new Set(answers.flatMap(({ id, outcome }) => (outcome === 'retry' ? [] : [id])))
  } catch {
    // no network, or cut off in the middle: it stays where it is
    return new Set()
  }
}
