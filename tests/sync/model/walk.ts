import type { OwnerSession } from '../../../src/server/database-owner.ts'
import type { HeldRows } from '../../../src/sync/protocol.ts'
import { type Client, openCase, type TestHouse, testId, world } from '../../support/house.ts'
import { Chance } from './chance.ts'
import { Phone } from './phone.ts'
import type { Send } from './broken-link.ts'
import type { Fault } from './planted.ts'
import type { Backups } from './restored.ts'

/** Fields that several people write at once in the walk, one for each way of settling it. */
export const fields = {
  openedOn: { action: 'case.correct', table: 'case_file', rule: 'last' },
  codeName: { action: 'person.correct', table: 'person', rule: 'review' },
  healthSummary: { action: 'case.record_facts', table: 'case_fact', rule: 'fork' },
} as const
export type Field = keyof typeof fields

/** Something somebody wrote, as the walk itself remembers it: the judge believes nobody else. */
export interface Written {
  readonly id: string
  readonly phone: Phone | null
  readonly caseId: string
  readonly what: Field | 'note' | 'case'
  /** Never written twice. */
  readonly value: string
  /** What stood in the field on its author's screen. */
  readonly saw: string | null
  readonly at: { readonly ms: number; readonly c: number }
}

export interface Walk {
  readonly seed: number
  readonly house: TestHouse
  readonly admin: OwnerSession
  readonly phones: Phone[]
  readonly cases: string[]
  written: Written[]
  /** Whether some clock was wrong: then the later one by the clock is not always the later one. */
  skewed: boolean
  readonly revoked: Set<Phone>
  /** Null where the server is never restored. */
  readonly backups: Backups | null
  /** Phones that emptied themselves since then: what they had handed in goes with the server's rows. */
  readonly wipedSince: Set<Phone>
  /** What a finished pull left on a phone that it may not hold. */
  readonly leaks: string[]
  readonly steps: string[]
}

export interface Stage {
  readonly house: TestHouse
  readonly admin: OwnerSession
  readonly ingestKey: string
  amina: Client
  sana: Client
  baran: Client
  /** Everybody's sessions were ended: they sign in again. */
  readonly signIn: () => Promise<void>
  readonly backups: () => Promise<Backups>
}

/** How a walk goes: how many things happen, a mistake planted on purpose, everybody at once. */
export interface Ways {
  readonly length: number
  readonly fault?: Fault | undefined
  /** Twice the phones, and all of them sync at the same moment: what the seed brings is then not quite the same again. */
  readonly together?: boolean | undefined
  /** The way packets go while the network is bad; left out: they are lost, repeated and delayed whole. */
  readonly send?: Send | undefined
  /** Now and then a backup is made, and now and then the server is put back to it. */
  readonly restored?: boolean | undefined
}

let values = 0

/** People, phones and two cases; then so many things happen, in an order that the seed decides. */
export async function walk(
  stage: Stage,
  seed: number,
  { length, fault, together, send, restored = false }: Ways,
): Promise<Walk> {
  const chance = new Chance(seed)
  const clients: Readonly<Record<string, Client>> = {
    amina: stage.amina,
    sana: stage.sana,
    baran: stage.baran,
  }
  const cases = [(await openCase(stage.amina)).caseId, (await openCase(stage.sana)).caseId]
  const phones: Phone[] = []
  const owners = ['amina', 'amina', 'sana', 'baran']
  for (const owner of together ? [...owners, ...owners] : owners)
    phones.push(
      await Phone.of({
        owner,
        house: stage.house,
        client: clients[owner] as Client,
        chance,
        ingestKey: stage.ingestKey,
        fault,
        send,
      }),
    )
  for (const caseId of cases) await stage.baran.done('offline.choose', { caseId, whole: true })
  const it: Walk = {
    seed,
    house: stage.house,
    admin: stage.admin,
    phones,
    cases,
    written: [],
    skewed: false,
    revoked: new Set(),
    backups: restored ? await stage.backups() : null,
    wipedSince: new Set(),
    leaks: [],
    steps: [],
  }
  for (const phone of phones) await synced(it, phone, false)
  await it.backups?.make()
  for (let step = 0; step < length; step++) {
    await happens(it, stage, chance, fault)
    if (together && chance.isOnceIn(4)) await Promise.all(phones.map((phone) => synced(it, phone, true)))
  }
  return it
}

