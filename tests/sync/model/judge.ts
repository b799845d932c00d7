import { world } from '../../support/house.ts'
import { type Field, fields, standing, type Walk, type Written } from './walk.ts'

/**
 * What is wrong after everybody came back to the network. Judged from what the walk remembers and from the tables as a
 * superuser sees them; nothing the server decided is taken for right.
 */
export async function judge(it: Walk): Promise<string[]> {
  return [
    ...it.leaks,
    ...(await unanswered(it)),
    ...(await told(it)),
    ...(await notesKept(it)),
    ...(await fieldsSettled(it)),
    ...(await copiesEqual(it)),
  ]
}

/** Nobody's outbox holds anything, and the ledger knows every command that was ever written, once. */
async function unanswered(it: Walk): Promise<string[]> {
  const wrong: string[] = []
  for (const phone of it.phones) {
    if (it.revoked.has(phone) && !phone.isWiped) wrong.push(`${phone.name} was cut off and is not empty`)
    if (phone.isWiped) continue
    for (const { command } of await phone.store.waiting())
      wrong.push(`${phone.name} still waits with ${command.name} number ${command.from.n}`)
  }
  const known = await it.admin.rows<{ id: string }>(
    'select id from action_ledger where id = any ($1::uuid[])',
    [it.written.map(({ id }) => id)],
  )
  const ids = new Set(known.map(({ id }) => id))
  for (const one of it.written)
    if (!ids.has(one.id)) wrong.push(`the server never heard of ${one.what} ${one.value}`)
  return wrong
}

interface Held {
  readonly id: string
}

async function setAside(it: Walk): Promise<Set<string>> {
  const held = await it.admin.rows<Held>('select id from held_command where id = any ($1::uuid[])', [
    it.written.map(({ id }) => id),
  ])
  return new Set(held.map(({ id }) => id))
}

/** What could not be done is shown to whoever wrote it, on the phone where they did. */
async function told(it: Walk): Promise<string[]> {
  const aside = await setAside(it)
  const wrong: string[] = []
  for (const phone of it.phones) {
    if (phone.isWiped) continue
    const shown = new Set((await phone.store.decisions()).map(({ id }) => id))
    for (const one of it.written)
      if (one.phone === phone && aside.has(one.id) && !shown.has(one.id))
        wrong.push(`${phone.name} says nothing of ${one.what} ${one.value}, which could not be done`)
  }
  return wrong
}

/** Every note stands in its case once, or is kept with what was typed. */
async function notesKept(it: Walk): Promise<string[]> {
  const aside = await setAside(it)
  const wrong: string[] = []
  const notes = it.written.filter(({ what }) => what === 'note')
  const rows = await it.admin.rows<{ text: string; times: number }>(
    'select text, count(*)::int as times from note where text = any ($1) group by 1',
    [notes.map(({ value }) => value)],
  )
  const times = new Map(rows.map((row) => [row.text, row.times]))
  for (const one of notes) {
    const found = times.get(one.value) ?? 0
    const expected = aside.has(one.id) ? 0 : 1
    if (found !== expected) wrong.push(`${one.value} stands there ${found} times instead of ${expected}`)
  }
  for (const one of it.written.filter(({ what }) => what === 'case')) {
    const [row] = await it.admin.rows('select from case_file where id = $1', [one.value])
    if (!row && !aside.has(one.id)) wrong.push(`the case ${one.value} is nowhere`)
  }
  return wrong
}

async function fieldsSettled(it: Walk): Promise<string[]> {
  const aside = await setAside(it)
  const offered = await it.admin.rows<{ offered: unknown; standing: unknown }>(
    'select offered, standing from conflict where case_id = any ($1::uuid[])',
    [[...new Set(it.written.map(({ caseId }) => caseId))]],
  )
  const shown = new Set(
    offered.flatMap((row) => [row.offered, row.standing]).map((value) => JSON.stringify(value)),
  )
  const wrong: string[] = []
  for (const caseId of new Set(it.written.map((one) => one.caseId)))
    for (const field of Object.keys(fields) as Field[]) {
      const all = it.written.filter(
        (one) => one.caseId === caseId && one.what === field && !aside.has(one.id),
      )
      const final = await standing(it.admin, caseId, field)
      const problems = settled(field, all, final, shown, it.skewed)
      const history = all.map(({ value, saw, phone }) => `${value} over ${saw} by ${phone?.name ?? 'Baran'}`)
      wrong.push(...problems.map((what) => `${field}: ${what} (${history.join(', ')})`))
    }
  return wrong
}

/** One field's history: who had seen a value never loses to it, and nothing unseen is overwritten in silence. */
function settled(
  field: Field,
  all: readonly Written[],
  final: string | null,
  shown: ReadonlySet<string>,
  skewed: boolean,
): string[] {
  const wrong: string[] = []
  const winner = all.find(({ value }) => value === final)
  const seenBySomebody = new Set(all.map(({ saw }) => saw))
  if (all.length > 0 && !winner) wrong.push(`${final} was not written by any who could`)
  for (const one of all)
    if (one !== winner && one.saw !== null && one.saw === final)
      wrong.push(`${one.value} was written over ${final}, and ${final} stands there`)
  // overwritten by nobody who had seen it
  const open = all.filter(({ value }) => value !== final && !seenBySomebody.has(value))
  if (fields[field].rule !== 'last')
    for (const { value } of open)
      if (!shown.has(JSON.stringify(value))) wrong.push(`${value} gave way to ${final} and nobody is asked`)
  if (fields[field].rule === 'last' && winner && !skewed)
    for (const one of open)
      if (one.at.ms > winner.at.ms || (one.at.ms === winner.at.ms && one.at.c > winner.at.c))
        wrong.push(`${one.value} is later than ${final}, and ${final} stands there`)
  return wrong
}

/** Each phone holds what its owner may have now, as it stands on the server, and nothing else. */
async function copiesEqual(it: Walk): Promise<string[]> {
  const wrong: string[] = []
  for (const phone of it.phones) {
    if (phone.isWiped) continue
    const mine = await it.admin.rows<{
      id: string
      rev: string
      code_name: string | null
      notes: string[] | null
    }>(
      `select c.id, c.rev::text, p.code_name, (select array_agg(n.text order by n.id) from note n where n.case_id = c.id) as notes
       from case_file c join person p on p.id = c.person_id
       where c.closed_at is null and (c.officer_id = $1 or c.id in (select k.case_id from offline_choice k where k.account_id = $1))`,
      [world.accounts[phone.owner as 'amina']],
    )
    const held = new Set(await phone.store.caseIds())
    if (held.size !== mine.length)
      wrong.push(`${phone.name} holds ${held.size} cases and should hold ${mine.length}`)
    for (const one of mine) {
      const copy = await phone.store.heldCase(one.id)
      const notes = copy?.rows.note?.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ text }) => text) ?? []
      const [there, here] = [
        [Number(one.rev), one.code_name, one.notes ?? []],
        [copy?.rev, copy?.rows.person?.[0]?.codeName ?? null, notes],
      ].map((value) => JSON.stringify(value))
      if (there !== here) wrong.push(`${phone.name} holds ${here} of ${one.id}, and it is ${there}`)
    }
  }
  return wrong
}
