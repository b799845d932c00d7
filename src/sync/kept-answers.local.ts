import type { Id } from '../records/rows.ts'
import type { Database } from './device-database.local.ts'
import { carryOut, type Plan } from './plans.local.ts'
import { Damaged, type RecordCrypt } from './record-crypt.local.ts'

interface KeptAnswer {
  readonly version: string
  readonly answer: unknown
}

/** Answers of the server kept as they came. Losing one costs a question, so a damaged one is none. */
export class KeptAnswers {
  readonly #crypt: RecordCrypt

  constructor(crypt: RecordCrypt) {
    this.#crypt = crypt
  }

  async keep(database: Database, path: string, version: string, answer: unknown): Promise<void> {
    const name = await this.#crypt.nameOf('answer', path)
    const record = await this.#crypt.seal('answer', name, '0', { version, answer, path })
    await carryOut(
      database,
      [
        {
          stores: ['answer'],
          isStill: async () => true,
          write: (change) => [() => change.objectStore('answer').put(record, name)],
        },
      ],
      'relaxed',
    )
  }

  async kept(database: Database, path: string): Promise<KeptAnswer | null> {
    const name = await this.#crypt.nameOf('answer', path)
    const record = await database.get('answer', name)
    if (!record) return null
    try {
      const { version, answer } = await this.#crypt.open<KeptAnswer>('answer', name, record)
      return { version, answer }
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }

  /** Whatever names one of these cases, in its path or anywhere in the answer. */
  async without(database: Database, ids: readonly Id[]): Promise<Plan> {
    const names: string[] = []
    if (ids.length > 0) {
      const read = database.transaction('answer')
      const [keys, records] = await Promise.all([read.store.getAllKeys(), read.store.getAll()])
      for (const [place, key] of keys.entries()) {
        const text = await this.#text(key, records[place])
        if (text === null || ids.some((id) => text.includes(id))) names.push(key)
      }
    }
    return {
      stores: ['answer'],
      isStill: async () => true,
      write: (change) => names.map((name) => () => change.objectStore('answer').delete(name)),
    }
  }

  async #text(key: string, record: Parameters<RecordCrypt['openBytes']>[2]): Promise<string | null> {
    try {
      return new TextDecoder().decode(await this.#crypt.openBytes('answer', key, record))
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }
}
