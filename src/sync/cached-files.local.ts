import type { Id, Instant } from '../records/rows.ts'
import { type CachedFile, leaving, mostCachedBytes } from './cached-file.ts'
import type { Database } from './device-database.local.ts'
import { type again, carryOut, type Change, type Plan } from './plans.local.ts'
import type { CaseDelta } from './protocol.ts'
import { type Bytes, Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'
import { allPieces, openPieces, sealPieces } from './sealed-pieces.local.ts'

interface Kept extends CachedFile {
  /** Of its pieces. */
  readonly key: string
}

/** Files of the server in sealed pieces, so many bytes at most. Losing one costs fetching it again. */
export class CachedFiles {
  readonly #crypt: RecordCrypt
  readonly #most: number

  constructor(crypt: RecordCrypt, most = mostCachedBytes) {
    this.#crypt = crypt
    this.#most = most
  }

  /**
   * False: it is larger than all that may be kept.
   * @param isStill the case is still held: what was forgotten meanwhile must not come back
   * @throws Refusal device.full; then nothing of it was kept
   */
  async put(
    database: Database,
    { id, caseId }: Pick<CachedFile, 'id' | 'caseId'>,
    bytes: Bytes,
    at: Instant,
    isStill: Plan['isStill'],
  ): Promise<boolean | typeof again> {
    if (bytes.length > this.#most) return false
    const name = await this.#crypt.nameOf('cached', id)
    const { key, pieces } = await sealPieces(id, bytes)
    const kept: Kept = { id, caseId, size: bytes.length, usedAt: at, key }
    const record = await this.#crypt.seal('cached', name, '0', kept)
    const others = (await this.list(database)).filter((one) => one.id !== id)
    const gone = await this.#namesOf(leaving(others, bytes.length, this.#most).map((one) => one.id))
    const done = await carryOut(
      database,
      [
        {
          stores: ['state', 'cached', 'cachedPiece'],
          isStill,
          write: (change) => [
            ...erase(change, gone),
            () => change.objectStore('cached').put(record, name),
            ...pieces.map(
              (piece, place) => () => change.objectStore('cachedPiece').put(piece, [name, place]),
            ),
          ],
        },
      ],
      'relaxed',
    )
    return done ?? true
  }

  /** Null: not here, or it does not open any more. */
  async read(database: Database, id: Id, at: Instant): Promise<Bytes | null> {
    const name = await this.#crypt.nameOf('cached', id)
    const kept = await this.#kept(name, await database.get('cached', name))
    if (!kept) return null
    const bytes = await openPieces(kept, (place) => database.get('cachedPiece', [name, place]))
    if (!bytes) return null
    const record = await this.#crypt.seal('cached', name, '0', { ...kept, usedAt: at })
    await carryOut(
      database,
      [
        {
          stores: ['cached'],
          // it may have been forgotten meanwhile
          isStill: async (change) => (await change.objectStore('cached').getKey(name)) !== undefined,
          write: (change) => [() => change.objectStore('cached').put(record, name)],
        },
      ],
      'relaxed',
    )
    return bytes
  }

  async list(database: Database): Promise<readonly CachedFile[]> {
    return (await this.#all(database)).flatMap(({ kept }) => {
      if (!kept) return []
      const { key: _, ...file } = kept
      return [file]
    })
  }

  /** Everything; true: there was something. */
  async clear(database: Database): Promise<boolean> {
    const names = await database.getAllKeys('cached')
    const write: Plan['write'] = (change) => erase(change, names)
    await carryOut(database, [{ stores: ['cached', 'cachedPiece'], isStill: async () => true, write }])
    return names.length > 0
  }

  /**
   * With a page of a pull: of cases that are forgotten or held less of, and what was removed from a case.
   * @param less ids of those cases
   */
  async settled(database: Database, less: readonly Id[], cases: readonly CaseDelta[]): Promise<Plan> {
    const changed = new Map(cases.map((one) => [one.id, one]))
    const all = less.length + cases.length === 0 ? [] : await this.#all(database)
    const gone = all.flatMap(({ name, kept }) =>
      kept && !less.includes(kept.caseId) && isStillThere(kept.id, changed.get(kept.caseId)) ? [] : [name],
    )
    const known = new Set(all.map(({ name }) => name))
    return {
      stores: ['cached', 'cachedPiece'],
      // another window fetched one meanwhile: it is looked at as well
      isStill: async (change) =>
        less.length + cases.length === 0 ||
        (await change.objectStore('cached').getAllKeys()).every((name) => known.has(name)),
      write: (change) => erase(change, gone),
    }
  }

  async #all(database: Database): Promise<readonly { readonly name: string; readonly kept: Kept | null }[]> {
    const read = database.transaction('cached')
    const [names, records] = await Promise.all([read.store.getAllKeys(), read.store.getAll()])
    return Promise.all(
      names.map(async (name, place) => ({ name, kept: await this.#kept(name, records[place]) })),
    )
  }

  #namesOf(ids: readonly Id[]): Promise<readonly string[]> {
    return Promise.all(ids.map((id) => this.#crypt.nameOf('cached', id)))
  }

  async #kept(name: string, record: SealedRecord | undefined): Promise<Kept | null> {
    try {
      return record ? await this.#crypt.open<Kept>('cached', name, record) : null
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }
}

function isStillThere(id: Id, delta: CaseDelta | undefined): boolean {
  const row = delta?.rows.file?.find((file) => file.id === id)
  if (row) return row.removedAt === null
  return delta?.replace !== true
}

function erase(change: Change, names: readonly string[]): readonly (() => Promise<unknown>)[] {
  return names.flatMap((name) => [
    () => change.objectStore('cached').delete(name),
    () => change.objectStore('cachedPiece').delete(allPieces(name)),
  ])
}
