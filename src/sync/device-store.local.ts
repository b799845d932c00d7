import type { Id, Instant } from '../records/rows.ts'
import { Refusal } from '../basics/refusal.ts'
import type { CachedFile } from './cached-file.ts'
import { CachedFiles } from './cached-files.local.ts'
import { type Database, DeviceConnection } from './device-database.local.ts'
import type { Acknowledged, Decision, DeviceStore, SyncState, Waiting } from './device-store.ts'
import { HeldCases } from './held-cases.local.ts'
import type { HeldFile } from './held-file.ts'
import { HeldFiles } from './held-files.local.ts'
import type { KeptLook } from './kept-look.ts'
import { KeptLooks } from './kept-looks.local.ts'
import { KeptAnswers } from './kept-answers.local.ts'
import { firstCounter, KeptCommands } from './kept-commands.local.ts'
import { again, carryOut, untilDone } from './plans.local.ts'
import { type Bytes, RecordCrypt } from './record-crypt.local.ts'
import { nameOfKey, type SealCommand, sealingTo } from './sealing.local.ts'

export interface CopyOptions {
  /** Name of the database in this browser. */
  readonly name: string
  readonly device: Id
  /** 32 random bytes. They are the caller's to forget. */
  readonly rootKey: Bytes
  /** The server's public key, of GET /sync/key. */
  readonly ingestKey: string
}

/**
 * The copy on the device over IndexedDB: everything is sealed before a transaction begins. Several windows may work on
 * one copy, each with a store of its own. Runs in the worker of a browser and in Node alike.
 */
export class LocalDeviceStore implements DeviceStore {
  readonly device: Id
  readonly #connection: DeviceConnection
  readonly #cases: HeldCases
  readonly #commands: KeptCommands
  readonly #answers: KeptAnswers
  readonly #files: HeldFiles
  readonly #cached: CachedFiles
  readonly #looks: KeptLooks
  /** Writes of one window go one after the other; between windows versions decide. */
  #turn: Promise<unknown> = Promise.resolve()

  #sealsTo: string

  private constructor(
    device: Id,
    crypt: RecordCrypt,
    { seal, name }: { readonly seal: SealCommand; readonly name: string },
    connection: DeviceConnection,
  ) {
    this.device = device
    this.#sealsTo = name
    this.#connection = connection
    this.#cases = new HeldCases(crypt)
    this.#commands = new KeptCommands(crypt, seal, connection)
    this.#answers = new KeptAnswers(crypt)
    this.#files = new HeldFiles(crypt, connection)
    this.#cached = new CachedFiles(crypt)
    this.#looks = new KeptLooks(crypt)
  }

  /** A new, empty copy. @throws ConstraintError when one lies under this name already: it is never written over */
  static async create(options: CopyOptions): Promise<LocalDeviceStore> {
    const crypt = await RecordCrypt.of(options.device, options.rootKey)
    const connection = new DeviceConnection(options.name)
    const records = [
      ['counter', await crypt.seal('state', 'counter', '0', firstCounter)] as const,
      ...(await new HeldCases(crypt).first()),
    ]
    await connection.run((database) =>
      carryOut(database, [
        {
          stores: ['state'],
          isStill: async () => true,
          write: (change) =>
            records.map(
              ([key, record]) =>
                () =>
                  change.objectStore('state').add(record, key),
            ),
        },
      ]),
    )
    connection.close()
    return LocalDeviceStore.open(options)
  }

  /**
   * Opens what is there: decrypts the summaries and makes the search index.
   * @throws Refusal device.damaged when what holds it together is missing or does not open
   */
  static async open(options: CopyOptions): Promise<LocalDeviceStore> {
    const { device, ingestKey, name } = options
    const crypt = await RecordCrypt.of(device, options.rootKey)
    const sealing = { seal: await sealingTo(ingestKey, device), name: await nameOfKey(ingestKey) }
    const store = new LocalDeviceStore(device, crypt, sealing, new DeviceConnection(name))
    await store.#refreshed(async () => {})
    return store
  }

  /** Nothing of it stays in memory; the store is of no use any more. */
  close(): void {
    this.#connection.close()
    this.#cases.clear()
  }

