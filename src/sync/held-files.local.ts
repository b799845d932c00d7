import type { Id } from '../records/rows.ts'
import type { Database, DeviceConnection } from './device-database.local.ts'
import type { HeldFile } from './held-file.ts'
import { carryOut, type Plan } from './plans.local.ts'
import { type Bytes, Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'
import { allPieces, openPieces, sealPieces } from './sealed-pieces.local.ts'

interface KeptFile extends HeldFile {
  /** Of its pieces. */
  readonly key: string
}

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
    const { key, pieces } = await sealPieces(file.id, bytes)
    const kept: KeptFile = { ...file, size: bytes.length, isSent: false, key }
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
      return openPieces(file, (place) => database.get('chunk', [name, place]))
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
        () => change.objectStore('chunk').delete(allPieces(name)),
      ]),
  }
}
