import { refuse } from '../basics/refusal.ts'
import type { Id, Instant } from '../records/rows.ts'
import { CaseSearch, type SearchLine, searchLineOf } from './case-search.local.ts'
import type { Database } from './device-database.local.ts'
import { mergeRows } from './held-rows.ts'
import { again, carryOut, type Change, type Plan } from './plans.local.ts'
import type { CaseDelta, HeldRows, Scope } from './protocol.ts'
import { Damaged, type RecordCrypt, type SealedRecord } from './record-crypt.local.ts'

type CaseFile = NonNullable<HeldRows['case_file']>[number]

/** What is known of every case held, in one record: which version of its summary and body has to lie there. */
interface Entry {
  readonly rev: number
  readonly scope: Scope
  /** Epoch, revision and chance: the version under which summary and body are sealed. */
  readonly v: string
}
interface Summary {
  readonly id: Id
  readonly file: CaseFile
  readonly line: SearchLine
}
export interface Sync {
  readonly epoch: number | null
  readonly cookie: string | null
  readonly leaseUntil: Instant | null
  readonly pulledAt: Instant | null
}
/** Bound to the version of the catalogue it was written with: neither can be put back alone. */
interface KeptSync extends Sync {
  readonly catalogue: string
}
export interface CasePage extends Omit<Sync, 'epoch' | 'cookie'> {
  readonly cases: readonly CaseDelta[]
  readonly forget: readonly Id[]
  readonly epoch: number | null
  readonly cookie: string | null
  readonly more?: boolean | undefined
}

const firstSync: KeptSync = {
  epoch: null,
  cookie: null,
  leaseUntil: null,
  pulledAt: null,
  catalogue: 'first',
}
const chance = (): string => crypto.randomUUID().slice(0, 13)

/** The cases of a copy: a catalogue, summaries that are open while the app is, and bodies that are opened one by one. */
export class HeldCases {
  readonly #crypt: RecordCrypt
  readonly #search = new CaseSearch()
  readonly #summaries = new Map<Id, Summary & { readonly v: string }>()
  #catalogue: ReadonlyMap<Id, Entry> = new Map()
  #sync: KeptSync = firstSync
  #syncVersion = ''

  constructor(crypt: RecordCrypt) {
    this.#crypt = crypt
  }