  state(): Promise<SyncState> {
    return this.#refreshed(async (database) => {
      const { epoch, cookie, leaseUntil, pulledAt } = this.#cases.sync
      const { lastN, clock } = await this.#commands.counter(database)
      return { epoch, cookie, leaseUntil, pulledAt, lastN, clock, sealsTo: this.#sealsTo }
    })
  }

  keep(command: Parameters<DeviceStore['keep']>[0]): Promise<Waiting> {
    return this.#inTurn(() => this.#withRoom(() => this.#commands.keep(command)))
  }

  waiting(): Promise<readonly Waiting[]> {
    return this.#connection.run((database) => this.#commands.waiting(database))
  }

  answered(answers: readonly Acknowledged[]): Promise<void> {
    return this.#inTurn(() => this.#commands.answered(answers))
  }

  failed(id: Id, attempts: number, parked: boolean): Promise<void> {
    return this.#inTurn(() => this.#commands.failed(id, attempts, parked))
  }

  takeBack(id: Id): Promise<void> {
    return this.#inTurn(() => this.#commands.takeBack(id))
  }

  settle(page: Parameters<DeviceStore['settle']>[0]): Promise<void> {
    return this.#inTurn(() =>
      untilDone(this.#connection, async (database) => {
        await this.#cases.refresh(database)
        const less = this.#cases.lessOf(page)
        const { plan, done } = await this.#cases.settled(database, page)
        const plans = [
          plan,
          await this.#commands.settled(database, page.answeredBefore, Date.parse(page.pulledAt)),
          await this.#answers.without(database, less),
          await this.#files.without(database, less),
          await this.#cached.settled(database, less, page.cases),
        ]
        if ((await carryOut(database, plans)) === again) return again
        done()
      }),
    )
  }

  sealTo(ingestKey: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#commands.sealTo(await sealingTo(ingestKey, this.device))
      this.#sealsTo = await nameOfKey(ingestKey)
    })
  }

  journal(): ReturnType<DeviceStore['journal']> {
    return this.#connection.run((database) => this.#commands.journal(database))
  }

  caseIds(): Promise<readonly Id[]> {
    return this.#refreshed(async () => this.#cases.ids)
  }

  heldCase(id: Id): ReturnType<DeviceStore['heldCase']> {
    return this.#refreshed((database) => this.#cases.held(database, id))
  }

  summaries(): ReturnType<DeviceStore['summaries']> {
    return this.#refreshed(async () => this.#cases.files)
  }

  /** Ids of the cases that fit the words, the best first: names as they are typed, codes, telephone numbers, place. */
  search(text: string, most = 50): Promise<readonly Id[]> {
    return this.#refreshed(async () => this.#cases.find(text, most))
  }

  keepAnswer(path: string, version: string, answer: unknown): Promise<void> {
    return this.#connection.run((database) => this.#answers.keep(database, path, version, answer))
  }

  keptAnswer(path: string): ReturnType<DeviceStore['keptAnswer']> {
    return this.#connection.run((database) => this.#answers.kept(database, path))
  }

  /** A photograph or a recording, in sealed pieces under a key of its own. @throws Refusal device.full */
  putFile(file: Parameters<HeldFiles['put']>[0], bytes: Bytes): Promise<void> {
    return this.#withRoom(() => this.#files.put(file, bytes))
  }

  readFile(id: Id): Promise<Bytes | null> {
    return this.#files.read(id)
  }

  files(): Promise<readonly HeldFile[]> {
    return this.#files.list()
  }

  fileSent(id: Id): Promise<void> {
    return this.#files.sent(id)
  }

  fileRefused(id: Id, code: string): Promise<void> {
    return this.#files.refused(id, code)
  }

  removeFile(id: Id): Promise<void> {
    return this.#files.remove(id)
  }

  /**
   * A file that came from the server, for the next time without network; of a case that is held whole, and of no other.
   * Answers whether it was kept. @throws Refusal device.full
   */
  keepCached(file: Pick<CachedFile, 'id' | 'caseId'>, bytes: Bytes, at: Instant): Promise<boolean> {
    return untilDone(this.#connection, async (database) => {
      await this.#cases.refresh(database)
      if (!this.#cases.isHeldWhole(file.caseId)) return false
      return this.#cached.put(database, file, bytes, at, this.#cases.isStill())
    })
  }

  readCached(id: Id, at: Instant): Promise<Bytes | null> {
    return this.#connection.run((database) => this.#cached.read(database, id, at))
  }

  cachedFiles(): Promise<readonly CachedFile[]> {
    return this.#connection.run((database) => this.#cached.list(database))
  }

  /** All of them; true: there were some. */
  dropCached(): Promise<boolean> {
    return this.#connection.run((database) => this.#cached.clear(database))
  }

  /** A case was opened from here, or a file of it. Of what the server never gave to this device it is not told. */
  noteLook(look: KeptLook): Promise<void> {
    return this.#refreshed(async (database) => {
      if (this.#cases.ids.includes(look.caseId)) await this.#looks.note(database, look)
    })
  }

  looks(): Promise<readonly KeptLook[]> {
    return this.#connection.run((database) => this.#looks.list(database))
  }

  looksTold(ids: readonly Id[]): Promise<void> {
    return this.#connection.run((database) => this.#looks.told(database, ids))
  }

  decisions(): Promise<readonly Decision[]> {
    return this.#connection.run((database) => this.#commands.decisions(database))
  }

  seenTo(id: Id): Promise<void> {
    return this.#connection.run((database) => this.#commands.seenTo(database, id))
  }

  #refreshed<T>(then: (database: Database) => Promise<T>): Promise<T> {
    return this.#connection.run(async (database) => {
      await this.#cases.refresh(database)
      return then(database)
    })
  }

  /** What can be fetched again makes room for what cannot. */
  async #withRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const isFull = error instanceof Refusal && error.code === 'device.full'
      if (!isFull || !(await this.dropCached())) throw error
      return work()
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {}) // whoever asked is told; the next one goes on
    return mine
  }
}
