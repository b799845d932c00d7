import { type IDBPDatabase, openDB } from 'idb'

interface SavedStore {
  readonly name: string
  readonly keyPath: string | null
  readonly indexes: readonly { readonly name: string; readonly keyPath: string }[]
  readonly records: readonly (readonly [key: IDBValidKey, value: unknown])[]
}

/** A database of a browser as it lay on the disk. Bytes stand as `{ bytes: base64 }`. */
export interface SavedDatabase {
  readonly name: string
  readonly version: number
  readonly stores: readonly SavedStore[]
}

/** Everything that this browser keeps. */
export async function saveDatabases(): Promise<readonly SavedDatabase[]> {
  const saved: SavedDatabase[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await openDB(name)
    const stores = await Promise.all(
      [...database.objectStoreNames].map((store) => saveStore(database, store)),
    )
    saved.push({ name, version: database.version, stores })
    database.close()
  }
  return saved.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

async function saveStore(database: IDBPDatabase, name: string): Promise<SavedStore> {
  const { store } = database.transaction(name)
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  return {
    name,
    keyPath: store.keyPath as string | null,
    indexes: [...store.indexNames].map((index) => ({
      name: index,
      keyPath: store.index(index).keyPath as string,
    })),
    records: keys.map((key, place) => [key, written(values[place])] as const),
  }
}

/** Lays it down as the app of then had left it: in the version it had then. */
export async function layDown(saved: readonly SavedDatabase[]): Promise<void> {
  for (const { name, version, stores } of saved) {
    const database = await openDB(name, version, {
      upgrade(made) {
        for (const { name: store, keyPath, indexes } of stores) {
          const kept = made.createObjectStore(store, { keyPath })
          for (const index of indexes) kept.createIndex(index.name, index.keyPath)
        }
      },
    })
    for (const { name: store, keyPath, records } of stores)
      for (const [key, value] of records)
        await database.put(store, read(value), keyPath === null ? key : undefined)
    database.close()
  }
}

function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, written(inner)]))
}

function read(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const { bytes } = value as { readonly bytes?: string }
  if (bytes !== undefined) return new Uint8Array(Buffer.from(bytes, 'base64'))
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, read(inner)]))
}
