import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../permissions/roles.ts'
import type { ExportListItem } from '../records/answers.ts'
import { statement } from '../server/database.ts'
import { type Cast, cast, type Player } from '../../tests/permissions/cast.ts'
import { openCase, testId } from '../../tests/support/house.ts'

let here: Cast
let baran: Player
let layla: Player
beforeAll(async () => {
  here = await cast()
  baran = here.of('case_supervisor', 'mosul')
  layla = here.of('data_protection_officer', 'mosul')
  const amina = here.of('caseworker', 'mosul')
  const phones = { done: amina.done } as never
  await openCase(phones, {
    name: { given: 'زوهيرة', father: 'قحطان' },
    contactSafety: { mode: 'phone_any', phone: '+9647701234567' },
    documentsHeld: ['unid'],
  })
  const { caseId } = await openCase(phones, {
    contactSafety: { mode: 'through_someone', phone: '+9647709999999', through: 'الجارة' },
  })
  await amina.done('need.record', {
    needId: testId(),
    caseId,
    service: 'DOC.BIRTH',
    severity: 3,
    priority: 1,
  })
})
afterAll(() => here?.close())

const asking = (more: object = {}) => ({
  exportId: testId(),
  format: 'csv',
  purpose: 'data_quality',
  reason: 'نتصل بمن لم يصله شيء منذ شهر',
  ...more,
})
const ask = async (who = baran): Promise<string> =>
  (await who.done('export.ask', asking()))['exportId'] as string
const codeOf = async (who: Player, name: string, input: object) => (await who.act(name, input)).refusal?.code
const fetched = async (who: Player, exportId: string) => {
  const { status, body } = await who.get(`/api/exports/${exportId}/file`)
  return { status, text: String(body), code: (body as { refusal?: { code: string } }).refusal?.code }
}
const listed = async (who: Player, exportId: string): Promise<ExportListItem | undefined> =>
  ((await who.get('/api/exports')).body as { items: ExportListItem[] }).items.find(
    ({ id }) => id === exportId,
  )
const kinds = async (who: Player): Promise<string[]> =>
  ((await who.get('/api/alerts')).body as { items: { kind: string }[] }).items.map(({ kind }) => kind)

it('Baran asks for telephones, Layla agrees, and the list leaves once: no name, nothing of who may not be called', async () => {
  const exportId = await ask()
  expect(await kinds(layla)).toContain('desk.export_log')
  expect((await fetched(baran, exportId)).code).toBe('export.not_decided')
  await layla.done('export.decide', { exportId, isApproved: true })
  expect(await kinds(baran)).toContain('desk.export_decided')
  const { status, text } = await fetched(baran, exportId)
  expect(status).toBe(200)
  const [mark] = text.replace('\uFEFF', '').split('\r\n')
  expect(mark).toContain(exportId)
  expect(mark).toMatch(/It holds sensitive data; p[0-9a-f-]{36} agreed/)
  expect(text).toContain('"Telephone"')
  expect(text).toContain("'+9647701234567")
  expect(text).toMatch(/Birth/i)
  expect(text).not.toMatch(/زوهيرة|قحطان|هدى|7709999999|الجارة/)
  expect((await fetched(baran, exportId)).code).toBe('export.fetched')
  expect(await listed(layla, exportId)).toMatchObject({
    isSensitive: true,
    isApproved: true,
    isFetched: true,
    downloads: 1,
  })
  const [line] = await here.behind<{ detail: { class: number } }>(
    `select detail from audit_line where act = 'read.export' and root_id = $1`,
    [exportId],
  )
  expect(line?.detail.class).toBe(3)
})

it('what Layla declines says why and never leaves; nobody decides twice, for themselves, or for others', async () => {
  const exportId = await ask()
  expect(await codeOf(layla, 'export.decide', { exportId, isApproved: false })).toBe('input.invalid')
  const theirs = here.of('data_protection_officer', 'olive')
  const approve = { exportId, isApproved: true }
  expect(await codeOf(theirs, 'export.decide', approve)).toBe('export.not_found')
  await layla.done('export.decide', { exportId, isApproved: false, reason: 'يكفي المكتب' })
  expect(await codeOf(layla, 'export.decide', approve)).toBe('export.decided')
  expect((await fetched(baran, exportId)).code).toBe('export.declined')
  expect(await listed(baran, exportId)).toMatchObject({ isApproved: false, decisionReason: 'يكفي المكتب' })
  const both = await here.join(['case_supervisor', 'data_protection_officer'], 'mosul')
  const own = await ask(both)
  expect(await codeOf(both, 'export.decide', { exportId: own, isApproved: true })).toBe('export.two_people')
  // a list without sensitive columns has nothing to decide
  const plain = asking({ what: 'cases' })
  await baran.done('export.make', plain)
  expect(await codeOf(layla, 'export.decide', { exportId: plain.exportId, isApproved: true })).toBe(
    'export.not_found',
  )
})

it('the time ends: four days to be decided on, a day to be fetched; and whoever takes it has just shown who they are', async () => {
  const late = await ask()
  await here.behind(`update export_log set expires_at = now() - interval '1 second' where id = $1`, [late])
  expect(await codeOf(layla, 'export.decide', { exportId: late, isApproved: true })).toBe('export.over')
  const exportId = await ask()
  await layla.done('export.decide', { exportId, isApproved: true })
  const stale = (ago: string, who: Player) =>
    here.behind(`update session set reauthenticated_at = now() - $2::interval where account_id = $1`, [
      who.accountId,
      ago,
    ])
  await stale('11 minutes', baran)
  expect((await fetched(baran, exportId)).code).toBe('session.not_fresh')
  await stale('0', baran)
  expect((await fetched(here.of('branch_manager', 'mosul'), exportId)).status).toBe(404)
  await here.behind(
    `update export_decision set expires_at = now() - interval '1 second' where export_id = $1`,
    [exportId],
  )
  expect((await fetched(baran, exportId)).code).toBe('export.over')
  await stale('11 minutes', layla)
  expect(await codeOf(layla, 'export.decide', { exportId, isApproved: true })).toBe('session.not_fresh')
  await stale('0', layla)
})

it('nor does the database let a decision or a fetch be written by whoever asked, or before anybody agreed', async () => {
  const both = await here.join(['case_supervisor', 'data_protection_officer'], 'mosul')
  const exportId = await ask(both)
  const rolesOf = new Map<Player, readonly Role[]>([
    [both, ['case_supervisor', 'data_protection_officer']],
    [baran, ['case_supervisor']],
    [layla, ['data_protection_officer']],
  ])
  const as = (sql: string, who: Player) =>
    here.house.db.database.as(
      {
        kind: 'account',
        accountId: who.accountId,
        organisationId: who.organisationId,
        roles: rolesOf.get(who) ?? [],
      },
      (tx) => tx.rows(statement(sql), [exportId, who.organisationId, who.accountId]),
    )
  const decide = `insert into export_decision (export_id, organisation_id, is_approved, decided_at, decided_by, expires_at)
    values ($1, $2, true, now(), $3, now() + interval '1 day')`
  const take = 'insert into export_fetch (export_id, organisation_id, account_id) values ($1, $2, $3)'
  const tries: readonly (readonly [string, Player])[] = [
    [decide, both],
    [take, both],
    [decide, baran],
    [take, layla],
  ]
  for (const [sql, who] of tries) await expect(as(sql, who)).rejects.toMatchObject({ code: '42501' })
})
