import 'fake-indexeddb/auto'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { describe, expect, test } from 'vitest'
import {
  caseOf,
  device,
  newId,
  onDisk,
  page,
  phone,
  unsealed,
  written,
} from '../../tests/support/phone-copy.ts'
import { base64Of, bytesOf } from './base64.local.ts'
import type { KeptEnvelope } from './device-database.local.ts'
import { LocalDeviceStore } from './device-store.local.ts'

describe('what Amina writes without network', () => {
  test('is numbered without a gap, stays until its effect has come, and is handed in again for two weeks', async () => {
    const { options, store } = await phone()
    const [first, second] = [written('one'), written('two', 2000)]
    expect((await store.keep(first)).command.from.n).toBe(1)
    expect((await store.keep(second)).command.from.n).toBe(2)
    await store.failed(second.id, 3, true)
    await store.answered([
      { id: first.id, outcome: 'quarantined', refusal: { code: 'case.closed', message: '', details: {} } },
    ])
    const reopened = await LocalDeviceStore.open(options)
    expect(
      (await reopened.waiting()).map((one) => [
        one.command.id,
        one.attempts,
        one.parked,
        one.answer?.outcome,
      ]),
    ).toEqual([
      [first.id, 0, false, 'quarantined'],
      [second.id, 3, true, undefined],
    ])
    expect(await reopened.state()).toMatchObject({
      lastN: 2,
      clock: { ms: 2000, c: 0 },
      epoch: null,
      cookie: null,
    })
    await reopened.settle(page([], { answeredBefore: [first.id] }))
    expect((await store.waiting()).map((one) => one.command.id)).toEqual([second.id])
    expect((await store.journal()).map((one) => one.input)).toEqual([{ note: 'one' }])
    const [decision] = await store.decisions()
    expect(decision).toMatchObject({ outcome: 'quarantined', command: { input: { note: 'one' } } })
    await store.seenTo(first.id)
    expect(await store.decisions()).toEqual([])
    await store.takeBack(second.id)
    expect(await store.waiting()).toEqual([])
    expect((await store.keep(written('three'))).command.from.n).toBe(3)
    await store.settle(page([], { pulledAt: '2026-12-07T09:00:01.000Z' }))
    expect(await store.journal()).toEqual([])
  })

  test('is sealed to the server’s new key once a pull told it, also what waited; what was handed in stays', async () => {
    const { options, store } = await phone()
    const [handedIn, waits] = [await store.keep(written('handed in')), await store.keep(written('waits'))]
    const envelopes = () =>
      onDisk(
        options.name,
        async (database) =>
          (await database.getAll('envelope')) as { n: number; sealed: string; handedIn: boolean }[],
      )
    const [first] = await envelopes()
    await onDisk(options.name, (database) => database.put('envelope', { ...first, handedIn: true }))
    const suite = new CipherSuite({
      kem: new DhkemP256HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Aes256Gcm(),
    })
    const pair = await suite.kem.generateKeyPair()
    const key = base64Of(new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)))
    const before = (await store.state()).sealsTo
    await store.sealTo(key)
    expect((await store.state()).sealsTo).not.toBe(before)
    const after = await store.keep(written('afterwards'))
    const opens = async ({ sealed }: { sealed: string }, { command }: typeof waits): Promise<unknown> => {
      const bytes = bytesOf(sealed)
      const recipient = await suite.createRecipientContext({
        recipientKey: pair.privateKey,
        enc: bytes.slice(0, 65).buffer,
      })
      const about = new TextEncoder().encode(`${device}:${command.id}:${command.from.n}`)
      return JSON.parse(
        new TextDecoder().decode(await recipient.open(bytes.slice(65).buffer, about.buffer)),
      ) as unknown
    }
    const [one, two, three] = (await envelopes()) as [KeptEnvelope, KeptEnvelope, KeptEnvelope]
    expect(one).toEqual({ ...first, handedIn: true })
    await expect(opens(one, handedIn)).rejects.toThrow()
    expect(await opens(two, waits)).toMatchObject({ input: { note: 'waits' } })
    expect(await opens(three, after)).toMatchObject({ input: { note: 'afterwards' } })
  })

  test('is kept once however often the app asks, and by two windows at the same time each under a number of its own', async () => {
    const { options, store } = await phone()
    const other = await LocalDeviceStore.open(options)
    const twice = written('same')
    const kept = await Promise.all([
      store.keep(twice),
      other.keep(twice),
      ...Array.from({ length: 10 }, (_, at) => (at % 2 ? store : other).keep(written(String(at)))),
    ])
    expect(kept[0]?.command.from.n).toBe(kept[1]?.command.from.n)
    expect((await store.waiting()).map((one) => one.command.from.n)).toEqual(
      Array.from({ length: 11 }, (_, at) => at + 1),
    )
  })

  test('lies there sealed to the server, which alone can open it', async () => {
    const { options, store } = await phone()
    const command = written('heard in Sinjar')
    await store.keep(command)
    const { sealed } = (await onDisk(options.name, (database) => database.getAll('envelope')))[0] as {
      sealed: string
    }
    expect(await unsealed(sealed, `${device}:${command.id}:1`)).toEqual({
      name: command.name,
      input: command.input,
      from: { ...command.from, n: 1 },
    })
  })
})

