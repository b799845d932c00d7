import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { readdirSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { layDown, type SavedDatabase } from '../../../tests/support/saved-copy.ts'
import { actions } from '../../actions/list.ts'
import { base64Of } from '../base64.local.ts'
import { CopyKeeper } from '../copy-keeper.local.ts'
import type { LocalDeviceStore } from '../device-store.local.ts'
import { lift } from '../lift.ts'
import type { DeviceCommand } from '../protocol.ts'
import type { Factors } from '../root-key.local.ts'

/** As tools/save-device-copy.ts wrote it. */
interface Saved {
  readonly savedAt: string
  readonly device: string
  readonly factors: Factors
  readonly picture: string
  readonly contents: {
    readonly waiting: readonly { readonly command: DeviceCommand }[]
    readonly journal: readonly DeviceCommand[]
  }
  readonly databases: readonly SavedDatabase[]
}

const all = readdirSync(import.meta.dirname)
  .filter((name) => /^copy-\d+\.json$/.test(name))
  .map((name) => ({
    name,
    saved: JSON.parse(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')) as Saved,
  }))

/** Without what an app of today knows of and one of then did not. */
async function contentsOf(store: LocalDeviceStore, picture: string): Promise<unknown> {
  const contents = {
    state: await store.state(),
    cases: await Promise.all((await store.caseIds()).map((id) => store.heldCase(id))),
    waiting: await store.waiting(),
    journal: await store.journal(),
    decisions: await store.decisions(),
    me: await store.keptAnswer('/api/me'),
    files: await store.files(),
    picture: base64Of((await store.readFile(picture)) ?? new Uint8Array()),
  }
  return JSON.parse(JSON.stringify(contents)) as unknown
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

test('there is at least one copy that an earlier app wrote', () => {
  expect(all.length).toBeGreaterThan(0)
})

describe.each(all)('the phone as an earlier app left it ($name)', ({ saved }) => {
  const open = async (): Promise<LocalDeviceStore> => {
    await layDown(saved.databases)
    return new CopyKeeper(() => Date.parse(saved.savedAt) + 60_000).open(saved.device, saved.factors)
  }

  test('opens with the same words, and everything is there: cases, what waits, what was sent, pictures', async () => {
    const store = await open()
    expect(await contentsOf(store, saved.picture)).toMatchObject(saved.contents)
    expect(await store.search('نرجس')).toHaveLength(1)
    store.close()
  })

  test('goes on from the number it had reached, and settles what it had waiting', async () => {
    const store = await open()
    const { lastN } = await store.state()
    const next = await store.keep({
      id: '018f0000-0000-7000-8000-000000000999',
      name: 'note.add',
      input: {},
      from: { device: saved.device, epoch: 1, seen: null, at: { ms: 1, c: 0 }, version: 1 },
    })
    expect(next.command.from.n).toBe(lastN + 1)
    const ids = (await store.waiting()).map(({ command }) => command.id)
    await store.answered(ids.map((id) => ({ id, outcome: 'applied', result: {} })))
    const { epoch, pulledAt } = await store.state()
    await store.settle({
      cases: [],
      forget: [],
      epoch: epoch ?? 1,
      cookie: 'c2',
      leaseUntil: '2026-11-26T00:00:00.000Z',
      answeredBefore: ids,
      pulledAt: pulledAt ?? saved.savedAt,
    })
    expect(await store.waiting()).toEqual([])
    expect((await store.journal()).map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    store.close()
  })

  test('what it wrote is understood by the actions of today', () => {
    const { journal, waiting } = saved.contents
    for (const { name, input, from } of [...journal, ...waiting.map(({ command }) => command)]) {
      const action = actions.get(name)
      if (action === undefined) throw new Error(`${name} is gone, and phones still hold it`)
      const read = z.safeParse(action.input, lift(name, from.version, input))
      expect(read.error?.issues, name).toBeUndefined()
    }
  })
})
