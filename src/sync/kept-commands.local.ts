import { refuse } from '../basics/refusal.ts'
import type { Id } from '../records/rows.ts'
import type { Database, DeviceConnection } from './device-database.local.ts'
import type { Acknowledged, Decision, DeviceStore, Waiting } from './device-store.ts'
import { again, carryOut, type Plan, untilDone } from './plans.local.ts'
import type { DeviceCommand, Stamp } from './protocol.ts'
import { Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'
import type { SealCommand } from './sealing.local.ts'

export interface Counter {
  readonly lastN: number
  readonly clock: Stamp
}

export const firstCounter: Counter = { lastN: 0, clock: { ms: 0, c: 0 } }

/** Acknowledged commands stay so long, to be handed in again after the server was restored from a backup. */
const journalMs = 14 * 24 * 60 * 60 * 1000

/** What the server decided and the person should see: it did not simply happen as they wrote it. */
const isForThePerson = ({ outcome }: Acknowledged): boolean => outcome !== 'applied' && outcome !== 'merged'

const isLater = (one: Stamp, other: Stamp): boolean =>
  one.ms > other.ms || (one.ms === other.ms && one.c > other.c)

interface Found {
  readonly n: number
  readonly record: SealedRecord
  readonly waiting: Waiting
}

/** The outbox, its envelopes, the journal and what needs a decision: the part of a copy that may never lose anything. */
export class KeptCommands {
  readonly #crypt: RecordCrypt
  #seal: SealCommand
  readonly #connection: DeviceConnection

  constructor(crypt: RecordCrypt, seal: SealCommand, connection: DeviceConnection) {
    this.#crypt = crypt
    this.#seal = seal
    this.#connection = connection
  }

  /** The number stands sealed; should an older one have been put back, what was numbered since still tells. */
  async counter(database: Database): Promise<Counter & { readonly record: SealedRecord | undefined }> {
    const record = await database.get('state', 'counter')
    const counter = await this.#whole<Counter>('state', 'counter', record)
    if (!counter) refuse('device.damaged')
    const keys = await Promise.all([lastKey(database, 'envelope'), lastKey(database, 'journal')])
    return { ...counter, lastN: Math.max(counter.lastN, ...keys), record }
  }

  keep(command: Parameters<DeviceStore['keep']>[0]): Promise<Waiting> {
    return untilDone(this.#connection, async (database) => {
      const known = await database.getFromIndex('envelope', 'id', command.id)
      if (known) return this.#crypt.open<Waiting>('outbox', known.n, await database.get('outbox', known.n))
      const { lastN, clock, record: held } = await this.counter(database)
      const n = lastN + 1
      const numbered: DeviceCommand = { ...command, from: { ...command.from, n } }
      const waiting: Waiting = { command: numbered, attempts: 0, parked: false, answer: null }
      const counter: Counter = { lastN: n, clock: isLater(command.from.at, clock) ? command.from.at : clock }
      const [record, envelope, next] = await Promise.all([
        this.#crypt.seal('outbox', n, '0', waiting),
        this.#seal(numbered),
        this.#crypt.seal('state', 'counter', String(n), counter),
      ])
      const done = await carryOut(database, [
        {
          stores: ['state', 'outbox', 'envelope'],
          isStill: async (change) =>
            (await change.objectStore('state').get('counter'))?.v === held?.v &&
            (await change.objectStore('envelope').index('id').getKey(command.id)) === undefined,
          write: (change) => [
            () => change.objectStore('outbox').add(record, n),
            () => change.objectStore('envelope').add({ ...envelope, handedIn: false }),
            () => change.objectStore('state').put(next, 'counter'),
          ],
        },
      ])
      return done === again ? again : waiting
    })
  }

  /** In order of `n`. What was damaged is left out: its sealed envelope can still be handed in. */
  async waiting(database: Database): Promise<readonly Waiting[]> {
    return (await this.#all(database)).map((found) => found.waiting)
  }

  async answered(answers: readonly Acknowledged[]): Promise<void> {
    await this.#mark(answers, (waiting, answer) => ({ ...waiting, answer }), isForThePerson)
    await this.#notDoneAnyMore(answers.filter(isForThePerson))
  }

  failed(id: Id, attempts: number, parked: boolean): Promise<void> {
    return this.#mark(
      [{ id }],
      (waiting) => ({ ...waiting, attempts, parked }),
      () => false,
    )
  }

  /** Its author has the words at the form still: nothing of it stays, and its number is never given again. */
  takeBack(id: Id): Promise<void> {
    return untilDone(this.#connection, async (database) => {
      const found = await this.#find(database, [id])
      return carryOut(database, [
        {
          stores: ['outbox', 'envelope'],
          isStill: (change) => areStill(change.objectStore('outbox'), found),
          write: (change) =>
            found.flatMap(({ n }) => [
              () => change.objectStore('outbox').delete(n),
              () => change.objectStore('envelope').delete(n),
            ]),
        },
      ])
    })
  }

  /** Seals what still waits anew: once the server forgets its former key, nobody could open the old envelopes. */
  sealTo(seal: SealCommand): Promise<void> {
    this.#seal = seal
    return untilDone(this.#connection, async (database) => {
      const found = (await this.#all(database)).filter(({ waiting }) => waiting.answer === null)
      const envelopes = await Promise.all(found.map(({ waiting }) => seal(waiting.command)))
      const kept = new Map((await database.getAll('envelope')).map((one) => [one.n, one]))
      const waits = envelopes.filter(({ n }) => kept.get(n)?.handedIn === false)
      return carryOut(database, [
        {
          stores: ['envelope'],
          isStill: async (change) => {
            const now = await Promise.all(waits.map(({ n }) => change.objectStore('envelope').get(n)))
            return now.every((one, place) => one?.sealed === kept.get(waits[place]?.n ?? 0)?.sealed)
          },
          write: (change) =>
            waits.map(
              (envelope) => () => change.objectStore('envelope').put({ ...envelope, handedIn: false }),
            ),
        },
      ])
    })
  }

  /** Out of the outbox into the journal: their effect has come. */
  async settled(database: Database, ids: readonly Id[], nowMs: number): Promise<Plan> {
    const found = await this.#find(database, ids)
    const journal = await Promise.all(
      found.map(async ({ n, waiting }) => ({
        n,
        record: await this.#crypt.seal('journal', n, String(nowMs), waiting.command),
      })),
    )
    const over = await this.#over(database, nowMs)
    return {
      stores: ['outbox', 'envelope', 'journal'],
      isStill: (change) => areStill(change.objectStore('outbox'), found),
      write: (change) => [
        ...found.map(
          ({ n }) =>
            () =>
              change.objectStore('outbox').delete(n),
        ),
        ...found.map(
          ({ n }) =>
            () =>
              change.objectStore('envelope').delete(n),
        ),
        ...journal.map(
          ({ n, record }) =>
            () =>
              change.objectStore('journal').put(record, n),
        ),
        ...over.map((n) => () => change.objectStore('journal').delete(n)),
      ],
    }
  }

  async journal(database: Database): Promise<readonly DeviceCommand[]> {
    const [keys, records] = await both(database, 'journal')
    const opened = keys.map((n, place) => this.#whole<DeviceCommand>('journal', n, records[place]))
    return (await Promise.all(opened)).filter((one) => one !== null)
  }

  async decisions(database: Database): Promise<readonly Decision[]> {
    const change = database.transaction('decision')
    const [keys, records] = await Promise.all([change.store.getAllKeys(), change.store.getAll()])
    const opened = keys.map((key, place) => this.#whole<Decision>('decision', key, records[place]))
    return (await Promise.all(opened))
      .filter((one) => one !== null)
      .toSorted((one, other) => one.command.from.n - other.command.from.n)
  }

  async seenTo(database: Database, id: Id): Promise<void> {
    await database.delete('decision', await this.#crypt.nameOf('decision', id))
  }

  /** Done once, lost with a server that was restored, handed in again out of the journal: now it was not simply done. */
  async #notDoneAnyMore(answers: readonly Acknowledged[]): Promise<void> {
    if (answers.length === 0) return
    const byId = new Map(answers.map((answer) => [answer.id, answer]))
    await untilDone(this.#connection, async (database) => {
      const found = (await this.journal(database)).filter(({ id }) => byId.has(id))
      const decisions = await Promise.all(
        found.map(async (command) => {
          const name = await this.#crypt.nameOf('decision', command.id)
          const value = { ...(byId.get(command.id) as Acknowledged), command }
          return [name, await this.#crypt.seal('decision', name, '0', value)] as const
        }),
      )
      return carryOut(database, [
        {
          stores: ['decision'],
          isStill: async () => true,
          write: (change) =>
            decisions.map(
              ([name, record]) =>
                () =>
                  change.objectStore('decision').put(record, name),
            ),
        },
      ])
    })
  }

  #mark<A extends { readonly id: Id }>(
    marks: readonly A[],
    change: (waiting: Waiting, mark: A) => Waiting,
    isDecision: (mark: A) => boolean,
  ): Promise<void> {
    return untilDone(this.#connection, async (database) => {
      const byId = new Map(marks.map((mark) => [mark.id, mark]))
      const found = await this.#find(database, [...byId.keys()])
      const changed = await Promise.all(
        found.map(async ({ n, record, waiting }) => {
          const mark = byId.get(waiting.command.id) as A
          const version = String(Number(record.v) + 1)
          const decision: [string, SealedRecord][] = []
          if (isDecision(mark)) {
            const name = await this.#crypt.nameOf('decision', mark.id)
            const value = { ...mark, command: waiting.command }
            decision.push([name, await this.#crypt.seal('decision', name, '0', value)])
          }
          return { n, decision, record: await this.#crypt.seal('outbox', n, version, change(waiting, mark)) }
        }),
      )
      return carryOut(database, [
        {
          stores: ['outbox', 'decision'],
          isStill: (transaction) => areStill(transaction.objectStore('outbox'), found),
          write: (transaction) => [
            ...changed.map(
              ({ n, record }) =>
                () =>
                  transaction.objectStore('outbox').put(record, n),
            ),
            ...changed.flatMap(({ decision }) =>
              decision.map(
                ([name, record]) =>
                  () =>
                    transaction.objectStore('decision').put(record, name),
              ),
            ),
          ],
        },
      ])
    })
  }

  async #find(database: Database, ids: readonly Id[]): Promise<readonly Found[]> {
    if (ids.length === 0) return []
    const wanted = new Set(ids)
    return (await this.#all(database)).filter(({ waiting }) => wanted.has(waiting.command.id))
  }

  async #all(database: Database): Promise<readonly Found[]> {
    const [keys, records] = await both(database, 'outbox')
    const found = keys.map(async (n, place): Promise<Found | null> => {
      const record = records[place] as SealedRecord
      const waiting = await this.#whole<Waiting>('outbox', n, record)
      return waiting && { n, record, waiting }
    })
    return (await Promise.all(found)).filter((one) => one !== null)
  }

  async #whole<T>(
    place: 'state' | 'outbox' | 'journal' | 'decision',
    key: string | number,
    record: SealedRecord | undefined,
  ): Promise<T | null> {
    try {
      return await this.#crypt.open<T>(place, key, record)
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }

  /** Numbers grow with time: the first that is young enough ends the search. The version of a record is when it was settled. */
  async #over(database: Database, nowMs: number): Promise<readonly number[]> {
    const over: number[] = []
    let cursor = await database.transaction('journal').store.openCursor()
    while (cursor && nowMs - Number(cursor.value.v) > journalMs) {
      over.push(cursor.key)
      cursor = await cursor.continue()
    }
    return over
  }
}

async function areStill(
  store: { get(key: number): Promise<SealedRecord | undefined> },
  found: readonly Found[],
): Promise<boolean> {
  const now = await Promise.all(found.map(({ n }) => store.get(n)))
  return now.every((record, place) => record?.v === found[place]?.record.v)
}

async function both(
  database: Database,
  store: 'outbox' | 'journal',
): Promise<[readonly number[], readonly SealedRecord[]]> {
  const change = database.transaction(store)
  return Promise.all([change.store.getAllKeys(), change.store.getAll()])
}

async function lastKey(database: Database, store: 'envelope' | 'journal'): Promise<number> {
  const cursor = await database.transaction(store).store.openKeyCursor(null, 'prev')
  return cursor?.key ?? 0
}
