import type { Action, Change, Circumstances } from '../../actions/action.ts'
import { parseInput } from '../../actions/parse-input.ts'
import { Refusal, type RefusalDetails, refuse } from '../../basics/refusal.ts'
import { isPermission, mayPerform, needsFreshProof } from '../../permissions/permissions.ts'
import { dayOf } from '../../places/calendar.ts'
import type { Knowledge } from '../../records/knowledge.ts'
import { type RecordsInMemory, recordsInMemory } from '../../records/memory.ts'
import type { OrganisationKnown } from '../../records/memory-knowledge.ts'
import { beneathCase } from '../../records/memory-tables.ts'
import { fieldOf, keyColumnOf } from '../../records/names.ts'
import type { Id, Instant, PersonRow } from '../../records/rows.ts'
import type { Waiting } from '../device-store.ts'
import { drawnFrom } from '../drawn.ts'
import { type HeldPerson, heldTables } from '../protocol.ts'
import { offerKnown } from './offers.ts'
import { worksOffline } from '../offline-actions.ts'
import { actionHere } from './actions-here.ts'
import type { KeptReference } from './reference.ts'
import type { CaseRows } from './rows.ts'

/** What waits on the device, done on top of what was pulled. */
export interface Replayed {
  /** The cases it touched, as they are with it. */
  readonly cases: ReadonlyMap<Id, CaseRows>
  /** Rows that are otherwise on this device only: row → command that made or changed it. */
  readonly onlyHere: ReadonlyMap<Id, Id>
  /** Commands that no longer go on top of what was pulled: they are sent all the same, and the server decides. */
  readonly refused: ReadonlyMap<Id, { readonly code: string; readonly details: RefusalDetails }>
  /** The case of a row that waits. */
  caseOf(rowId: Id): Id | undefined
}

export interface Beneath {
  readonly kept: KeptReference
  pulled(caseId: Id): Promise<CaseRows | undefined>
  caseHolding(rowId: Id): Promise<Id | undefined>
}

/** Something to decide here: a command that waits, or one that is only being drafted. */
export interface Wish {
  readonly id: Id
  readonly name: string
  readonly input: unknown
  readonly now: Instant
  /** The server has done it; its rows are still to come. */
  readonly isSent?: boolean | undefined
}

export async function replay(waiting: readonly Waiting[], beneath: Beneath): Promise<Replayed> {
  const bench = makeBench(beneath)
  const refused = await bringWaiting(bench, waiting)
  return { ...bench.shown(), refused }
}

/** Does what waits, in its order; answers what does not go any more. */
export async function bringWaiting(bench: Bench, waiting: readonly Waiting[]): Promise<Replayed['refused']> {
  const refused = new Map<Id, { code: string; details: RefusalDetails }>()
  for (const { command, answer } of waiting.filter(goesOnTop)) {
    const { id, name, input, from } = command
    try {
      await bench.perform({
        id,
        name,
        input,
        now: new Date(from.at.ms).toISOString(),
        isSent: answer !== null,
      })
    } catch (error) {
      // What was sent may have come back with a pull already. Nothing that waits may keep the pages from being read.
      const { code, details } = error instanceof Refusal ? error : new Refusal('server.failed')
      if (answer === null) refused.set(id, { code, details })
    }
  }
  return refused
}

/** What the server set aside is shown on the page of decisions, not in the case. */
function goesOnTop({ answer }: Waiting): boolean {
  return answer === null || answer.outcome === 'applied' || answer.outcome === 'merged'
}

export interface Bench {
  /** Decides and writes into memory. Throws the refusal the server would give. */
  perform(wish: Wish): Promise<{
    readonly caseId: Id | null
    readonly result: { readonly [key: string]: unknown } | undefined
  }>
  shown(): Omit<Replayed, 'refused'>
}

