import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { Refusal, refuse } from '../basics/refusal.ts'
import type { SealedEnvelope } from './protocol.ts'
import type { SealedRecord } from './record-crypt.local.ts'

/** An envelope as it lies beside its command: sealed to the server, so that it can be handed in while all else is locked. */
export interface KeptEnvelope extends SealedEnvelope {
  readonly handedIn: boolean
}

/** One database a copy. Only ciphertext, counters and the ids of commands are ever written into it. */
export interface DeviceDatabase extends DBSchema {
  state: { key: string; value: SealedRecord }
  summary: { key: string; value: SealedRecord }
  body: { key: string; value: SealedRecord }
  outbox: { key: number; value: SealedRecord }
  journal: { key: number; value: SealedRecord }
  envelope: { key: number; value: KeptEnvelope; indexes: { id: string } }
  decision: { key: string; value: SealedRecord }
  answer: { key: string; value: SealedRecord }
  file: { key: string; value: SealedRecord }
  chunk: { key: [string, number]; value: SealedRecord }
  /** Files of the server that were looked at here, and their pieces. */
  cached: { key: string; value: SealedRecord }
  cachedPiece: { key: [string, number]; value: SealedRecord }
  look: { key: string; value: SealedRecord }
}

const version = 2
const stores = [
  'state',
  'summary',
  'body',
  'outbox',
  'journal',
  'decision',
  'answer',
  'file',
  'chunk',
  'cached',
  'cachedPiece',
  'look',
] as const

/** Waits between attempts when the browser cannot open its own files ("Internal error opening backing store"). */
const pauses = [100, 400, 1_500]

export type Database = IDBPDatabase<DeviceDatabase>

/**
 * The connection to a copy's database. It closes when another window upgrades it and is opened again when it is next
 * needed; a fault of the browser's own files is tried again and never answered by deleting anything.
 */
export class DeviceConnection {
  readonly #name: string
  #open: Promise<Database> | null = null

  constructor(name: string) {
    this.#name = name
  }

  /**
   * Runs `work`, once more on a new connection where the browser closed the old one under it. `work` has to be such that
   * a second run after a first that did go through does nothing more.
   * @throws Refusal device.full, device.newer (written by a newer version of the app), device.unreadable
   */
  async run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work(await this.#database())
      } catch (error) {
        const name = error instanceof DOMException || error instanceof Error ? error.name : ''
        if (name === 'QuotaExceededError') refuse('device.full')
        if (name === 'VersionError') refuse('device.newer')
        if (name !== 'InvalidStateError' && name !== 'UnknownError') throw error
        this.close()
        const pause = pauses[attempt]
        if (pause === undefined) throw new Refusal('device.unreadable')
        await new Promise((go) => setTimeout(go, pause))
      }
    }
  }

  close(): void {
    this.#open?.then(
      (database) => database.close(),
      () => {}, // it never opened
    )
    this.#open = null
  }

  #database(): Promise<Database> {
    if (this.#open) return this.#open
    const opening = openDB<DeviceDatabase>(this.#name, version, {
      upgrade(database) {
        const isThere = database.objectStoreNames
        for (const store of stores) if (!isThere.contains(store)) database.createObjectStore(store)
        if (!isThere.contains('envelope'))
          database.createObjectStore('envelope', { keyPath: 'n' }).createIndex('id', 'id')
      },
      // another window brings a newer app: it waits for us
      blocking: () => this.close(),
      terminated: () => {
        this.#open = null
      },
    })
    this.#open = opening
    return opening
  }
}
