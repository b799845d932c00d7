import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverviewAnswer } from '../../src/records/answers.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { loadRows, moreCases } from './more-cases.ts'
import { scene } from './scenes.ts'

/** Sabah manages the directorate of Ninewa for the ministry: counts of its offices there, and nobody's record. */
let here: Cast
let rozh: Player
let sabah: Player

const load = (sql: string, params: unknown[] = []): Promise<unknown> => loadRows(here.house, sql, params)
const overview = async (person: Player): Promise<OverviewAnswer> =>
  (await person.get('/api/overview')).body as OverviewAnswer
const casesAt = async (siteId: string): Promise<number | null | undefined> =>
  (await overview(sabah)).sites.find(({ id }) => id === siteId)?.openCases
const needsOf = async (sector: string): Promise<number | undefined> =>
  (await overview(sabah)).sectors.find((one) => one.sector === sector)?.openNeeds
const more = (caseId: string, service: string, count: number): Promise<void> =>
  moreCases(here.house, caseId, service, count)

beforeAll(async () => {
  here = await cast()
  rozh = here.of('system_admin', 'mosul')
  sabah = await here.join(['directorate_manager'], 'mosul')
  await load('delete from account_role where account_id = $1', [sabah.accountId])
  await load(
    `insert into account_role (account_id, organisation_id, role, place_code) values ($1, $2, 'directorate_manager', 'IQG15')`,
    [sabah.accountId, world.organisations.ministry],
  )
})
afterAll(() => here?.close())

describe('whoever manages a governorate', () => {
  it('sees its offices and those of no other governorate or organisation', async () => {
    const far = testId()
    await load(
      `insert into site (id, organisation_id, names, place_code, code_prefix) values ($1, $2, '{"ar": "البصرة"}', 'IQG02', 'BS')`,
      [far, world.organisations.ministry],
    )
    expect((await overview(sabah)).sites.map(({ id }) => id).sort()).toEqual(
      [world.sites.mosul, world.sites.hamdaniya].sort(),
    )
    // an office that moves there, or is added, comes by itself
    await load(`update site set place_code = 'IQG15' where id = $1`, [far])
    await load('update site set organisation_id = organisation_id where id = $1', [far])
    expect((await overview(sabah)).sites.map(({ id }) => id)).toContain(far)
    await load(`update site set active = false where id = $1`, [far])
  })

  it('reads counts from five on, from ten on where health, law or protection is touched, and nothing below', async () => {
    const { ids } = await scene(here, here.of('caseworker', 'mosul'), 'case')
    expect(await casesAt(world.sites.mosul)).toBeNull()
    await more(ids.caseId, 'LEG.COUNS', 4)
    expect(await casesAt(world.sites.mosul)).toBe(5)
    expect(await needsOf('LEG')).toBeUndefined()
    await more(ids.caseId, 'LEG.COUNS', 5)
    expect(await needsOf('LEG')).toBeUndefined()
    await more(ids.caseId, 'LEG.COUNS', 1)
    expect(await needsOf('LEG')).toBe(10)
    expect(await needsOf('DOC')).toBeUndefined()
    expect(await casesAt(world.sites.hamdaniya)).toBeNull()
  })

  it('opens no case, no list and no person', async () => {
    const { ids } = await scene(here, here.of('caseworker', 'mosul'), 'case')
    for (const path of [
      `/api/cases/${ids.caseId}`,
      '/api/cases',
      '/api/day',
      '/api/team',
      '/api/referrals?box=out',
    ])
      expect((await sabah.get(path)).status, path).toBe(403)
    expect((await sabah.post('/api/people/search', { text: 'هدى حسن' })).status).toBe(403)
    expect((await here.of('caseworker', 'mosul').get('/api/overview')).status).toBe(403)
    expect((await overview(here.of('directorate_manager', 'olive'))).sites.map(({ id }) => id)).toEqual([
      world.sites.olive,
    ])
  })
})

describe('an administrator', () => {
  const give = (role: string, more: object) =>
    rozh.act('account.add', {
      accountId: testId(),
      login: `g.${testId().slice(-12)}`,
      displayName: 'متخيل',
      roles: [{ role, siteId: null, ...more }],
      password: 'orchard-of-figs-19',
    })

  it('gives a role for a whole governorate to whoever looks from above, and to nobody who works on cases', async () => {
    expect((await give('ministry_analyst', { placeCode: 'IQG15' })).outcome).toBe('applied')
    for (const role of ['caseworker', 'case_supervisor', 'provider_focal_point', 'data_protection_officer'])
      expect((await give(role, { placeCode: 'IQG15' })).refusal?.code, role).toBe('role.not_for_place')
    expect((await give('ministry_analyst', { placeCode: 'IQG99' })).refusal?.code).toBe('record.not_found')
  })
})