/** Memory with the cases that commands are about, brought in as they are needed. */
export function makeBench({ kept, pulled, caseHolding }: Beneath): Bench {
  const { who, reference } = kept
  const memory = recordsInMemory({
    reference,
    organisations: kept.names.organisations as readonly OrganisationKnown[],
    sites: kept.names.sites,
    offer: (id) => offerKnown(id, kept),
    isSeen: () => true,
  })
  memory.put('account', { id: who.accountId, organisationId: who.organisationId, state: 'active' })
  const here = new Set<Id>()
  const onlyHere = new Map<Id, Id>()
  const caseOfRow = new Map<Id, Id>()

  async function bring(caseId: Id): Promise<void> {
    if (here.has(caseId)) return
    const rows = await pulled(caseId)
    if (rows === undefined) return
    here.add(caseId)
    putRows(memory, rows)
  }
  async function perform({ id, name, input, now, isSent = false }: Wish) {
    const found = actionHere(name)
    if (!isPermission(name) || !worksOffline(name) || needsFreshProof(name))
      refuse('device.needs_network', { action: name })
    if (!mayPerform(who, name)) refuse('permission.missing', { action: name })
    if (found === undefined) return nothingShown
    const parsed = parseInput(found, input)
    const { root }: Action = found
    const rootId = root.kind === 'none' ? null : root.id(parsed)
    if (rootId !== null && root.kind === 'case') await bring(rootId)
    else if (rootId !== null && root.kind !== 'new_case' && !caseOfRow.has(rootId)) {
      const holder = await caseHolding(rootId)
      if (holder !== undefined) await bring(holder)
    }
    const known = memory.know(who, found.needs, parsed) as Knowledge
    const decision = found.decide(known, parsed, circumstances(id, now))
    const caseId = memory.apply(who, root.kind, rootId, decision.changes)
    if (caseId !== null) here.add(caseId)
    for (const change of decision.changes) {
      const key = keyOf(change)
      if (key === null) continue
      if (!isSent) onlyHere.set(key, id)
      if (caseId !== null) caseOfRow.set(key, caseId)
    }
    return { caseId, result: decision.result }
  }
  function circumstances(commandId: Id, now: Instant): Circumstances {
    return {
      who,
      now,
      today: dayOf(now, reference.calendarOf(null)),
      ...drawnFrom(commandId),
      // a word is hashed with the server's key, there
      hashWord: () => aWord,
      hashToken: () => aWord,
    }
  }
  return {
    perform,
    shown: () => ({
      cases: new Map([...here].map((caseId) => [caseId, rowsOf(memory, caseId)])),
      onlyHere,
      caseOf: (rowId) => caseOfRow.get(rowId),
    }),
  }
}

/** It is kept and sent; no page of the device shows it. */
const nothingShown = { caseId: null, result: undefined }

/** Stands for the hash of a word that only the server can make: a word was chosen, that is all the device knows. */
const aWord = new Uint8Array(1)

function keyOf(change: Change): Id | null {
  if (change.op === 'update') return change.key
  if (change.op !== 'insert') return null
  const key: unknown = Reflect.get(change.row, fieldOf(keyColumnOf(change.table)))
  return typeof key === 'string' ? key : null
}

function putRows(memory: RecordsInMemory, rows: CaseRows): void {
  for (const table of heldTables) {
    if (table === 'person') for (const person of rows.person) memory.put('person', known(person))
    else for (const row of rows[table]) memory.put(table, row)
  }
}

function known({ hasChosenWord, ...person }: HeldPerson): PersonRow {
  return { ...person, chosenWordHash: hasChosenWord ? aWord : null, searchKeys: [], searchVersion: 0 }
}

function held({ chosenWordHash, searchKeys: _, searchVersion: __, ...person }: PersonRow): HeldPerson {
  return { ...person, hasChosenWord: chosenWordHash !== null }
}

function rowsOf(memory: RecordsInMemory, caseId: Id): CaseRows {
  const file = memory.row('case_file', caseId)
  const person = file && memory.row('person', file.personId)
  const beneath = Object.fromEntries(beneathCase.map((table) => [table, memory.ofCase(table, caseId)]))
  const referrals = memory.ofCase('referral_origin', caseId).map(({ referralId }) => referralId)
  const about = <T extends { readonly referralId: Id }>(rows: readonly T[]) =>
    rows.filter(({ referralId }) => referrals.includes(referralId))
  return {
    ...(beneath as unknown as CaseRows),
    case_file: file ? [file] : [],
    person: person ? [held(person)] : [],
    referral: referrals.flatMap((id) => memory.row('referral', id) ?? []),
    referral_snapshot: about(memory.rows('referral_snapshot')),
    referral_event: about(memory.rows('referral_event')),
    sharing_stop: about(memory.rows('sharing_stop')),
  }
}
