import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LocalDeviceStore } from '../../src/sync/device-store.local.ts'
import { type Heard, type SyncPorts, syncOnce } from '../../src/sync/engine.ts'
import { type FilePorts, sendNextFile } from '../../src/sync/send-files.ts'
import { tellLooks } from '../../src/sync/tell-looks.ts'
import type { WhoLookedAnswer } from '../../src/records/answers.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, world } from '../support/house.ts'
import { ingestKey } from '../support/phone-copy.ts'

let here: TestHouse
let amina: Client
let caseId: string
let photograph: Buffer
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  ;({ caseId } = await openCase(amina))
  const noise = Buffer.alloc(480 * 360 * 3, 1).map((_, place) => (place * 7919) % 251)
  photograph = await sharp(noise, { raw: { width: 480, height: 360, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
})
afterAll(() => here?.close())

function heard<T>(status: number, body: unknown): Heard<T> {
  if (status === 200) return { kind: 'ok', data: body as T }
  return { kind: 'refused', status, refusal: (body as { refusal: { code: string } }).refusal }
}

/** Amina's phone: the store of the app, and a link that can be cut. `cut`: how the request of this number ends. */
async function phone(
  cut: (path: string, number: number) => 'through' | 'lost' | 'unanswered' = () => 'through',
) {
  const [device, token] = [testId(), randomBytes(32).toString('base64url')]
  await amina.done('device.enrol', { deviceId: device, name: 'هاتف العمل', kind: 'phone', token })
  const options = {
    name: `files-${device}`,
    device,
    rootKey: crypto.getRandomValues(new Uint8Array(32)),
    ingestKey: await ingestKey(),
  }
  const asked: string[] = []
  let mayGoOn = true
  const send = async (path: string, body: Uint8Array | object): Promise<Heard<unknown>> => {
    const end = cut(path, asked.length)
    asked.push(path)
    if (end === 'lost') return { kind: 'unreachable' }
    const isBytes = body instanceof Uint8Array
    const answer = await here.server.inject({
      method: 'POST',
      url: path,
      headers: {
        authorization: `Bearer ${amina.token}`,
        'content-type': isBytes ? 'application/octet-stream' : 'application/json',
      },
      payload: isBytes ? Buffer.from(body) : body,
    })
    return end === 'unanswered' ? { kind: 'unreachable' } : heard(answer.statusCode, answer.json())
  }
  let store = await LocalDeviceStore.create(options)
  const filePorts = (): FilePorts => ({ store, ask: send, now: Date.now, mayGoOn: () => mayGoOn })
  const post = async <T>(path: string, body: object): Promise<Heard<T>> => {
    const answer = await amina.post<T>(path, body)
    return heard<T>(answer.status, answer.body)
  }
  return {
    asked,
    store: () => store,
    /** As after a battery that ran out. */
    reopen: async () => {
      store = await LocalDeviceStore.open(options)
    },
    hold: (isHeld: boolean) => {
      mayGoOn = !isHeld
    },
    next: () => sendNextFile(filePorts()),
    tell: () => tellLooks({ store, ask: send }),
    sync: () =>
      syncOnce({
        store,
        push: (commands) => post('/actions', commands),
        pull: (request) => post('/sync/pull', request),
        handIn: async () => false,
        wipe: async () => {},
        reference: async () => {},
        sealingKey: async () => null,
        now: Date.now,
        isAttended: () => false,
        onAnswer: () => {},
        onPage: () => {},
      } satisfies SyncPorts),
    attach: async (bytes: Buffer, title: string) => {
      const [fileId, id] = [testId(), testId()]
      const input = { fileId, caseId, uploadId: testId(), kind: 'letter', title }
      await store.putFile(
        { id: fileId, caseId, type: 'image/jpeg', keptAt: new Date().toISOString(), words: { id, input } },
        new Uint8Array(bytes),
      )
      return fileId
    },
  }
}

async function filesOfCase(): Promise<readonly { id: string; title: string | null }[]> {
  return (await amina.get<{ items: { id: string; title: string | null }[] }>(`/api/cases/${caseId}/files`))
    .body.items
}

it('Amina’s photograph goes up after her words, is cut off twice, and is a file of the case once', async () => {
  // the second piece never leaves, the answer to the fourth request and that to the end never come
  const ends = ['through', 'through', 'lost', 'through', 'unanswered', 'through'] as const
  let isEndLost = false
  const her = await phone((path, number) => {
    if (!path.endsWith('/finish') || isEndLost) return ends[number] ?? 'through'
    isEndLost = true
    return 'unanswered'
  })
  expect(await her.sync()).toBe('done')
  const fileId = await her.attach(photograph, 'كتاب المدرسة')
  her.hold(true)
  expect(await her.next()).toBe('later')
  expect(her.asked).toEqual([])
  her.hold(false)
  expect(await her.next()).toBe('later')
  await her.reopen()
  expect(await her.next()).toBe('later')
  await her.reopen()
  expect(await her.next()).toBe('later')
  expect(isEndLost).toBe(true)
  expect((await her.store().files()).map(({ isSent }) => isSent)).toEqual([false])
  expect(await filesOfCase()).toEqual([])
  expect(await her.next()).toBe('kept')
  // its words wait: the bytes stay until they are answered
  expect(await her.next()).toBe('nothing')
  expect((await her.store().files()).map(({ isSent }) => isSent)).toEqual([true])
  expect(await her.sync()).toBe('done')
  expect(await her.next()).toBe('nothing')
  expect(await her.store().files()).toEqual([])
  expect(await filesOfCase()).toMatchObject([{ id: fileId, title: 'كتاب المدرسة' }])
  const starts = her.asked.flatMap((path) => /start=(\d+)/.exec(path)?.[1] ?? [])
  // one piece was lost on its way; what had arrived, answered or not, never goes twice
  expect(starts.length - new Set(starts).size).toBe(1)
})

it('what the server does not take stays with its words on her phone, and what follows goes', async () => {
  const her = await phone()
  await her.sync()
  const bad = await her.attach(Buffer.from('<html><script>alert(1)</script></html>'), 'صفحة')
  const before = (await filesOfCase()).length
  const good = await her.attach(photograph, 'شهادة')
  expect(await her.next()).toBe('kept')
  expect(await her.next()).toBe('kept')
  await her.sync()
  expect(await her.next()).toBe('nothing')
  expect(await her.store().files()).toMatchObject([
    { id: bad, refusal: 'file.type_not_allowed', words: { input: { title: 'صفحة' } } },
  ])
  const after = await filesOfCase()
  expect(after.map(({ id }) => id)).toContain(good)
  expect(after).toHaveLength(before + 1)
})

it('a letter that Amina opened stays on her phone until the case is Sana’s; that she read it there is told once', async () => {
  let isCut = false
  const her = await phone((path) => (isCut && path === '/sync/looks' ? 'unanswered' : 'through'))
  const mine = await openCase(amina)
  expect(await her.sync()).toBe('done')
  const store = her.store()
  expect(
    await store.keepCached(
      { id: testId(), caseId: mine.caseId },
      new Uint8Array(photograph),
      here.house.now(),
    ),
  ).toBe(true)
  await store.noteLook({ id: testId(), caseId: mine.caseId, at: here.house.now() })
  await amina.done('case.hand_over', {
    caseId: mine.caseId,
    accountId: world.accounts.sana,
    siteId: world.sites.mosul,
    note: 'إجازة',
  })
  expect(await her.sync()).toBe('done')
  expect(await store.cachedFiles()).toEqual([])
  // the answer to the first telling is lost, and it is told again
  isCut = true
  await her.tell()
  expect(await store.looks()).toHaveLength(1)
  isCut = false
  await her.tell()
  expect(await store.looks()).toEqual([])
  const baran = await here.signIn('baran')
  const { looks } = (await baran.get<WhoLookedAnswer>(`/api/cases/${mine.caseId}/who-looked`)).body
  expect(looks.filter(({ act }) => act === 'read.case_on_device')).toMatchObject([{ times: 1, mine: true }])
})