  async first(): Promise<readonly (readonly [string, SealedRecord])[]> {
    return [
      ['catalogue', await this.#crypt.seal('state', 'catalogue', 'first', [])],
      ['sync', await this.#crypt.seal('state', 'sync', chance(), firstSync)],
    ]
  }

  get sync(): Sync {
    return this.#sync
  }
  get ids(): readonly Id[] {
    return [...this.#catalogue.keys()]
  }
  get files(): readonly CaseFile[] {
    return [...this.#summaries.values()].map((one) => one.file)
  }
  /** Everything of it may lie here, as far as was read last. */
  isHeldWhole(id: Id): boolean {
    return this.#catalogue.get(id)?.scope === 2
  }
  /** For a transaction: nothing came or went since it was read. */
  isStill(): (change: Change) => Promise<boolean> {
    const before = this.#syncVersion
    return async (change) => (await change.objectStore('state').get('sync'))?.v === before
  }
  find(text: string, most: number): readonly Id[] {
    return this.#search.find(text, most)
  }

  /**
   * Takes over what another window wrote; costs one small read when nothing changed. A summary that does not open, or is
   * not of the version the catalogue names, is let go and asked for again.
   * @throws Refusal device.damaged when what holds the copy together is missing or does not open
   */
  async refresh(database: Database): Promise<void> {
    const record = await database.get('state', 'sync')
    if (record && record.v === this.#syncVersion) return
    const sync = await this.#orDamaged(this.#crypt.open<KeptSync>('state', 'sync', record))
    if (this.#syncVersion !== '' && sync.catalogue === this.#sync.catalogue) {
      this.#sync = sync
      this.#syncVersion = record?.v ?? ''
      return
    }
    const read = database.transaction(['state', 'summary'])
    const [now, catalogueRecord, keys, records] = await Promise.all([
      read.objectStore('state').get('sync'),
      read.objectStore('state').get('catalogue'),
      read.objectStore('summary').getAllKeys(),
      read.objectStore('summary').getAll(),
    ])
    // another window was quicker: what belongs together is read together
    if (now?.v !== record?.v) return this.refresh(database)
    const catalogue = new Map(
      await this.#orDamaged(
        this.#crypt.open<[Id, Entry][]>('state', 'catalogue', catalogueRecord, sync.catalogue),
      ),
    )
    const known = new Map([...this.#summaries.values()].map((one) => [one.v, one]))
    const opened = await Promise.all(
      records.map(async (one, place) => known.get(one.v) ?? (await this.#summary(keys[place] ?? '', one))),
    )
    const byId = new Map(opened.filter((one) => one !== null).map((one) => [one.id, one]))
    const damaged: Id[] = []
    for (const [id, entry] of catalogue) if (byId.get(id)?.v !== entry.v) damaged.push(id)
    for (const id of damaged) catalogue.delete(id)
    for (const id of this.#summaries.keys()) if (!catalogue.has(id)) this.#drop(id)
    for (const id of catalogue.keys()) {
      const summary = byId.get(id)
      if (summary) this.#put(summary)
    }
    this.#catalogue = catalogue
    this.#sync = sync
    this.#syncVersion = record?.v ?? ''
    if (damaged.length > 0) await this.letGo(database, damaged)
  }

  /** A body that does not open is let go with its case and asked for again: then null, as for a case that is not here. */
  async held(
    database: Database,
    id: Id,
  ): Promise<{ readonly rev: number; readonly scope: Scope; readonly rows: HeldRows } | null> {
    const entry = this.#catalogue.get(id)
    const summary = this.#summaries.get(id)
    if (!entry || !summary) return null
    const { rev, scope } = entry
    if (scope === 1) return { rev, scope, rows: { case_file: [summary.file] } }
    const name = await this.#crypt.nameOf('body', id)
    try {
      const record = await database.get('body', name)
      return { rev, scope, rows: await this.#crypt.open<HeldRows>('body', name, record, entry.v) }
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      await this.letGo(database, [id])
      return null
    }
  }

  /** Without them and without a cookie: the next pull says what is held, and brings what is missing. */
  async letGo(database: Database, ids: readonly Id[]): Promise<void> {
    const { plan, done } = await this.settled(database, {
      ...this.#sync,
      cookie: null,
      cases: [],
      forget: ids,
    })
    // another window was quicker: it will find the same
    if ((await carryOut(database, [plan])) !== again) done()
  }

  /** One page of a pull. `done` takes it into memory once it is on the disk. */
  async settled(
    database: Database,
    page: CasePage,
  ): Promise<{ readonly plan: Plan; readonly done: () => void }> {
    const isStill = this.isStill()
    const catalogue = new Map(this.#catalogue)
    const put: { name: string; summary: SealedRecord; bodyName: string; body: SealedRecord | null }[] = []
    const summaries: (Summary & { readonly v: string })[] = []
    const gone: [string, string][] = []
    let isWhole = true
    for (const id of page.forget) {
      catalogue.delete(id)
      gone.push([await this.#crypt.nameOf('summary', id), await this.#crypt.nameOf('body', id)])
    }
    for (const delta of page.cases) {
      const held = delta.replace ? null : await this.held(database, delta.id)
      // what is missing cannot be added to: the next pull brings it whole
      if (!held && !delta.replace) {
        isWhole = false
        continue
      }
      const rows = mergeRows(held?.rows ?? {}, delta.rows)
      const file = rows.case_file?.[0]
      if (!file) throw new Error('a case came without its row of case_file')
      const { id, rev, scope } = delta
      const v = `${page.epoch}.${rev}.${chance()}`
      const [name, bodyName] = [await this.#crypt.nameOf('summary', id), await this.#crypt.nameOf('body', id)]
      const summary = { id, file, line: searchLineOf(rows) }
      const [summaryRecord, body] = await Promise.all([
        this.#crypt.seal('summary', name, v, summary),
        scope === 2 ? this.#crypt.seal('body', bodyName, v, rows) : null,
      ])
      catalogue.set(id, { rev, scope, v })
      summaries.push({ ...summary, v })
      put.push({ name, summary: summaryRecord, bodyName, body })
    }
    const isChanged = put.length + gone.length > 0
    const { epoch, leaseUntil } = page
    const catalogueVersion = isChanged ? chance() : this.#sync.catalogue
    const sync = {
      epoch,
      cookie: isWhole ? page.cookie : null,
      leaseUntil,
      pulledAt: page.more ? this.#sync.pulledAt : page.pulledAt,
      catalogue: catalogueVersion,
    }
    const syncVersion = chance()
    const syncRecord = await this.#crypt.seal('state', 'sync', syncVersion, sync)
    const catalogueRecord = isChanged
      ? await this.#crypt.seal('state', 'catalogue', catalogueVersion, [...catalogue])
      : null
    return {
      plan: {
        stores: ['state', 'summary', 'body'],
        isStill,
        write: (change) => [
          () => change.objectStore('state').put(syncRecord, 'sync'),
          ...(catalogueRecord ? [() => change.objectStore('state').put(catalogueRecord, 'catalogue')] : []),
          ...gone.flatMap(([name, bodyName]) => [
            () => change.objectStore('summary').delete(name),
            () => change.objectStore('body').delete(bodyName),
          ]),
          ...put.flatMap(({ name, summary, bodyName, body }) => [
            () => change.objectStore('summary').put(summary, name),
            body
              ? () => change.objectStore('body').put(body, bodyName)
              : () => change.objectStore('body').delete(bodyName),
          ]),
        ],
      },
      done: () => {
        for (const id of page.forget) this.#drop(id)
        for (const summary of summaries) this.#put(summary)
        this.#catalogue = catalogue
        this.#sync = sync
        this.#syncVersion = syncVersion
      },
    }
  }

  /** Cases of which something on the device has to go beside the rows: forgotten, or held less of than before. */
  lessOf(page: CasePage): readonly Id[] {
    const lowered = page.cases.filter(({ id, scope }) => (this.#catalogue.get(id)?.scope ?? 0) > scope)
    return [...page.forget, ...lowered.map(({ id }) => id)]
  }

  clear(): void {
    for (const id of this.#summaries.keys()) this.#drop(id)
    this.#catalogue = new Map()
    this.#sync = firstSync
    this.#syncVersion = ''
  }

  async #orDamaged<T>(opening: Promise<T>): Promise<T> {
    try {
      return await opening
    } catch (error) {
      if (error instanceof Damaged) refuse('device.damaged')
      throw error
    }
  }

  async #summary(key: string, record: SealedRecord): Promise<(Summary & { readonly v: string }) | null> {
    try {
      return { ...(await this.#crypt.open<Summary>('summary', key, record)), v: record.v }
    } catch (error) {
      if (error instanceof Damaged) return null
      throw error
    }
  }

  #put(summary: Summary & { readonly v: string }): void {
    if (this.#summaries.get(summary.id)?.v === summary.v) return
    this.#summaries.set(summary.id, summary)
    this.#search.put(summary.id, summary.line)
  }

  #drop(id: Id): void {
    this.#summaries.delete(id)
    this.#search.drop(id)
  }
}