/**
 * The network is whole again and everybody comes back to it: rounds until one in which every phone got through (whose
 * session had ended only signs in again in its round, and sends in the next), and one more, for what that one brought.
 */
export async function heal(it: Walk): Promise<void> {
  for (const phone of it.phones) await phone.lateArrivals()
  for (let round = 0, through = 0; round < 6 && through < 2; round++) {
    const ends: string[] = []
    for (const phone of it.phones) {
      phone.clockOff = 0
      ends.push(await synced(it, phone, false))
    }
    if (ends.every((end) => end === 'done' || end === 'wiped')) through++
  }
}

async function happens(it: Walk, stage: Stage, chance: Chance, fault: Fault | undefined): Promise<void> {
  const phone = chance.of(it.phones)
  const what = chance.weighted({
    field: 10,
    note: 4,
    open: 1,
    sync: 9,
    online: 2,
    handOver: 1,
    restart: 1,
    late: 1,
    clock: 0.3,
    backup: it.backups ? 0.5 : 0,
    restore: it.backups ? 1.5 : 0,
    revoke: 0.15,
  })
  it.steps.push(`${what} ${phone.name}`)
  if (what === 'backup') {
    await it.backups?.make()
    it.wipedSince.clear()
    return
  }
  if (what === 'restore') return loses(it, stage, fault)
  if (what === 'sync') {
    await synced(it, phone, true)
    return
  }
  if (what === 'restart') return phone.restart()
  if (what === 'late') return phone.lateArrivals()
  if (what === 'clock') {
    phone.clockOff = (chance.below(7) - 3) * 24 * 3_600_000
    it.skewed = true
    return
  }
  if (what === 'revoke') {
    if (it.revoked.size > 0 || phone.isWiped) return
    it.revoked.add(phone)
    await stage.baran.done('device.revoke', { deviceId: phone.device })
    return
  }
  if (what === 'handOver') {
    const accountId = chance.of([world.accounts.amina, world.accounts.sana])
    await stage.baran.act('case.hand_over', {
      caseId: chance.of(it.cases),
      accountId,
      note: 'she moves to Sinjar',
    })
    return
  }
  if (what === 'online') return writesOnline(it, stage, chance)
  if (phone.isWiped) return
  if (what === 'open') return opens(it, phone)
  const held = await phone.store.caseIds()
  if (held.length === 0) return
  const caseId = chance.of(held.filter((id) => it.cases.includes(id)).concat(held))
  const file = await phone.store.heldCase(caseId)
  if (!file || file.scope === 1) return
  if (what === 'note') return writesNote(it, phone, caseId, file.rev)
  return writesField(it, phone, caseId, chance.of(Object.keys(fields) as Field[]), file)
}

/** The server is put back to the backup: what was written at a desk since is gone, what phones wrote is not. */
async function loses(it: Walk, stage: Stage, fault: Fault | undefined): Promise<void> {
  await it.backups?.restore(fault?.restore)
  const ids = it.written.map(({ id }) => id)
  const known = await it.admin.rows<{ id: string }>(
    'select id from action_ledger where id = any ($1::uuid[])',
    [ids],
  )
  const kept = new Set(known.map(({ id }) => id))
  it.written = it.written.filter(
    ({ id, phone }) => kept.has(id) || (phone !== null && !it.wipedSince.has(phone)),
  )
  await stage.signIn()
}

async function synced(it: Walk, phone: Phone, isRough: boolean): Promise<string> {
  const end = await phone.sync(isRough)
  it.steps.push(`  ${phone.name}: ${end}`)
  if (end === 'wiped') it.wipedSince.add(phone)
  if (end === 'signed_out') await phone.signIn()
  if (end !== 'done' || phone.isWiped) return end
  const allowed = await it.admin.rows<{ id: string }>(
    `select c.id from case_file c where c.officer_id = $1 and c.closed_at is null
     union select k.case_id from offline_choice k where k.account_id = $1`,
    [world.accounts[phone.owner as 'amina']],
  )
  const ids = new Set(allowed.map(({ id }) => id))
  for (const id of await phone.store.caseIds())
    if (!ids.has(id)) it.leaks.push(`${phone.name} still holds ${id}`)
  if (it.revoked.has(phone)) it.leaks.push(`${phone.name} was cut off and went on`)
  return end
}