describe('the cases on the phone of Amina', () => {
  test('come, grow, lose what she may not see any more, and go with all that names them', async () => {
    const { options, store } = await phone()
    const [leila, omar] = [newId(), newId()]
    await store.settle(page([caseOf(leila, 1, 'ليلى'), caseOf(omar, 1, 'عمر')]))
    await store.settle(page([caseOf(leila, 2, 'ليلى', { replace: false })], { cookie: 'c2' }))
    await store.keepAnswer('/api/today', '1', { cases: [leila] })
    await store.keepAnswer('/api/services', '1', { services: [] })
    const reopened = await LocalDeviceStore.open(options)
    expect((await reopened.heldCase(leila))?.rows.note?.map((note) => note.text)).toEqual([
      'written at 1',
      'written at 2',
    ])
    expect(await reopened.search('ليلي')).toEqual([leila])
    expect(await reopened.search('4567')).toHaveLength(2)
    expect(await reopened.search('٠٧٧٠١٢٣ لیل')).toEqual([leila])
    expect(await reopened.search('الليلى')).toEqual([leila])
    expect(await reopened.search('nv-4k7')).toHaveLength(2)
    await reopened.settle(page([caseOf(omar, 2, 'عمر', { scope: 1 })], { forget: [leila], cookie: 'c3' }))
    // the other window sees it too
    expect(await store.caseIds()).toEqual([omar])
    expect(await store.heldCase(leila)).toBeNull()
    expect(Object.keys((await store.heldCase(omar))?.rows ?? {})).toEqual(['case_file'])
    expect(await store.search('ليلى')).toEqual([])
    expect(await store.keptAnswer('/api/today')).toBeNull()
    expect(await store.keptAnswer('/api/services')).toEqual({ version: '1', answer: { services: [] } })
    expect((await store.summaries()).map((one) => one.displayName)).toEqual(['عمر'])
    expect(await onDisk(options.name, (database) => database.getAll('body'))).toEqual([])
    expect((await store.state()).cookie).toBe('c3')
  })
})

test('photographs lie in sealed pieces of their own, stay until they are sent, and go with their case', async () => {
  const { options, store } = await phone()
  const [leila, sent, unsent] = [newId(), newId(), newId()]
  const photograph = crypto.getRandomValues(new Uint8Array(60_000))
  const big = new Uint8Array(150_000)
  big.set(photograph)
  big.set(photograph, 70_000)
  await store.settle(page([caseOf(leila, 1, 'ليلى')]))
  for (const id of [sent, unsent])
    await store.putFile({ id, caseId: leila, type: 'image/jpeg', keptAt: '2026-11-22T09:00:00.000Z' }, big)
  const reopened = await LocalDeviceStore.open(options)
  expect(await reopened.readFile(sent)).toEqual(big)
  expect(await reopened.readFile(newId())).toBeNull()
  await reopened.fileSent(sent)
  expect((await reopened.files()).map(({ size, isSent }) => [size, isSent]).toSorted()).toEqual([
    [150_000, false],
    [150_000, true],
  ])
  // two pieces exchanged are noticed
  await onDisk(options.name, async (database) => {
    const keys = await database.getAllKeys('chunk')
    expect(keys).toHaveLength(6)
    const [first, second] = [
      await database.get('chunk', keys[0] ?? ''),
      await database.get('chunk', keys[1] ?? ''),
    ]
    await database.put('chunk', second, keys[0])
    await database.put('chunk', first, keys[1])
  })
  expect(
    (await Promise.all([store.readFile(sent), store.readFile(unsent)])).filter((one) => one === null),
  ).toHaveLength(1)
  await store.settle(page([], { forget: [leila] }))
  expect((await store.files()).map(({ id }) => id)).toEqual([unsent])
  await store.removeFile(unsent)
  expect(await onDisk(options.name, (database) => database.count('chunk'))).toBe(0)
})
