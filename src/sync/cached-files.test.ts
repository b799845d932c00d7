import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { describe, expect, test } from 'vitest'
import { caseOf, newId, onDisk, page, phone, written } from '../../tests/support/phone-copy.ts'
import { leaving } from './cached-file.ts'
import { LocalDeviceStore } from './device-store.local.ts'
import { linkOf, mayFilesGo } from './file-network.ts'
import type { CaseDelta } from './protocol.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString()
const letter = (size = 150_000): Uint8Array<ArrayBuffer> =>
  new Uint8Array(size).map((_, place) => (place * 31) % 251)
const withFile = (one: CaseDelta, id: string, removedAt: string | null): CaseDelta => ({
  ...one,
  rows: { ...one.rows, file: [{ id, removedAt }] } as unknown as CaseDelta['rows'],
})

describe('a letter that Amina looked at', () => {
  test('opens again without network, from pieces that say nothing', async () => {
    const { options, store } = await phone()
    const [caseId, id] = [newId(), newId()]
    await store.settle(page([caseOf(caseId, 7, 'Huda')]))
    expect(await store.keepCached({ id, caseId }, letter(), at(0))).toBe(true)
    const later = await LocalDeviceStore.open(options)
    expect(await later.readCached(id, at(5))).toEqual(letter())
    expect(await later.cachedFiles()).toEqual([{ id, caseId, size: 150_000, usedAt: at(5) }])
    const [names, pieces] = await onDisk(options.name, async (database) => [
      await database.getAllKeys('cached'),
      (await database.getAll('cachedPiece')) as readonly { data: Uint8Array }[],
    ])
    expect(pieces).toHaveLength(3)
    const part = Buffer.from(letter().slice(1000, 1032))
    expect(pieces.some(({ data }) => Buffer.from(data).includes(part))).toBe(false)
    expect(JSON.stringify(names)).not.toContain(id.slice(-8))
  })

  test('goes with its case, with its removal there, and with what the device may hold of it; the others stay', async () => {
    const { store } = await phone()
    const [gone, less, stays] = [newId(), newId(), newId()]
    const [ofGone, ofLess, kept, removed, unnamed] = [newId(), newId(), newId(), newId(), newId()]
    await store.settle(page([caseOf(gone, 7, 'A'), caseOf(less, 7, 'B'), caseOf(stays, 7, 'C')]))
    for (const [id, caseId] of [
      [ofGone, gone],
      [ofLess, less],
      [kept, stays],
      [removed, stays],
    ] as const)
      await store.keepCached({ id, caseId }, letter(), at(0))
    await store.settle(
      page(
        [
          caseOf(less, 7, 'B', {
            scope: 1,
            rows: { case_file: caseOf(less, 7, 'B').rows.case_file } as never,
          }),
          { ...withFile(caseOf(stays, 8, 'C'), removed, at(1)), replace: false },
        ],
        { forget: [gone], cookie: 'c2' },
      ),
    )
    expect((await store.cachedFiles()).map(({ id }) => id)).toEqual([kept])
    expect(await store.readCached(ofGone, at(2))).toBeNull()
    // what was under way when the case went is not kept
    expect(await store.keepCached({ id: ofGone, caseId: gone }, letter(), at(2))).toBe(false)
    expect(await store.keepCached({ id: ofLess, caseId: less }, letter(), at(2))).toBe(false)
    // everything of the case came anew, and the file is not in it
    await store.keepCached({ id: unnamed, caseId: stays }, letter(), at(3))
    await store.settle(page([withFile(caseOf(stays, 9, 'C'), kept, null)], { cookie: 'c3' }))
    expect((await store.cachedFiles()).map(({ id }) => id)).toEqual([kept])
  })

  test('that another window fetched while the case went, goes too', async () => {
    const { options, store } = await phone()
    const other = await LocalDeviceStore.open(options)
    const caseId = newId()
    await store.settle(page([caseOf(caseId, 7, 'Huda')]))
    const fetched = Array.from({ length: 6 }, () =>
      other.keepCached({ id: newId(), caseId }, letter(), at(0)),
    )
    await Promise.all([...fetched, store.settle(page([], { forget: [caseId], cookie: 'c2' }))])
    expect(await other.cachedFiles()).toEqual([])
    expect(await onDisk(options.name, (database) => database.count('cachedPiece'))).toBe(0)
  })

  test('leaves when there are too many, the one looked at longest ago first', () => {
    const file = (id: string, size: number, minute: number) => ({ id, caseId: 'c', size, usedAt: at(minute) })
    const held = [file('a', 20, 5), file('b', 20, 1), file('c', 10, 3)]
    expect(leaving(held, 10, 60)).toEqual([])
    expect(leaving(held, 11, 60).map(({ id }) => id)).toEqual(['b'])
    expect(leaving(held, 55, 60).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })

  test('makes room for what she writes when the device is full', async () => {
    const { store } = await phone()
    const caseId = newId()
    await store.settle(page([caseOf(caseId, 7, 'Huda')]))
    await store.keepCached({ id: newId(), caseId }, letter(), at(0))
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function full(...args) {
      if (this.transaction.objectStoreNames.contains('outbox')) {
        IDBObjectStore.prototype.put = put
        throw new DOMException('no room', 'QuotaExceededError')
      }
      return put.apply(this, args)
    }
    try {
      expect((await store.keep(written('a note'))).command.from.n).toBe(1)
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect(await store.cachedFiles()).toEqual([])
  })
})

test('what was opened without network is noted once a while, of cases on the device alone, and leaves when it was told', async () => {
  const { options, store } = await phone()
  const [caseId, other, fileId] = [newId(), newId(), newId()]
  await store.settle(page([caseOf(caseId, 7, 'Huda')]))
  for (const [of, minute, more] of [
    [caseId, 0, {}],
    [caseId, 9, {}],
    [caseId, 11, {}],
    [caseId, 2, { fileId }],
    [other, 3, {}],
  ] as const)
    await store.noteLook({ id: newId(), caseId: of, at: at(minute), ...more })
  const looks = await store.looks()
  expect(looks.map((one) => [one.at, one.fileId ?? null])).toEqual([
    [at(0), null],
    [at(2), fileId],
    [at(11), null],
  ])
  // a case that is forgotten is told of all the same
  await store.settle(page([], { forget: [caseId], cookie: 'c2' }))
  const later = await LocalDeviceStore.open(options)
  expect(await later.looks()).toHaveLength(3)
  await later.looksTold(looks.slice(0, 2).map(({ id }) => id))
  expect((await store.looks()).map((one) => one.at)).toEqual([at(11)])
})

test('a copy that an app from before made opens with everything in it, and keeps files from now on', async () => {
  const { options, store } = await phone()
  const caseId = newId()
  await store.settle(page([caseOf(caseId, 7, 'Huda')]))
  await store.keep(written('before the update'))
  store.close()
  const name = `${options.name}-before`
  const [now, before] = [await openDB(options.name), await openDB(name, 1, { upgrade: asBefore })]
  for (const place of before.objectStoreNames)
    for (const key of await now.getAllKeys(place)) {
      const value: unknown = await now.get(place, key)
      await (place === 'envelope' ? before.put(place, value) : before.put(place, value, key))
    }
  now.close()
  before.close()
  const updated = await LocalDeviceStore.open({ ...options, name })
  expect(await updated.caseIds()).toEqual([caseId])
  expect((await updated.waiting()).map(({ command }) => command.input)).toEqual([
    { note: 'before the update' },
  ])
  expect(await updated.keepCached({ id: newId(), caseId }, letter(), at(0))).toBe(true)
})

function asBefore(database: Awaited<ReturnType<typeof openDB>>): void {
  for (const place of [
    'state',
    'summary',
    'body',
    'outbox',
    'journal',
    'decision',
    'answer',
    'file',
    'chunk',
  ])
    database.createObjectStore(place)
  database.createObjectStore('envelope', { keyPath: 'n' }).createIndex('id', 'id')
}

describe('files that Amina wants over Wi-Fi alone', () => {
  const asked = { wifiOnly: true, isField: false, link: 'unmetered', isLetGo: false } as const
  test('wait where the network is another, or the browser does not say', () => {
    expect(mayFilesGo(asked)).toBe(true)
    expect(mayFilesGo({ ...asked, link: 'metered' })).toBe(false)
    expect(mayFilesGo({ ...asked, link: 'unknown' })).toBe(false)
    expect(mayFilesGo({ ...asked, isField: true })).toBe(false)
    expect([undefined, 'unknown', 'none', 'wifi', 'ethernet', 'cellular', 'bluetooth'].map(linkOf)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unmetered',
      'unmetered',
      'metered',
      'metered',
    ])
  })
  test('go when she says so, and for whoever did not choose it over anything', () => {
    expect(mayFilesGo({ ...asked, link: 'metered', isLetGo: true })).toBe(true)
    expect(mayFilesGo({ ...asked, wifiOnly: false, link: 'metered', isField: true })).toBe(true)
  })
})
