import type { Id } from '../records/rows.ts'
import type { Database } from './device-database.local.ts'
import type { KeptLook } from './kept-look.ts'
import { carryOut } from './plans.local.ts'
import { Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'

/** A page asks again after every round of sync: that is one look. */
const oneLookMs = 10 * 60_000

/** What was opened here without the server, until the server was told. */
export class KeptLooks {
  readonly #crypt: RecordCrypt

  constructor(crypt: RecordCrypt) {
    this.#crypt = crypt
  }

  async note(database: Database, look: KeptLook): Promise<void> {
    const at = Date.parse(look.at)
    const isSame = (one: KeptLook): boolean =>
      one.caseId === look.caseId &&
      one.fileId === look.fileId &&
      Math.abs(at - Date.parse(one.at)) < oneLookMs
    if ((await this.list(database)).some(isSame)) return
    const name = await this.#crypt.nameOf('look', look.id)
    const record = await this.#crypt.seal('look', name, '0', look)
    await carryOut(database, [
      {
        stores: ['look'],
        isStill: async () => true,
        write: (change) => [() => change.objectStore('look').put(record, name)],
      },
    ])
  }

  /** Oldest first. */
  async list(database: Database): Promise<readonly KeptLook[]> {
    const read = database.transaction('look')
    const [names, records] = await Promise.all([read.store.getAllKeys(), read.store.getAll()])
    const looks = await Promise.all(names.map((name, place) => this.#look(name, records[place])))
    return looks.flatMap((look) => look ?? []).toSorted((one, other) => one.at.localeCompare(other.at))
  }

  async told(database: Database, ids: readonly Id[]): Promise<void> {
    const names = await Promise.all(ids.map((id) => this.#crypt.nameOf('look', id)))
    await carryOut(database, [
      {
        stores: ['look'],
        isStill: async () => true,
        write: (change) => names.map((name) => () => change.objectStore('look').delete(name)),
      },
    ])
  }

  /** One that does not open any more was changed on the disk: there is nothing left to tell of it. */
  async #look(name: string, record: SealedRecord | undefined): Promise<KeptLook | null> {
    try {
      return record ? await this.#crypt.open<KeptLook>('look', name, record) : null
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }
}
