import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anchorHeads } from '../../src/audit/anchor.job.ts'
import { sealAudit } from '../../src/audit/seal.job.ts'
import { sweepUnusual } from '../../src/audit/unusual-sweep.job.ts'
import { calendarFor } from '../../src/places/calendar.ts'
import { iraqCalendarRules, iraqHolidays } from '../../src/places/iraq-calendar.ts'
import type { AlertsAnswer, Page, UnusualItem } from '../../src/records/answers.ts'
import { readAnchors } from '../../src/server/audit-anchors.ts'
import { verifyAudit } from '../../src/server/audit-verify.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, testId, world } from '../support/house.ts'

const calendar = calendarFor(iraqCalendarRules, iraqHolidays, [])
let here: TestHouse
let baran: Client
let layla: Client
let amina: Client
beforeAll(async () => {
  here = await testHouse()
  baran = await here.signIn('baran')
  layla = await here.signIn('layla')
  amina = await here.signIn('amina')
})
afterAll(() => here?.close())

/** Lines of reading at a time, put in as a loader does. */
async function reads(
  accountId: string,
  at: string,
  times: number,
  { act = 'read.case', outcome = 'read' } = {},
): Promise<void> {
  await withOwner(here.db.admin, (admin) =>
    admin.rows(
      `insert into audit_line (organisation_id, at, kind, account_id, act, root_kind, root_id, outcome)
        select a.organisation_id, $2::timestamptz + make_interval(secs => n), 'account', a.id, $3, 'case', gen_random_uuid(), $4
        from account a, generate_series(1, $5) n where a.id = $1`,
      [accountId, at, act, outcome, times],
    ),
  )
}
const sweep = (now: string): Promise<number> =>
  here.db.worker.as({ kind: 'worker' }, (tx) => sweepUnusual(tx, now, { calendar, newId: testId }))
const unusualFor = async (who: Client): Promise<readonly UnusualItem[]> =>
  (await who.get<Page<UnusualItem>>('/api/audit/unusual')).body.items
const alertsOf = async (who: Client): Promise<readonly string[]> =>
  (await who.get<AlertsAnswer>('/api/alerts')).body.items.map(({ kind }) => kind)
const told = (items: readonly UnusualItem[]): object[] =>
  items.map(({ accountId, rule, seen, threshold }) => ({ accountId, rule, seen, threshold }))

describe('reading that is unusual is told', () => {
  const morning = '2026-11-22T08:00:00.000Z'

  it('Sana reads thirty cases in an hour, who never read more than eight: Baran and Layla are told once, however often the sweep comes by', async () => {
    for (let day = 1; day <= 20; day++)
      await reads(world.accounts.sana, `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`, 8)
    await reads(world.accounts.sana, morning, 30)
    expect(await sweep('2026-11-22T08:20:00.000Z')).toBe(1)
    expect(await sweep('2026-11-22T08:30:00.000Z')).toBe(0)
    expect(await sweep('2026-11-22T09:10:00.000Z')).toBe(0)
    const expected = [{ accountId: world.accounts.sana, rule: 'many_opened', seen: 30, threshold: 24 }]
    expect(told(await unusualFor(layla))).toEqual(expected)
    expect(told(await unusualFor(baran))).toEqual(expected)
    expect((await alertsOf(layla)).filter((kind) => kind === 'access.unusual')).toHaveLength(1)
    expect((await alertsOf(baran)).filter((kind) => kind === 'access.unusual')).toHaveLength(1)
    expect(await alertsOf(amina)).not.toContain('access.unusual')
  })

  it('Younis of another office reads twelve cases at night: Layla is told, Baran is not', async () => {
    await reads(world.accounts.younis, '2026-11-22T20:00:00.000Z', 12)
    expect(await sweep('2026-11-22T20:20:00.000Z')).toBe(1)
    const rules = (items: readonly UnusualItem[]): string[] =>
      items.filter(({ accountId }) => accountId === world.accounts.younis).map(({ rule }) => rule)
    expect(rules(await unusualFor(layla))).toEqual(['quiet_hours'])
    expect(rules(await unusualFor(baran))).toEqual([])
  })

  it('Amina asks again and again for what is not hers, through the real server', async () => {
    const now = new Date().toISOString()
    for (let time = 0; time < 5; time++) await amina.get(`/api/cases/${testId()}`)
    expect(await sweep(now)).toBeGreaterThanOrEqual(1)
    expect(
      told((await unusualFor(layla)).filter(({ accountId }) => accountId === world.accounts.amina)),
    ).toContainEqual({ accountId: world.accounts.amina, rule: 'many_missed', seen: 5, threshold: 5 })
  })

  it('Younis searches for people thirty times in an hour', async () => {
    await reads(world.accounts.younis, '2026-11-15T08:00:00.000Z', 30, { act: 'read.people_search' })
    expect(await sweep('2026-11-15T08:59:00.000Z')).toBeGreaterThanOrEqual(1)
    expect((await unusualFor(layla)).map(({ rule }) => rule)).toContain('many_searches')
  })

  it('Baran reads forty cases himself: Layla sees it, he does not see his own', async () => {
    await reads(world.accounts.baran, '2026-11-18T08:00:00.000Z', 40)
    await sweep('2026-11-18T08:59:00.000Z')
    const of = (items: readonly UnusualItem[]): UnusualItem[] =>
      items.filter(({ accountId }) => accountId === world.accounts.baran)
    expect(of(await unusualFor(layla))).toHaveLength(1)
    expect(of(await unusualFor(baran))).toHaveLength(0)
  })

  it('what Dara of Bridges reads is told in her organisation alone', async () => {
    await reads(world.accounts.dara, '2026-11-17T08:00:00.000Z', 40)
    expect(await sweep('2026-11-17T08:59:00.000Z')).toBe(1)
    expect((await unusualFor(layla)).map(({ accountId }) => accountId)).not.toContain(world.accounts.dara)
  })

  it('Amina, who only works on cases, does not see the list', async () => {
    expect((await amina.get('/api/audit/unusual')).status).toBe(403)
  })
})

