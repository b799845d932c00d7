import { type DBSchema, openDB } from 'idb'
import type { Id, Instant } from '../records/rows.ts'
import type { Bytes } from './record-crypt.local.ts'
import type { Stretch } from './stretch.local.ts'

/** How the root key is kept: sealed under a key made of the secret, the device's own part, and the server's part. */
export interface Wrap {
  /** `pin` needs what the device's authenticator answers as well; `phrase` stands alone. */
  readonly kind: 'pin' | 'phrase'
  readonly stretch: Stretch
  readonly salt: Bytes
  readonly iv: Bytes
  readonly sealed: Bytes
  /** Of the authenticator, for `pin`. */
  readonly credential: Bytes | null
  readonly prfSalt: Bytes | null
}

/** What is readable of a copy while it is locked. No name, no login: who it belongs to is a hash. */
export interface CopyHeader {
  /** Id of the device, as the server knows it. */
  readonly id: Id
  readonly owner: string
  readonly database: string
  readonly ingestKey: string
  /** Hands in sealed envelopes and opens nothing else. */
  readonly token: string
  /** Null: destroyed after too many wrong tries. */
  readonly wrap: Wrap | null
  /** The server's part of the key; null once the lease was over, until the server gives it again. */
  readonly share: Bytes | null
  readonly leaseUntil: Instant
  readonly wrong: number
  /** Milliseconds since 1970: no further try before. */
  readonly notBefore: number
  readonly usedAt: number
}

interface Headers extends DBSchema {
  copy: { key: string; value: CopyHeader }
}

async function withHeaders<T>(
  work: (database: Awaited<ReturnType<typeof openDB<Headers>>>) => Promise<T>,
): Promise<T> {
  const database = await openDB<Headers>('ihala', 1, {
    upgrade: (made) => void made.createObjectStore('copy', { keyPath: 'id' }),
  })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** The copies in this browser, the one used last first. */
export function copyHeaders(): Promise<readonly CopyHeader[]> {
  return withHeaders(async (database) =>
    (await database.getAll('copy')).toSorted((one, other) => other.usedAt - one.usedAt),
  )
}

export function copyHeader(id: Id): Promise<CopyHeader | undefined> {
  return withHeaders((database) => database.get('copy', id))
}

/** On the disk when this resolves: a count of wrong tries that could be lost would be none. */
export function putHeader(header: CopyHeader): Promise<void> {
  return withHeaders(async (database) => {
    const change = database.transaction('copy', 'readwrite', { durability: 'strict' })
    await Promise.all([change.store.put(header), change.done])
  })
}

/** Changes it as it stands now, in one transaction. @returns what stands there afterwards, undefined when there is none */
export function changeHeader(id: Id, change: Partial<CopyHeader>): Promise<CopyHeader | undefined> {
  return withHeaders(async (database) => {
    const transaction = database.transaction('copy', 'readwrite', { durability: 'strict' })
    const header = await transaction.store.get(id)
    const changed = header && { ...header, ...change }
    await Promise.all([changed && transaction.store.put(changed), transaction.done])
    return changed
  })
}

export function dropHeader(id: Id): Promise<void> {
  return withHeaders((database) => database.delete('copy', id))
}

/** Whose copy it is, told to whoever knows the id of the account already. */
export async function ownerOf(accountId: Id): Promise<string> {
  const bytes = new TextEncoder().encode(`ihala owner ${accountId}`)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A lease that is over takes the server's part of the key with it: without network nothing opens any more. */
export async function withoutEndedLease(device: Id, now: number): Promise<CopyHeader | undefined> {
  const header = await copyHeader(device)
  return header?.share && Date.parse(header.leaseUntil) <= now
    ? changeHeader(device, { share: null })
    : header
}
