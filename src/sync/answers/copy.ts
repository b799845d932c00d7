import { searchKeysOf } from '../../people/search-keys.ts'
import type { MeAnswer, Page, PlaceItem } from '../../records/answers.ts'
import type { CaseRow, Id } from '../../records/rows.ts'
import type { DeviceStore } from '../device-store.ts'
import type { HeldPerson } from '../protocol.ts'
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
  found(keys: readonly string[]): Promise<readonly Found[]>
}

/** A person whom a search finds, with what orders them; the case is opened only for those that are shown. */
export interface Found extends Pick<HeldPerson, 'id' | 'sex' | 'birthYear' | 'governorate'> {
  readonly caseId: Id
  readonly openedOn: string
  /** How many keys they have in common with what was typed. */
  readonly shared: number
}

interface Indexed {
  readonly rev: number
  readonly ids: ReadonlySet<Id>
  readonly keys: ReadonlySet<string>
  readonly person: Omit<Found, 'shared'> | null
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
      const entries = [...done.cases.values()].map(indexOf)
      for await (const [caseId, entry] of indexed()) if (!done.cases.has(caseId)) entries.push(entry)
      return entries.flatMap(({ person, keys: own }) => {
        const shared = keys.filter((key) => own.has(key)).length
        return person && shared > 0 ? [{ ...person, shared }] : []
      })
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
  const [file, person] = [rows.case_file[0], rows.person[0]]
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
  const ids = new Set(beneath.flatMap((list) => list.map(({ id }) => id)))
  if (!file || !person) return { rev: file?.rev ?? 0, ids, keys: new Set(), person: null }
  const { id, sex, birthYear, governorate } = person
  return {
    rev: file.rev,
    ids,
    keys: new Set(searchKeysOf(person, file.code).searchKeys),
    person: { id, sex, birthYear, governorate, caseId: file.id, openedOn: file.openedOn },
  }
}