describe('the data protection officer looks into it', () => {
  it('Layla reviews what Sana read; a verdict that does not exist is refused', async () => {
    const [item] = (await unusualFor(layla)).filter(({ accountId }) => accountId === world.accounts.sana)
    const wrong = await layla.act('unusual.review', { unusualId: item?.id, verdict: 'fine' })
    expect(wrong.refusal?.code).toBe('input.invalid')
    await layla.done('unusual.review', { unusualId: item?.id, verdict: 'talked_over' })
    const list = await unusualFor(layla)
    expect(list.find(({ id }) => id === item?.id)).toMatchObject({
      verdict: 'talked_over',
      reviewerName: 'Layla',
    })
    // what waits stands first
    expect(list.at(-1)?.id).toBe(item?.id)
  })

  it('Baran, who supervises, reviews nothing', async () => {
    const [item] = await unusualFor(baran)
    expect(
      (await baran.act('unusual.review', { unusualId: item?.id, verdict: 'explained' })).refusal?.code,
    ).toBe('permission.missing')
  })

  it('nobody reviews their own reading, also not the data protection officer', async () => {
    await reads(world.accounts.layla, '2026-11-16T08:00:00.000Z', 40)
    await sweep('2026-11-16T08:59:00.000Z')
    const [own] = await withOwner(here.db.admin, (admin) =>
      admin.rows<{ id: string }>('select id from unusual_access where account_id = $1', [
        world.accounts.layla,
      ]),
    )
    expect(own).toBeDefined()
    expect((await unusualFor(layla)).map(({ id }) => id)).not.toContain(own?.id)
    expect(
      (await layla.act('unusual.review', { unusualId: own?.id, verdict: 'explained' })).refusal?.code,
    ).toBe('record.not_found')
  })
})

describe('the nightly anchor', () => {
  it('names the head of every chain, and the chains still hold against it days later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ihala-anchor-'))
    const file = join(folder, 'anchors')
    const anchor = (): Promise<number> =>
      here.db.worker.as({ kind: 'worker' }, (tx) => anchorHeads(tx, file, new Date().toISOString()))
    await sealAudit(here.db.worker)
    const chains = await anchor()
    expect(chains).toBeGreaterThan(1)
    await amina.get(`/api/cases/${testId()}`)
    await sealAudit(here.db.worker)
    await anchor()
    const anchors = await readAnchors(file)
    expect(anchors).toHaveLength(2 * chains)
    const verified = await withOwner(here.db.owner, (owner) => verifyAudit(owner, { against: anchors }))
    expect(verified.bad).toEqual([])
    await rm(folder, { recursive: true })
  })
})
