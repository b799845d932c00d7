import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { type IDBPDatabase, openDB } from 'idb'
import { idFrom } from '../../src/basics/ids.ts'
import { LocalDeviceStore } from '../../src/sync/device-store.local.ts'
import type { CaseDelta } from '../../src/sync/protocol.ts'
import { base64Of, bytesOf } from '../../src/sync/base64.local.ts'

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
const server = suite.kem.generateKeyPair()
export const device = '018f0000-0000-7000-8000-0000000000d1'
let made = 0

export function newId(): string {
  return idFrom(Date.UTC(2026, 10, 22) + made++, crypto.getRandomValues(new Uint8Array(10)))
}

/** The server's public key, and what it reads in an envelope with the other half. */
export async function ingestKey(): Promise<string> {
  return base64Of(new Uint8Array(await suite.kem.serializePublicKey((await server).publicKey)))
}
export async function unsealed(sealed: string, aad: string): Promise<unknown> {
  const bytes = bytesOf(sealed)
  const recipient = await suite.createRecipientContext({
    recipientKey: (await server).privateKey,
    enc: bytes.slice(0, 65).buffer,
  })
  const opened = await recipient.open(bytes.slice(65).buffer, new TextEncoder().encode(aad).buffer)
  return JSON.parse(new TextDecoder().decode(opened))
}

/** An empty copy of a phone. */
export async function phone() {
  const options = {
    name: `copy-${made++}`,
    device,
    rootKey: crypto.getRandomValues(new Uint8Array(32)),
    ingestKey: await ingestKey(),
  }
  return { options, store: await LocalDeviceStore.create(options) }
}

export const written = (note: string, ms = 1000) => ({
  id: newId(),
  name: 'note.write',
  input: { note },
  from: { device, epoch: 1, seen: null, at: { ms, c: 0 }, version: 1 },
})

/** A case of Amina's as it comes down; as much of its rows as the store looks at. */
export function caseOf(id: string, rev: number, name: string, rest: Partial<CaseDelta> = {}): CaseDelta {
  const rows = {
    case_file: [{ id, code: 'NV-4K7-29XC', displayName: name, placeCode: 'IQ-NI-01', rev }],
    person: [
      {
        id: `${id}-person`,
        code: 'NV-5K7-39XC',
        codeName: null,
        displayName: name,
        nameParts: { given: name },
        contactSafety: { mode: 'call', phone: '+9647701234567' },
      },
    ],
    note: [{ id: `${id}-note-${rev}`, caseId: id, text: `written at ${rev}` }],
  } as unknown as CaseDelta['rows']
  return { id, rev, scope: 2, replace: true, rows, ...rest }
}

export const page = (cases: readonly CaseDelta[], rest: object = {}) => ({
  cases,
  forget: [],
  epoch: 1,
  cookie: 'c1',
  leaseUntil: '2026-11-25T00:00:00.000Z',
  answeredBefore: [],
  pulledAt: '2026-11-22T09:00:00.000Z',
  ...rest,
})

/** The database of a copy as it lies there, for whoever looks at it or tampers with it. */
export async function onDisk<T>(name: string, work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  const database = await openDB(name)
  try {
    return await work(database)
  } finally {
    database.close()
  }
}
