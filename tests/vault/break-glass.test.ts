import { afterAll, beforeAll, expect, it } from 'vitest'
import type { GlassItem, VaultAnswer } from '../../src/records/answers.ts'
import { sweepReviews } from '../../src/vault/review-sweep.job.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { behind, certify, guarded, join } from './guarding.ts'

let house: TestHouse
let amina: Client
let baran: Client
let layla: Client
let caseId: string
let other: { accountId: string; client: Client }
const { accounts, sites } = world
const secret = 'قالت هدى إن أخاها يهددها'
const why = 'هدى في المستشفى ولا أحد من الفريق يجيب'

beforeAll(async () => {
  house = await testHouse()
  amina = await house.signIn('amina')
  baran = await house.signIn('baran')
  layla = await house.signIn('layla')
  await certify(house, accounts.amina)
  ;({ caseId } = await openCase(amina))
  await guarded(amina, caseId, secret)
})
afterAll(() => house?.close())

const breaking = (of: string = caseId): { glassId: string; caseId: string; reason: string; why: string } => ({
  glassId: testId(),
  caseId: of,
  reason: 'medical_emergency',
  why,
})
const alerts = (kind: string): Promise<{ account_id: string; case_id: string | null }[]> =>
  behind(house, 'select account_id, case_id from alert where kind = $1', [kind])

it('Baran without certificate, an officer, and a supervisor of another office break nothing', async () => {
  expect((await baran.act('vault.break_glass', breaking())).refusal?.code).toBe('vault.not_certified')
  expect((await amina.act('vault.break_glass', breaking())).refusal?.code).toBe('permission.missing')
  const far = await join(house, ['case_supervisor'], sites.hamdaniya)
  await certify(house, far.accountId)
  expect((await far.client.act('vault.break_glass', breaking())).refusal?.code).toBe('case.not_found')
  expect(await behind(house, 'select 1 from break_glass')).toEqual([])
})

it('certified, he still breaks nothing while there are not two others who can be told', async () => {
  await certify(house, accounts.baran)
  expect((await baran.act('vault.break_glass', breaking())).refusal?.code).toBe('vault.nobody_to_alert')
  other = await join(house, ['branch_manager'], null)
  await behind(house, `update account set state = 'left' where id = $1`, [accounts.layla])
  expect((await baran.act('vault.break_glass', breaking())).refusal?.code).toBe('vault.nobody_to_alert')
  await behind(house, `update account set state = 'active' where id = $1`, [accounts.layla])
})

it('he reads for an hour; the branch manager and Layla are told at once, without a case being named', async () => {
  const given = breaking()
  await baran.done('vault.break_glass', given)
  const { body } = await baran.get<VaultAnswer>(`/api/vault/${caseId}`)
  expect(body.vaults[0]?.entries[0]?.text).toBe(secret)
  expect(Date.parse(body.vaults[0]?.glassUntil ?? '') - Date.now()).toBeLessThanOrEqual(60 * 60_000)
  expect((await alerts('vault.glass_broken')).map((each) => each.account_id).sort()).toEqual(
    [other.accountId, accounts.layla].sort(),
  )
  expect((await alerts('vault.glass_broken')).every((each) => each.case_id === null)).toBe(true)
  const lines = await behind<{ act: string; outcome: string }>(
    house,
    `select act, outcome from audit_line where account_id = $1 and act in ('vault.break_glass', 'read.vault') and outcome in ('applied', 'read') order by at`,
    [accounts.baran],
  )
  expect(lines).toEqual([
    { act: 'vault.break_glass', outcome: 'applied' },
    { act: 'read.vault', outcome: 'read' },
  ])
})

it('after 60 minutes it is closed, whatever the server believes the time is; nobody can make it longer', async () => {
  await behind(
    house,
    `update break_glass set at = at - interval '61 minutes', expires_at = expires_at - interval '61 minutes'`,
  )
  house.at(new Date(Date.now() - 3_600_000).toISOString())
  expect((await baran.get(`/api/vault/${caseId}`)).status).toBe(404)
  house.at(null)
  await expect(
    behind(house, `update break_glass set expires_at = at + interval '61 minutes'`),
  ).rejects.toMatchObject({ code: '23514' })
})

it('within the hour he brings in a certified colleague, so that an abandoned vault has a team again', async () => {
  await certify(house, accounts.sana)
  await baran.done('vault.break_glass', { ...breaking(), reason: 'hand_over' })
  const { body } = await baran.get<VaultAnswer>(`/api/vault/${caseId}`)
  await baran.done('vault.add_member', { vaultId: body.vaults[0]?.vaultId, accountId: accounts.sana })
  const sana = await house.signIn('sana')
  expect((await sana.get<VaultAnswer>(`/api/vault/${caseId}`)).body.vaults[0]?.entries[0]?.text).toBe(secret)
})

it('a case without a vault is no way to find out silently: it alerts just the same', async () => {
  const bare = await openCase(amina)
  const before = (await alerts('vault.glass_broken')).length
  await baran.done('vault.break_glass', breaking(bare.caseId))
  expect((await alerts('vault.glass_broken')).length).toBe(before + 2)
  expect((await baran.get(`/api/vault/${bare.caseId}`)).status).toBe(404)
})

it('somebody else reviews it, once; he reads there what the other reviews, and Younis sees no queue', async () => {
  const queue = async (client: Client): Promise<GlassItem[]> =>
    (await client.get<{ items: GlassItem[] }>('/api/vault/reviews')).body.items
  const [first] = await queue(layla)
  expect(first).toMatchObject({
    why,
    reason: 'medical_emergency',
    accountName: 'Baran',
    isMine: false,
    reviewedAt: null,
  })
  expect(Date.parse(first?.reviewDueAt ?? '')).toBeGreaterThan(Date.now() + 86_400_000)
  const review = { glassId: first?.id, finding: 'justified' }
  expect((await baran.act('break_glass.review', review)).refusal?.code).toBe('vault.not_own_review')
  expect((await queue(baran)).every((each) => each.isMine)).toBe(true)
  const far = await join(house, ['case_supervisor'], sites.hamdaniya)
  expect(await queue(far.client)).toEqual([])
  expect((await far.client.act('break_glass.review', review)).refusal?.code).toBe('vault.review_not_found')
  await layla.done('break_glass.review', review)
  expect((await other.client.act('break_glass.review', review)).refusal?.code).toBe('vault.reviewed')
  expect((await queue(layla)).at(-1)).toMatchObject({
    id: first?.id,
    finding: 'justified',
    reviewerName: 'Layla',
  })
  expect((await amina.get('/api/vault/reviews')).status).toBe(403)
  expect(await alerts('vault.glass_reviewed')).toMatchObject([{ account_id: accounts.baran }])
})

it('what nobody reviewed in two working days is told to data protection, once', async () => {
  await behind(
    house,
    `update break_glass set review_due_at = now() - interval '1 minute' where reviewed_at is null`,
  )
  for (const _round of [1, 2])
    await house.db.worker.as({ kind: 'worker' }, (tx) => sweepReviews(tx, new Date().toISOString()))
  expect((await alerts('vault.review_late')).map((each) => each.account_id)).toEqual([accounts.layla])
})
