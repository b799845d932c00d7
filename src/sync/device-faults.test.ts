import 'fake-indexeddb/auto'
import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { caseOf, newId, onDisk, page, phone, written } from '../../tests/support/phone-copy.ts'
import { LocalDeviceStore } from './device-store.local.ts'
import type { SealedRecord } from './record-crypt.local.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string | number; name?: string }) =>
      typeof error.code === 'string' ? error.code : error.name,
  )

/** One byte of every kind that a sealed record is made of, and its readable version. */
const classes = {
  nonce: (record: SealedRecord) => flipped(record, 3),
  content: (record: SealedRecord) => flipped(record, 40),
  tag: (record: SealedRecord) => flipped(record, record.data.length - 1),
  version: (record: SealedRecord) => ({ ...record, v: `${record.v}0` }),
  length: (record: SealedRecord) => ({ ...record, data: record.data.slice(0, -1) }),
}
function flipped(record: SealedRecord, at: number): SealedRecord {
  const data = record.data.slice()
  data[at] = (data[at] ?? 0) ^ 1
  return { ...record, data }
}

async function tamper(
  name: string,
  store: string,
  change: (records: Map<IDBValidKey, SealedRecord>) => Map<IDBValidKey, SealedRecord>,
): Promise<void> {
  await onDisk(name, async (database) => {
    const [keys, records] = [await database.getAllKeys(store), await database.getAll(store)]
    const held = new Map(keys.map((key, place) => [key, records[place] as SealedRecord]))
    for (const [key, record] of change(held)) await database.put(store, record, key)
  })
}

describe('a phone that is full or whose browser fails', () => {
  test('says so, and what Amina wrote is not half kept', async () => {
    const { store, options } = await phone()
    await store.keep(written('before'))
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('', 'QuotaExceededError')
    })
    expect(await refusal(store.keep(written('too much')))).toBe('device.full')
    add.mockRestore()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
      this: IDBObjectStore,
    ) {
      this.transaction.abort()
      throw new DOMException('', 'AbortError')
    })
    expect(await refusal(store.keep(written('broken off')))).toBe('AbortError')
    put.mockRestore()
    expect((await store.keep(written('after'))).command.from.n).toBe(2)
    const kept = await onDisk(options.name, async (database) => [
      await database.count('outbox'),
      await database.count('envelope'),
    ])
    expect(kept).toEqual([2, 2])
  })

  test('is tried again when the browser cannot open its own files, and nothing is deleted', async () => {
    const { store, options } = await phone()
    await store.keep(written('before'))
    store.close()
    const deleted = vi.spyOn(indexedDB, 'deleteDatabase')
    const opening = vi.spyOn(indexedDB, 'open')
    for (let times = 0; times < 2; times++)
      opening.mockImplementationOnce(() => {
        throw new DOMException('Internal error opening backing store', 'UnknownError')
      })
    const reopened = await LocalDeviceStore.open(options)
    expect(await reopened.waiting()).toHaveLength(1)
    expect(deleted).not.toHaveBeenCalled()
  })

  test('gives way to a newer app in another window, and says that it did', async () => {
    const { store, options } = await phone()
    await store.keep(written('before'))
    const newer = await openDB(options.name, 99)
    expect(await refusal(store.waiting())).toBe('device.newer')
    expect(await newer.count('outbox')).toBe(1)
    newer.close()
    await deleteDB(options.name)
  })
})

describe('a copy that somebody changed', () => {
  async function withTwoCases() {
    const { store, options } = await phone()
    const [leila, omar] = [newId(), newId()]
    await store.settle(page([caseOf(leila, 1, 'ليلى'), caseOf(omar, 1, 'عمر')]))
    await store.keep(written('kept'))
    store.close()
    return { options, leila, omar }
  }

  test.each(Object.entries(classes))(
    'is noticed by a wrong %s of a body: the case is asked for anew',
    async (_, change) => {
      const { options, leila, omar } = await withTwoCases()
      await tamper(options.name, 'body', (held) => {
        for (const [key, record] of held) held.set(key, change(record))
        return held
      })
      const store = await LocalDeviceStore.open(options)
      expect(await store.caseIds()).toHaveLength(2)
      expect(await store.heldCase(leila)).toBeNull()
      expect(await store.caseIds()).toEqual([omar])
      expect((await store.state()).cookie).toBeNull()
      expect(await store.search('ليلى')).toEqual([])
    },
  )

  test.each(Object.entries(classes))(
    'and by a wrong %s of a summary, of the whole, of the outbox',
    async (_, change) => {
      const { options } = await withTwoCases()
      const all = (held: Map<IDBValidKey, SealedRecord>) => {
        for (const [key, record] of held) held.set(key, change(record))
        return held
      }
      await tamper(options.name, 'summary', all)
      const store = await LocalDeviceStore.open(options)
      expect(await store.caseIds()).toEqual([])
      expect((await store.state()).cookie).toBeNull()
      // what was written stays to be handed in sealed
      await tamper(options.name, 'outbox', all)
      expect(await store.waiting()).toEqual([])
      expect(await onDisk(options.name, (database) => database.count('envelope'))).toBe(1)
      await tamper(options.name, 'state', all)
      expect(await refusal(LocalDeviceStore.open(options))).toBe('device.damaged')
      expect(await refusal(store.keep(written('after')))).toBe('device.damaged')
    },
  )

  test('shows nothing of one case under another, and nothing of yesterday', async () => {
    const { options, leila, omar } = await withTwoCases()
    await tamper(options.name, 'body', (held) => {
      const [one, other] = [...held.keys()] as [string, string]
      return new Map([
        [one, held.get(other) as SealedRecord],
        [other, held.get(one) as SealedRecord],
      ])
    })
    const swapped = await LocalDeviceStore.open(options)
    expect([await swapped.heldCase(leila), await swapped.heldCase(omar)]).toEqual([null, null])

    const second = await withTwoCases()
    const store = await LocalDeviceStore.open(second.options)
    const old: { [store: string]: Map<IDBValidKey, SealedRecord> } = {}
    for (const name of ['body', 'summary', 'state'])
      await tamper(second.options.name, name, (held) => {
        old[name] = new Map(held)
        return new Map()
      })
    await store.settle(page([caseOf(second.leila, 2, 'ليلى', { replace: false })], { cookie: 'c2' }))
    await store.keep(written('second'))
    store.close()
    await tamper(second.options.name, 'body', () => old['body'] ?? new Map())
    const rolled = await LocalDeviceStore.open(second.options)
    expect(await rolled.heldCase(second.leila)).toBeNull()
    expect(await rolled.heldCase(second.omar)).not.toBeNull()
    rolled.close()
    // the number of the last command was put back as well: none is given twice
    await tamper(
      second.options.name,
      'state',
      () => new Map([...(old['state'] ?? [])].filter(([key]) => key === 'counter')),
    )
    const counted = await LocalDeviceStore.open(second.options)
    expect((await counted.keep(written('third'))).command.from.n).toBe(3)
  })
})
