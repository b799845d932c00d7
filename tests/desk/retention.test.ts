import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepRetention } from '../../src/desk/retention.job.ts'
import type { DeskAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { statement } from '../../src/server/database.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { scene } from '../permissions/scenes.ts'
import { testId, world } from '../support/house.ts'

// Names that stand nowhere but in these cases, so that every table can be searched for them.
const name = { given: 'زوهيرة', father: 'قحطان' }
const child = { given: 'طلحة', father: 'رائد' }
const words = ['زوهيرة', 'قحطان', 'طلحة', 'رائد', 'كلام لا يعرفه غيرها']

let here: Cast
let amina: Player
let layla: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
  layla = here.of('data_protection_officer', 'mosul')
})
afterAll(() => here?.close())

const desk = async (): Promise<DeskAnswer> => (await layla.get('/api/desk')).body as DeskAnswer
const job = (): Promise<number> => keepRetention(here.house.db.worker)

const asLoader = (sql: string, params: unknown[]): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) => owner.transaction(() => owner.rows(sql, params), 'loader'))

interface Closed {
  readonly caseId: string
  readonly code: string
  readonly referralId: string
}

/** Layla signs the list that waits, and the job works on it. */
async function sign(): Promise<void> {
  await layla.done('retention.approve', { listId: (await desk()).retention[0]?.id })
  await job()
}

/** A case with a referral that was served, closed so many months ago; answers its id and code. */
async function closedCase(monthsAgo: number, service?: string): Promise<Closed> {
  const { ids } = await scene(here, amina, 'serving')
  const { caseId } = ids
  await amina.done('person.correct', { caseId, name })
  await amina.done('case.add_member', {
    caseId,
    memberId: testId(),
    relationship: 'child',
    sex: 'male',
    ageBand: '5-11',
    name: child,
  })
  await amina.done('note.add', { noteId: testId(), caseId, kind: 'contact', text: words[4] })
  if (service !== undefined)
    await amina.done('need.record', { needId: testId(), caseId, service, severity: 2, priority: 2 })
  await amina.done('referral.add_note', { referralId: ids.referralId, note: words[4] })
  await asLoader(`update referral_origin set narrative = $2 where case_id = $1`, [caseId, words[4]])
  await asLoader('update conflict set offered = to_jsonb($2::text) where case_id = $1', [caseId, words[4]])
  await asLoader('update held_command set set_aside_reason = $2 where case_id = $1', [caseId, words[4]])
  const [row] = await here.behind<{ code: string }>(
    `update case_file set state = 'closed', closed_at = now() - make_interval(months => $2), closure_reason = 'goals_met' where id = $1 returning code`,
    [caseId, monthsAgo],
  )
  return { caseId, code: row?.code ?? '', referralId: ids.referralId }
}

