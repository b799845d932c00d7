import { LocalDeviceStore } from '../src/sync/device-store.local.ts'
import type { CaseDelta } from '../src/sync/protocol.ts'
import { stretched } from '../src/sync/stretch.local.ts'

/** The store of a device in a page of its own: on the main thread, which is the one that Chromium can slow down. */
const rootKey = new Uint8Array(32).fill(7)
const device = '018f0000-0000-7000-8000-0000000000d1'
const given = ['زينب', 'نازنين', 'هيفاء', 'شيرين', 'Khalida', 'Baran', 'سهاد', 'ئازاد', 'دلشاد', 'مريم']
const family = ['الحمداني', 'الجبوري', 'Sinjari', 'Barwari', 'النعيمي', 'الشمري', 'مزوری', 'زێباری']

async function options(name: string) {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return { name, device, rootKey, ingestKey: btoa(String.fromCharCode(...raw)) }
}

function caseOf(place: number): CaseDelta {
  const id = `018f0000-0000-7000-8000-${String(place).padStart(12, '0')}`
  const name = `${given[place % given.length]} ${family[(place * 7) % family.length]} ${place}`
  const rows = {
    case_file: [
      { id, code: `NV-${place}`, displayName: name, placeCode: 'IQ-NI-01', urgency: 'usual', rev: 1 },
    ],
    person: [
      {
        id: `${id}-p`,
        code: `NV-P${place}`,
        codeName: null,
        displayName: name,
        nameParts: { given: name },
        contactSafety: { mode: 'call', phone: `+96477${String(10_000_000 + place * 7919)}` },
      },
    ],
    note: Array.from({ length: 10 }, (_, note) => ({ id: `${id}-${note}`, text: 'كلام الحالة '.repeat(22) })),
  } as unknown as CaseDelta['rows']
  return { id, rev: 1, scope: 2, replace: true, rows }
}

const measured = {
  async fill(name: string, cases: number): Promise<void> {
    const store = await LocalDeviceStore.create(await options(name))
    for (let from = 0; from < cases; from += 50)
      await store.settle({
        cases: Array.from({ length: Math.min(50, cases - from) }, (_, place) => caseOf(from + place)),
        forget: [],
        epoch: 1,
        cookie: 'c',
        leaseUntil: '2027-01-01T00:00:00.000Z',
        answeredBefore: [],
        pulledAt: '2026-11-22T09:00:00.000Z',
      })
    store.close()
  },
  /** Milliseconds from the key to a list that can be searched, of one search, of one case, of one kept command. */
  async open(name: string) {
    const given = await options(name)
    const begun = performance.now()
    const store = await LocalDeviceStore.open(given)
    const list = performance.now()
    const found = await store.search('حمداني')
    const searched = performance.now()
    const [id] = found
    if (id === undefined || (await store.heldCase(id)) === null) throw new Error('nothing was found')
    const opened = performance.now()
    await store.keep({
      id: crypto.randomUUID(),
      name: 'note.add',
      input: { text: 'x'.repeat(400) },
      from: { device, epoch: 1, seen: 1, at: { ms: 1, c: 0 }, version: 1 },
    })
    const kept = performance.now()
    store.close()
    return { list: list - begun, search: searched - list, case: opened - searched, keep: kept - opened }
  },
  async derive(): Promise<number> {
    const begun = performance.now()
    await stretched('river candle seven', new Uint8Array(16), { memoryKiB: 65_536, passes: 3 })
    return performance.now() - begun
  },
}

export type Measured = typeof measured
Object.assign(globalThis, { measured })