async function writesField(
  it: Walk,
  phone: Phone,
  caseId: string,
  field: Field,
  file: { readonly rev: number; readonly rows: HeldRows },
): Promise<void> {
  const { action } = fields[field]
  const value = freshValue(field)
  const saw = await onScreen(it, phone, caseId, field, file.rows)
  const id = await phone.write(action, { caseId, [field]: value }, file.rev)
  const { clock } = await phone.store.state()
  it.written.push({ id, phone, caseId, what: field, value, saw, at: clock })
}

/** What its owner sees in the field: their own word while it waits, else what was pulled. */
async function onScreen(
  it: Walk,
  phone: Phone,
  caseId: string,
  field: Field,
  rows: HeldRows,
): Promise<string | null> {
  const waiting = new Set((await phone.store.waiting()).map(({ command }) => command.id))
  const own = it.written.findLast((one) => one.caseId === caseId && one.what === field && waiting.has(one.id))
  if (own) return own.value
  const row = rows[fields[field].table]?.[0] as { readonly [column: string]: unknown } | undefined
  return (row?.[field] ?? null) as string | null
}

async function writesNote(it: Walk, phone: Phone, caseId: string, rev: number): Promise<void> {
  const value = freshValue('note')
  const id = await phone.write('note.add', { noteId: testId(), caseId, kind: 'visit', text: value }, rev)
  it.written.push({ id, phone, caseId, what: 'note', value, saw: null, at: { ms: 0, c: 0 } })
}

/** A case begun without network; its note must find it. */
async function opens(it: Walk, phone: Phone): Promise<void> {
  if (phone.owner === 'baran') return
  const [caseId, personId] = [testId(), testId()]
  const id = await phone.write(
    'case.open',
    {
      caseId,
      personId,
      siteId: world.sites.mosul,
      openedOn: '2026-10-01',
      statusCategory: 'idp_returnee',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      name: { given: 'هدى', father: 'حسن', grandfather: 'علي' },
      place: world.places.mosul,
    },
    null,
  )
  it.written.push({ id, phone, caseId, what: 'case', value: caseId, saw: null, at: { ms: 0, c: 0 } })
  const value = freshValue('note')
  const noteId = await phone.write('note.add', { noteId: testId(), caseId, kind: 'visit', text: value }, null)
  it.written.push({ id: noteId, phone, caseId, what: 'note', value, saw: null, at: { ms: 0, c: 0 } })
}

/** Baran at the desk writes over what stands there now, which he sees. */
async function writesOnline(it: Walk, stage: Stage, chance: Chance): Promise<void> {
  const caseId = chance.of(it.cases)
  const field = chance.of(['openedOn', 'codeName'] as const)
  const value = freshValue(field)
  const saw = await standing(it.admin, caseId, field)
  const id = testId()
  const answer = await stage.baran.act(fields[field].action, { caseId, [field]: value }, id)
  if (answer.outcome === 'applied')
    it.written.push({ id, phone: null, caseId, what: field, value, saw, at: { ms: Date.now(), c: 0 } })
}

/** What the database holds in the field now. */
export async function standing(admin: OwnerSession, caseId: string, field: Field): Promise<string | null> {
  const from = {
    openedOn: 'select opened_on::text as value from case_file where id = $1',
    codeName:
      'select code_name as value from person where id = (select person_id from case_file where id = $1)',
    healthSummary: 'select health_summary as value from case_fact where case_id = $1',
  }[field]
  return (await admin.rows<{ value: string | null }>(from, [caseId]))[0]?.value ?? null
}

function freshValue(field: Field | 'note'): string {
  values += 1
  if (field === 'openedOn')
    return new Date(Date.UTC(2026, 9, 1) - values * 86_400_000).toISOString().slice(0, 10)
  return `${field} ${values}`
}