/** Tables in which one of the words stands in any row of this case or beside it. */
async function whereWordsStand(): Promise<string[]> {
  const tables = await here.behind<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('place', 'programme') order by 1`,
  )
  const found: string[] = []
  for (const { name: table } of tables) {
    const [row] = await here.behind(`select 1 from ${table} t where to_jsonb(t)::text ~ $1 limit 1`, [
      words.join('|'),
    ])
    if (row !== undefined) found.push(table)
  }
  return found
}

it('a case closed long ago is listed, signed by Layla, and then no table tells who it was about', async () => {
  const { caseId, code, referralId } = await closedCase(25)
  expect(await whereWordsStand()).toEqual(
    expect.arrayContaining(['case_member', 'conflict', 'held_command', 'note', 'person', 'referral_origin']),
  )
  expect(await job()).toBe(0)
  const [list] = (await desk()).retention
  expect(list?.cases).toEqual(
    expect.arrayContaining([expect.objectContaining({ code, rule: 'closed_case' })]),
  )
  // listed is not signed: the job changes nothing however often it runs
  expect(await job()).toBe(0)
  expect((await whereWordsStand()).length).toBeGreaterThan(3)

  await layla.done('retention.approve', { listId: list?.id })
  expect(await job()).toBe(2)
  expect(await whereWordsStand()).toEqual([])
  const [after] = (await desk()).retention
  expect(after).toMatchObject({ erased: 2, kept: 0 })
  expect(after?.doneAt).not.toBeNull()

  // what holds no content stays: the case for the figures, its consents, its story of codes, its audit
  const counts = await here.behind<Record<string, number>>(
    `select (select count(*) from case_file where id = $1 and display_name = code)::int as cases, (select count(*) from consent where case_id = $1)::int as consents,
      (select count(*) from case_event where case_id = $1)::int as story, (select count(*) from referral_event where referral_id = $2)::int as events,
      (select count(*) from audit_line where root_id = $1 and act <> 'retention.apply')::int as audit,
      (select count(*) from audit_line where root_id = $1 and act = 'retention.apply' and kind = 'worker')::int as erased`,
    [caseId, referralId],
  )
  expect(counts[0]).toMatchObject({ cases: 1, consents: 1, erased: 2 })
  for (const kept of ['story', 'events', 'audit']) expect(counts[0]?.[kept], kept).toBeGreaterThan(0)
  // it is not listed again
  await job()
  expect((await desk()).retention.every(({ doneAt }) => doneAt !== null)).toBe(true)
}, 60_000)

it('a case that is held stays as it is, also when it stands on a list that was signed before', async () => {
  const held = await closedCase(25)
  await job()
  const [list] = (await desk()).retention
  await layla.done('retention.approve', { listId: list?.id })
  const holdId = testId()
  await layla.done('hold.place', { holdId, code: held.code, reason: 'دعوى متخيلة', lawyer: 'محامية متخيلة' })
  await job()
  expect((await desk()).retention[0]).toMatchObject({ erased: 0, kept: 2 })
  expect(await whereWordsStand()).toContain('person')
  // while it is held no list names it
  await job()
  expect((await desk()).retention.every(({ doneAt }) => doneAt !== null)).toBe(true)
  await layla.done('hold.lift', { holdId })
  await job()
  const [next] = (await desk()).retention
  expect(next?.cases.map(({ code }) => code)).toContain(held.code)
  await layla.done('retention.approve', { listId: next?.id })
  await job()
  expect(await whereWordsStand()).toEqual([])
}, 60_000)

it('a case that was opened again before its turn is left alone', async () => {
  const { caseId } = await closedCase(30)
  await job()
  const [list] = (await desk()).retention
  await layla.done('retention.approve', { listId: list?.id })
  await amina.done('case.reopen', { caseId, reason: 'عادت' })
  await job()
  expect((await desk()).retention[0]).toMatchObject({ erased: 0, kept: 2 })
  expect(await whereWordsStand()).toContain('person')
  await here.behind(`update case_file set closed_at = now(), state = 'closed' where id = $1`, [caseId])
}, 60_000)

it('after a year only what is protected goes, and the list names every case so that it tells of none', async () => {
  const { caseId, code } = await closedCase(13)
  await here.behind(
    `insert into case_key (case_id, organisation_id, version, organisation_version, wrapped) values ($1, $2, 1, 1, '\\x01')`,
    [caseId, world.organisations.ministry],
  )
  const other = await closedCase(13)
  await job()
  const [list] = (await desk()).retention
  const listed = list?.cases.filter((one) => [code, other.code].includes(one.code))
  expect(listed?.map(({ rule }) => rule)).toEqual(['protected', 'protected'])
  await layla.done('retention.approve', { listId: list?.id })
  await job()
  const [key] = await here.behind<{ wrapped: unknown; destroyed_at: unknown }>(
    'select wrapped, destroyed_at from case_key where case_id = $1',
    [caseId],
  )
  expect(key?.wrapped).toBeNull()
  expect(key?.destroyed_at).not.toBeNull()
  const [person] = await here.behind<{ display_name: string }>(
    'select p.display_name from person p join case_file c on c.person_id = p.id where c.id = $1',
    [caseId],
  )
  expect(person?.display_name).toContain(name.given)
}, 60_000)

/** Which of these cases stand on the list that waits, and by which rule. */
const listed = async (...codes: string[]): Promise<string[]> =>
  ((await desk()).retention.find(({ doneAt }) => doneAt === null)?.cases ?? [])
    .filter(({ code }) => codes.includes(code))
    .map(({ code, rule }) => `${codes.indexOf(code)} ${rule}`)
    .toSorted()

it('the case of a child stays until the nineteenth birthday, and a legal matter longer than others', async () => {
  const cases = [await closedCase(25), await closedCase(25), await closedCase(25)]
  const [eighteen, nineteen, band] = cases as [Closed, Closed, Closed]
  // a legal matter of two years ago, and one of five
  cases.push(await closedCase(25, 'HLP.TITLE'), await closedCase(61, 'LEG.COUNS'))
  const born = ({ caseId }: Closed, ago: string) =>
    here.behind(
      `with c as (update case_file set opened_on = now() - make_interval(years => 4), age_band = '12-17' where id = $1 returning person_id)
      update person p set birth_precision = 'day', birth_date = now() - $2::interval from c where p.id = c.person_id`,
      [caseId, ago],
    )
  await born(eighteen, '18 years')
  await born(nineteen, '19 years 5 days')
  // nobody knows the day: the youngest of the band counts
  await here.behind(`update case_file set age_band = '12-17' where id = $1`, [band.caseId])
  await job()
  const codes = cases.map(({ code }) => code)
  expect(await listed(...codes)).toEqual(['1 child_case', '1 protected', '4 legal_file', '4 protected'])
  await sign()
}, 60_000)

it('what was heard and never begun goes after half a year, unless somebody goes on with it', async () => {
  const idle = async (): Promise<Closed> => {
    const { ids } = await scene(here, amina, 'case')
    await amina.done('person.correct', { caseId: ids.caseId, name })
    await asLoader(`update case_event set at = now() - interval '7 months' where case_id = $1`, [ids.caseId])
    const [row] = await here.behind<{ code: string; state: string }>(
      'select code, state from case_file where id = $1',
      [ids.caseId],
    )
    expect(row?.state).toBe('intake')
    return { caseId: ids.caseId, code: row?.code ?? '', referralId: '' }
  }
  const [gone, goesOn] = [await idle(), await idle()]
  await job()
  expect(await listed(gone.code, goesOn.code)).toEqual(['0 never_began', '1 never_began'])
  const day = (await amina.get('/api/day')).body as { alerts: { kind: string; caseId: string }[] }
  expect(day.alerts.filter(({ kind }) => kind === 'case.idle_listed').map(({ caseId }) => caseId)).toEqual(
    expect.arrayContaining([gone.caseId, goesOn.caseId]),
  )
  await amina.done('note.add', { noteId: testId(), caseId: goesOn.caseId, kind: 'contact', text: 'عادت' })
  await sign()
  expect((await desk()).retention[0]).toMatchObject({ erased: 1, kept: 1 })
  const rows = await here.behind<{ code: string; gone: boolean; tasks: number }>(
    `select c.code, c.closed_at is not null and c.closure_reason = 'data_deletion' and c.display_name = c.code and c.next_due_at is null as gone,
      (select count(*)::int from task t where t.case_id = c.id and t.done_at is null) as tasks from case_file c where c.id = any ($1)`,
    [[gone.caseId, goesOn.caseId]],
  )
  expect(rows.find(({ code }) => code === gone.code)).toMatchObject({ gone: true, tasks: 0 })
  expect(rows.find(({ code }) => code === goesOn.code)).toMatchObject({ gone: false })
  // nor is it listed again once two years have passed since
  await here.behind(`update case_file set closed_at = closed_at - interval '3 years' where id = $1`, [
    gone.caseId,
  ])
  await here.behind(`update retention_item set done_at = done_at - interval '3 years' where case_id = $1`, [
    gone.caseId,
  ])
  await job()
  expect(await listed(gone.code)).toEqual([])
}, 60_000)

it('an unknown code, one of another organisation and one without sense are the same to Layla', async () => {
  const olive = here.of('caseworker', 'olive')
  const { ids } = await scene(here, olive, 'case')
  const [row] = await here.behind<{ code: string }>('select code from case_file where id = $1', [ids.caseId])
  const asked = { holdId: testId(), reason: 'متخيل', lawyer: 'متخيلة' }
  for (const code of [row?.code ?? '', 'NV-222-222C', 'x'])
    expect((await layla.act('hold.place', { ...asked, code })).refusal?.code).toBe('case.not_found')
})

it('nobody but data protection sees or signs a list, and the app cannot do the work of the job', async () => {
  await job()
  for (const role of [
    'caseworker',
    'case_supervisor',
    'branch_manager',
    'system_admin',
    'complaints_officer',
  ] as const) {
    const player = here.of(role, 'mosul')
    await here.house.db.database.as(
      { kind: 'account', accountId: player.accountId, organisationId: player.organisationId, roles: [role] },
      async (tx) => {
        for (const table of ['legal_hold', 'retention_list', 'retention_item'])
          expect(await tx.rows(statement(`select 1 from ${table}`)), `${role} ${table}`).toEqual([])
        const row = await tx.row<{ done: boolean }>(
          statement(`select place_hold(gen_random_uuid(), 'NV-222-222C', 'x', 'x') as done`),
        )
        expect(row?.done).toBe(false)
      },
    )
  }
  for (const call of [`propose_retention('{}')`, `apply_retention(1, '[]')`, 'erase_case(gen_random_uuid())'])
    await expect(
      here.house.db.database.as(
        {
          kind: 'account',
          accountId: layla.accountId,
          organisationId: layla.organisationId,
          roles: ['data_protection_officer'],
        },
        (tx) => tx.rows(statement(`select ${call}`)),
      ),
      call,
    ).rejects.toMatchObject({ code: '42501' })
  await expect(
    here.house.db.worker.as({ kind: 'worker' }, (tx) =>
      tx.rows(statement('select erase_case(gen_random_uuid())')),
    ),
  ).rejects.toMatchObject({ code: '42501' })
  const theirs = here.of('data_protection_officer', 'olive')
  expect(((await theirs.get('/api/desk')).body as DeskAnswer).retention).toEqual([])
})

it('what a held case protects is destroyed by nobody, not by data protection either', async () => {
  const { caseId, code } = await closedCase(1)
  await here.behind(
    `insert into case_key (case_id, organisation_id, version, organisation_version, wrapped) values ($1, $2, 1, 1, '\\x01')`,
    [caseId, world.organisations.ministry],
  )
  const holdId = testId()
  await layla.done('hold.place', { holdId, code, reason: 'دعوى متخيلة', lawyer: 'محامية متخيلة' })
  const destroy = { code, reason: 'person_asked' }
  expect((await layla.act('vault.destroy', destroy)).refusal?.code).toBe('vault.held')
  // nor by a decision that forgot to ask
  await expect(
    here.behind('update case_key set wrapped = null, destroyed_at = now() where case_id = $1', [caseId]),
  ).rejects.toMatchObject({ code: 'P0R04' })
  await layla.done('hold.lift', { holdId })
  await layla.done('vault.destroy', destroy)
})
