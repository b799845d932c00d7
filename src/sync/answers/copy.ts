import { searchKeysOf } from '../../people/search-keys.ts'
import type { MeAnswer, Page, PlaceItem } from '../../records/answers.ts'
import type { CaseRow, Id } from '../../records/rows.ts'
import type { DeviceStore } from '../device-store.ts'
import {
  keptReference,
  type KeptReference,
  type NamesAnswer,
  type OffersAnswer,
  referencePaths,
} from './reference.ts'
import { type Replayed, replay } from './replay.ts'
import { type CaseRows, wholeRows } from './rows.ts'

/** What answers on the device are made of. */
export type CopySource = Pick<DeviceStore, 'heldCase' | 'summaries' | 'keptAnswer' | 'waiting' | 'state'>

/** The device's copy with what waits done on top of it, as pages read it. */
export interface Copy {
  readonly kept: KeptReference
  readonly source: CopySource
  /** The rows of the cases as they were pulled; undefined: not held, or its summary only. */
  pulled(caseId: Id): Promise<CaseRows | undefined>
  /** The case that holds this need, task, note, consent, member or referral, as it was pulled. */
  caseHolding(rowId: Id): Promise<Id | undefined>
  /** What waits, done; the same object until something new waits or was pulled. */
  replayed(): Promise<Replayed>
  /** The rows of case_file, with what waits done. */
  cases(): Promise<readonly CaseRow[]>
  /** A case with everything beneath it, with what waits done. */
  rowsOf(caseId: Id): Promise<CaseRows | undefined>
  /** The case behind a need, task, referral …, also one that waits. */
  caseOf(rowId: Id): Promise<Id | undefined>
  /** Whom a search finds: every case that is held whole. */
  found(keys: readonly string[]): Promise<readonly { readonly caseId: Id; readonly shared: number }[]>
}

interface Indexed {
  readonly rev: number
  readonly ids: ReadonlySet<Id>
  readonly keys: ReadonlySet<string>
}

/**
 * Opens the copy once the app is unlocked; open it anew after one of {@link referencePaths} was kept again. Null: what
 * answers need beside the cases has not been fetched yet.
 */
export async function openCopy(source: CopySource): Promise<Copy | null> {
  const kept = await readKept(source)
  if (kept === null) return null
  const index = new Map<Id, Indexed>()
  // Not opened again for every search; the whole case may come with the next page of a pull.
  const summariesOnly = new Set<Id>()
  let cookieThen: string | null = null
  let last: { readonly key: string; readonly value: Promise<Replayed> } | null = null

  async function pulled(caseId: Id): Promise<CaseRows | undefined> {
    const held = await source.heldCase(caseId)
    if (!held || held.scope === 1) {
      if (held) summariesOnly.add(caseId)
      return undefined
    }
    const rows = wholeRows(held.rows)
    index.set(caseId, indexOf(rows))
    return rows
  }
  // Cases are decrypted one by one and only when somebody asks for what lies beneath one of them.
  async function* indexed(): AsyncGenerator<readonly [Id, Indexed]> {
    const [files, { cookie }] = await Promise.all([source.summaries(), source.state()])
    if (cookie !== cookieThen) {
      summariesOnly.clear()
      // what was forgotten leaves the memory too
      const held = new Set(files.map(({ id }) => id))
      for (const id of index.keys()) if (!held.has(id)) index.delete(id)
    }
    cookieThen = cookie
    const known = files.filter(({ id, rev }) => index.get(id)?.rev === rev)
    for (const { id } of known) {
      const entry = index.get(id)
      if (entry) yield [id, entry]
    }
    const fresh = new Set(known.map(({ id }) => id))
    for (const { id } of files) {
      if (fresh.has(id) || summariesOnly.has(id)) continue
      if (await pulled(id)) yield [id, index.get(id) as Indexed]
    }
  }
  async function caseHolding(rowId: Id): Promise<Id | undefined> {
    for await (const [id, { ids }] of indexed()) if (ids.has(rowId)) return id
    return undefined
  }
  async function replayed(): Promise<Replayed> {
    const [waiting, { cookie }] = await Promise.all([source.waiting(), source.state()])
    const key = [cookie, ...waiting.map(({ command, answer }) => `${command.id} ${answer?.outcome}`)].join()
    if (last?.key !== key)
      last = { key, value: replay(waiting, { kept: kept as KeptReference, pulled, caseHolding }) }
    return last.value
  }
  const copy: Copy = {
    kept,
    source,
    pulled,
    caseHolding,
    replayed,
    async cases() {
      const [files, done] = await Promise.all([source.summaries(), replayed()])
      const pulledIds = new Set(files.map(({ id }) => id))
      const begun = [...done.cases].flatMap(([id, { case_file }]) => (pulledIds.has(id) ? [] : case_file))
      return [...begun, ...files.map((file) => done.cases.get(file.id)?.case_file[0] ?? file)]
    },
    rowsOf: async (caseId) => (await replayed()).cases.get(caseId) ?? pulled(caseId),
    caseOf: async (rowId) => (await replayed()).caseOf(rowId) ?? caseHolding(rowId),
    async found(keys) {
      const done = await replayed()
      const shared = (one: ReadonlySet<string>) => keys.filter((key) => one.has(key)).length
      const results: { caseId: Id; shared: number }[] = []
      for await (const [caseId, entry] of indexed())
        if (!done.cases.has(caseId)) results.push({ caseId, shared: shared(entry.keys) })
      for (const [caseId, rows] of done.cases) results.push({ caseId, shared: shared(keysOf(rows)) })
      return results.filter((one) => one.shared > 0)
    },
  }
  return copy
}

async function readKept(source: CopySource): Promise<KeptReference | null> {
  const [me, places, names, offers] = await Promise.all(referencePaths.map((path) => source.keptAnswer(path)))
  if (!me || !places || !names || !offers) return null
  return keptReference({
    me: me.answer as MeAnswer,
    places: places.answer as Page<PlaceItem>,
    names: names.answer as NamesAnswer,
    offers: offers.answer as OffersAnswer,
  })
}

function indexOf(rows: CaseRows): Indexed {
  const beneath = [
    rows.need,
    rows.task,
    rows.note,
    rows.consent,
    rows.case_member,
    rows.referral,
    rows.consent_override,
    rows.file,
  ]
  return {
    rev: rows.case_file[0]?.rev ?? 0,
    ids: new Set(beneath.flatMap((list) => list.map(({ id }) => id))),
    keys: keysOf(rows),
  }
}

function keysOf({ person: [person], case_file: [file] }: CaseRows): ReadonlySet<string> {
  return new Set(person && file ? searchKeysOf(person, file.code).searchKeys : [])
}
