import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer } from '../../src/records/answers.ts'
import { type Swept, sweepClocks } from '../../src/referrals/clock-sweep.job.ts'
import { newId } from '../../src/server/circumstances.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, world } from '../support/house.ts'
import { draftFor, needFor, read, sent } from './referring.ts'

let here: TestHouse
let amina: Client
let dara: Client
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
const sweep = (now: string): Promise<Swept> =>
  here.db.worker.as({ kind: 'worker' }, (tx) => sweepClocks(tx, now, { newId }))
const alerts = (referralId: string) =>
  withOwner(here.db.admin, (admin) =>
    admin.rows<{
      kind: string
      level: number
      account_id: string | null
      site_id: string | null
      organisation_id: string
      case_id: string | null
    }>(
      `select kind, level, account_id, site_id, organisation_id, case_id from alert where referral_id = $1 and level > 0 order by level, kind, account_id`,
      [referralId],
    ),
  )

beforeAll(async () => {
  here = await testHouse()
  ;[amina, dara] = await Promise.all([here.signIn('amina'), here.signIn('dara')])
})
afterAll(() => here?.close())

describe('the sweep', () => {
  it('reminds Amina and Dara at the limit, Baran at half as much again, and lets it expire at twice; the state stays', async () => {
    const { referralId } = await sent(amina)
    expect((await sweep(hours(23))).referrals).toBe(0)
    await sweep(hours(25))
    expect(await alerts(referralId)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'referral.overdue',
          level: 100,
          account_id: world.accounts.amina,
          organisation_id: world.organisations.ministry,
        }),
        expect.objectContaining({
          kind: 'referral.overdue',
          level: 100,
          account_id: world.accounts.dara,
          organisation_id: world.organisations.bridges,
          case_id: null,
        }),
      ]),
    )
    expect((await read(dara, referralId)).story[0]).toMatchObject({
      kind: 'referral.overdue',
      party: 'system',
      actorName: null,
    })
    await sweep(hours(37))
    expect((await alerts(referralId)).filter(({ level }) => level === 150)).toMatchObject([
      { account_id: null, site_id: world.sites.mosul },
    ])
    const swept = await sweep(hours(49))
    expect(swept.expired).toBeGreaterThanOrEqual(1)
    expect(await read(amina, referralId)).toMatchObject({ state: 'sent', alertLevel: 200 })
    expect((await read(amina, referralId)).expiredAt).not.toBeNull()
    expect((await read(amina, referralId)).story[0]).toMatchObject({
      kind: 'referral.expired',
      party: 'system',
    })
  })

  it('says it once, however often it runs', async () => {
    const { referralId } = await sent(amina)
    await sweep(hours(25))
    const once = await alerts(referralId)
    await Promise.all([sweep(hours(25)), sweep(hours(26))])
    expect(await alerts(referralId)).toEqual(once)
  })

  it('catches up after a night without power: every level it missed', async () => {
    const { referralId } = await sent(amina)
    await sweep(hours(200))
    expect([...new Set((await alerts(referralId)).map(({ level }) => level))]).toEqual([100, 150, 200])
  })

  it('tells the supervisor at once when it is urgent', async () => {
    const { referralId } = await sent(amina, { urgency: 'U0' })
    await sweep(hours(1.1))
    expect((await alerts(referralId)).map(({ account_id }) => account_id)).toContain(null)
  })

  it('begins anew when the clock changes', async () => {
    const { referralId } = await sent(amina)
    await sweep(hours(25))
    await dara.done('referral.acknowledge', { referralId })
    expect(await read(amina, referralId)).toMatchObject({ alertLevel: 0, nextDueKind: 'decide' })
    await sweep(hours(73))
    expect((await read(amina, referralId)).alertLevel).toBe(100)
  })

  it('reminds of a draft that was never sent, and tells the provider nothing of it', async () => {
    const referralId = await draftFor(amina, await needFor(amina))
    await sweep(hours(24 * 10))
    const told = await alerts(referralId)
    expect(told.length).toBeGreaterThan(0)
    expect(told.every(({ organisation_id }) => organisation_id === world.organisations.ministry)).toBe(true)
  })

  it('raises the revision of the case, so that devices hear of it', async () => {
    const { referralId, caseId } = await sent(amina)
    const rev = async () => (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body.rev
    const before = await rev()
    await sweep(hours(25))
    expect(await rev()).toBeGreaterThan(before)
    expect((await read(amina, referralId)).alertLevel).toBe(100)
  })

  it('reminds of a late task once', async () => {
    const { caseId } = await needFor(amina)
    const count = async () => {
      const [row] = await withOwner(here.db.admin, (admin) =>
        admin.rows<{ n: number }>(
          `select count(*)::int as n from alert where kind = 'task.overdue' and case_id = $1`,
          [caseId],
        ),
      )
      return row?.n
    }
    await sweep(hours(24 * 40))
    const once = await count()
    expect(once).toBeGreaterThan(0)
    await sweep(hours(24 * 41))
    expect(await count()).toBe(once)
  })

  it('sees clocks and no people', async () => {
    const { referralId } = await sent(amina)
    for (const table of ['person', 'need', 'note', 'consent', 'referral_snapshot'])
      await expect(
        here.db.worker.as({ kind: 'worker' }, (tx) =>
          tx.rows({ name: `see_${table}`, text: `select * from ${table}` }),
        ),
      ).rejects.toThrow(/permission denied/)
    expect(referralId).toBeTruthy()
  })
})
