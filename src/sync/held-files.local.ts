import type { Id } from '../records/rows.ts'
import type { Database, DeviceConnection } from './device-database.local.ts'
import type { HeldFile } from './held-file.ts'
import { carryOut, type Plan } from './plans.local.ts'
import { type Bytes, Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'

interface KeptFile extends HeldFile {
  /** base64 of 32 bytes: each file has a key of its own, which goes with this record. */
  readonly key: string
}

/** Browsers of small phones fail on values of several megabytes. */
const pieceSize = 64 * 1024
const nonceLength = 12
const encoder = new TextEncoder()

/** Files in sealed pieces. What was not sent yet is never let go. */
export class HeldFiles {
  readonly #crypt: RecordCrypt
  readonly #connection: DeviceConnection

  constructor(crypt: RecordCrypt, connection: DeviceConnection) {
    this.#crypt = crypt
    this.#connection = connection
  }

  /** @throws Refusal device.full; then nothing of it was kept */
  async put(file: Omit<HeldFile, 'size' | 'isSent' | 'refusal'>, bytes: Bytes): Promise<void> {
    const name = await this.#crypt.nameOf('file', file.id)
    const rawKey = crypto.getRandomValues(new Uint8Array(32))
    const key = await keyOf(rawKey)
    const count = Math.max(1, Math.ceil(bytes.length / pieceSize))
    const pieces = await Promise.all(
      Array.from({ length: count }, async (_, place): Promise<SealedRecord> => {
        const iv = crypto.getRandomValues(new Uint8Array(nonceLength))
        const piece = bytes.slice(place * pieceSize, (place + 1) * pieceSize)
        const sealed = await crypto.subtle.encrypt(how(iv, file.id, place, count), key, piece)
        const data = new Uint8Array(nonceLength + sealed.byteLength)
        data.set(iv)
        data.set(new Uint8Array(sealed), nonceLength)
        return { v: '0', data }
      }),
    )
    const kept: KeptFile = {
      ...file,
      size: bytes.length,
      isSent: false,
      key: btoa(String.fromCharCode(...rawKey)),
    }
    rawKey.fill(0)
    const record = await this.#crypt.seal('file', name, '0', kept)
    await this.#connection.run((database) =>
      carryOut(database, [
        {
          stores: ['file', 'chunk'],
          isStill: async () => true,
          write: (change) => [
            () => change.objectStore('file').put(record, name),
            ...pieces.map((piece, place) => () => change.objectStore('chunk').put(piece, [name, place])),
          ],
        },
      ]),
    )
  }

  /** Null: not here, or it does not open any more. */
  read(id: Id): Promise<Bytes | null> {
    return this.#connection.run(async (database) => {
      const name = await this.#crypt.nameOf('file', id)
      const file = await this.#file(name, await database.get('file', name))
      if (!file) return null
      const count = Math.max(1, Math.ceil(file.size / pieceSize))
      const key = await keyOf(Uint8Array.from(atob(file.key), (sign) => sign.codePointAt(0) ?? 0))
      const bytes = new Uint8Array(file.size)
      for (let place = 0; place < count; place++) {
        const piece = await database.get('chunk', [name, place])
        if (!piece) return null
        const iv = piece.data.subarray(0, nonceLength)
        try {
          const opened = await crypto.subtle.decrypt(
            how(iv, id, place, count),
            key,
            piece.data.subarray(nonceLength),
          )
          bytes.set(new Uint8Array(opened), place * pieceSize)
        } catch {
          // changed, or of another file
          return null
        }
      }
      return bytes
    })
  }

  list(): Promise<readonly HeldFile[]> {
    return this.#connection.run(async (database) =>
      (await this.#all(database)).map(({ file: { key: _, ...file } }) => file),
    )
  }

  /** The server has the bytes. */
  sent(id: Id): Promise<void> {
    return this.#mark(id, { isSent: true })
  }

  /** The server looked at the bytes and does not take them. */
  refused(id: Id, code: string): Promise<void> {
    return this.#mark(id, { refusal: code })
  }

  async #mark(id: Id, change: Partial<KeptFile>): Promise<void> {
    const name = await this.#crypt.nameOf('file', id)
    await this.#connection.run(async (database) => {
      const file = await this.#file(name, await database.get('file', name))
      if (!file) return
      const record = await this.#crypt.seal('file', name, '0', { ...file, ...change })
      await carryOut(database, [
        {
          stores: ['file'],
          isStill: async () => true,
          write: (change) => [() => change.objectStore('file').put(record, name)],
        },
      ])
    })
  }

  async remove(id: Id): Promise<void> {
    const name = await this.#crypt.nameOf('file', id)
    await this.#connection.run((database) => carryOut(database, [gone([name])]))
  }

  /** Of cases that are forgotten or held less of; what was not sent yet stays until it is. */
  async without(database: Database, ids: readonly Id[]): Promise<Plan> {
    if (ids.length === 0) return gone([])
    const all = await this.#all(database)
    return gone(all.flatMap(({ name, file }) => (file.isSent && ids.includes(file.caseId) ? [name] : [])))
  }

  async #all(database: Database): Promise<readonly { readonly name: string; readonly file: KeptFile }[]> {
    const read = database.transaction('file')
    const [names, records] = await Promise.all([read.store.getAllKeys(), read.store.getAll()])
    const files = await Promise.all(names.map((name, place) => this.#file(name, records[place])))
    return files.flatMap((file, place) => (file ? [{ name: names[place] ?? '', file }] : []))
  }

  async #file(name: string, record: SealedRecord | undefined): Promise<KeptFile | null> {
    try {
      return record ? await this.#crypt.open<KeptFile>('file', name, record) : null
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }
}

function gone(names: readonly string[]): Plan {
  return {
    stores: ['file', 'chunk'],
    isStill: async () => true,
    write: (change) =>
      names.flatMap((name) => [
        () => change.objectStore('file').delete(name),
        () =>
          change.objectStore('chunk').delete(IDBKeyRange.bound([name, 0], [name, Number.MAX_SAFE_INTEGER])),
      ]),
  }
}

function keyOf(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function how(iv: Bytes, id: Id, place: number, count: number): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(JSON.stringify([id, place, count])) }
}
