import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Reach, roleReach } from '../../src/permissions/role-reach.ts'
import {
  edgeRoles,
  isRole,
  meetingRoles,
  type Role,
  rolesWithoutAccount,
} from '../../src/permissions/roles.ts'
import type { FiguresAnswer, NeedToKnowAnswer } from '../../src/records/answers.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { loadRows, moreCases } from './more-cases.ts'
import { scene } from './scenes.ts'

/** What each role opens at all: the table that administrators read, and the server, are asked the same. */
let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())

const load = <T>(sql: string, params: unknown[] = []): Promise<T[]> => loadRows(here.house, sql, params)
const opens = async (person: Player, path: string): Promise<boolean> =>
  (await person.get(path)).status === 200
const items = async (person: Player, path: string): Promise<unknown[]> =>
  ((await person.get(path)).body as { items: unknown[] }).items

const probes: { readonly [R in Exclude<Reach, 'track'>]: (person: Player) => Promise<boolean> } = {
  cases: (person) => opens(person, '/api/cases'),
  referrals: (person) => opens(person, '/api/referrals?box=in'),
  counts: (person) => opens(person, '/api/overview'),
  figures: (person) => opens(person, '/api/figures'),
  directory: async (person) => (await items(person, '/api/offers')).length > 0,
  committee: (person) => opens(person, '/api/directory/organisations'),
  accounts: (person) => opens(person, '/api/staff'),
  desk: (person) => opens(person, '/api/desk'),
  complaints: (person) => opens(person, '/api/complaints'),
  own: async (person) =>
    ((await person.get('/api/me')).body as { account: { id: string } }).account.id === person.accountId,
}

describe('what each role opens', () => {
  it.each(roleReach.filter(({ role }) => isRole(role)))('$role: exactly what its line says', async (line) => {
    const person = here.of(line.role as Role, 'mosul')
    const found: string[] = []
    for (const [reach, probe] of Object.entries(probes)) if (await probe(person)) found.push(reach)
    expect(found).toEqual(line.reaches)
  })

  it('is what administrators read, those without account included, to whom no account is given', async () => {
    const rozh = here.of('system_admin', 'mosul')
    const { roles } = (await rozh.get('/api/need-to-know')).body as NeedToKnowAnswer
    expect(roles).toEqual(roleReach)
    for (const role of rolesWithoutAccount) {
      expect(roles).toContainEqual({ role, reaches: ['track'] })
      const refused = await rozh.act('account.add', {
        accountId: testId(),
        login: `g.${testId().slice(-12)}`,
        displayName: 'متخيل',
        roles: [{ role, siteId: null }],
        password: 'orchard-of-figs-19',
      })
      expect(refused.refusal?.code).toBe('role.unknown')
    }
  })
})

describe('whoever is at the edge', () => {
  it('is the same to the database and to the app, and none of them meets people', async () => {
    const [row] = await here.behind<{ roles: string[] }>('select edge_roles() as roles')
    expect(row?.roles).toEqual(edgeRoles)
    expect(edgeRoles.filter((role) => meetingRoles.includes(role))).toEqual([])
  })

  it('reads nothing of a case they once led, were in the team of or referred, and no colleague', async () => {
    const officer = await here.join(['caseworker'], 'mosul')
    const { ids } = await scene(here, officer, 'accepted')
    const as = (roles: readonly string[]): ActingAs => ({
      kind: 'account',
      accountId: officer.accountId,
      organisationId: officer.organisationId,
      sites: [officer.siteId],
      roles,
    })
    const tables = [
      'case_file',
      'person',
      'case_member',
      'need',
      'consent',
      'note',
      'task',
      'case_event',
      'referral',
      'referral_origin',
      'referral_snapshot',
      'referral_event',
      'delegation',
      'account',
      'account_role',
      'offer',
    ]
    const seen = (roles: readonly string[]) =>
      here.house.db.database.as(as(roles), async (tx) => {
        const counts: Record<string, number> = {}
        for (const table of tables)
          counts[table] =
            (await tx.row<{ n: number }>(statement(`select count(*)::integer as n from ${table}`)))?.n ?? -1
        return counts
      })
    await load(
      `insert into delegation (id, organisation_id, from_account_id, to_account_id, covers, from_day, until_day, made_by, made_at)
        values ($1, $2, $3, $4, '{cases}', current_date, current_date, $3, now())`,
      [testId(), world.organisations.ministry, world.accounts.sana, world.accounts.baran],
    )
    const before = await seen(['caseworker'])
    for (const table of tables) expect([table, (before[table] ?? 0) > 0]).toEqual([table, true])
    for (const role of edgeRoles) {
      const { account, account_role: own, offer, ...rest } = await seen([role])
      expect(
        Object.values(rest).every((count) => count === 0),
        `${role} ${JSON.stringify(rest)}`,
      ).toBe(true)
      expect([account, own]).toEqual([1, 1])
      expect((offer ?? 0) > 0).toBe(['event_organiser', 'cpf_coordinator', 'border_officer'].includes(role))
    }
    // the same through the door, as after a change of roles
    await load(`update account_role set role = 'interpreter' where account_id = $1`, [officer.accountId])
    for (const path of [`/api/cases/${ids.caseId}`, '/api/cases', `/api/referrals/${ids.referralId}`])
      expect((await officer.get(path)).status, path).toBe(403)
    expect((await officer.post('/api/people/search', { text: 'هدى حسن' })).status).toBe(403)
  })

  it('may still say that something went wrong, and choose a language', async () => {
    const interpreter = here.of('interpreter', 'mosul')
    expect((await interpreter.act('account.choose_language', { locale: 'ckb' })).outcome).toBe('applied')
    expect((await interpreter.get('/api/account-alerts')).status).toBe(200)
  })
})

describe('whoever gave the money', () => {
  const figures = async (person: Player): Promise<FiguresAnswer['governorates']> =>
    ((await person.get('/api/figures')).body as FiguresAnswer).governorates
  const more = (caseId: string, service: string, count: number): Promise<void> =>
    moreCases(here.house, caseId, service, count)

  it('reads counts by governorate from ten on, and never an office, a case, a total or another organisation’s', async () => {
    const everywhere = await here.join(['donor_viewer'], 'mosul', true)
    const { ids } = await scene(here, here.of('caseworker', 'mosul'), 'case')
    await more(ids.caseId, 'SHE.RENTAL', 9)
    const needsOf = async (sector: string) =>
      (await figures(everywhere))
        .find(({ placeCode }) => placeCode === 'IQG15')
        ?.sectors.find((one) => one.sector === sector)?.openNeeds
    expect(await needsOf('SHE')).toBeUndefined()
    await more(ids.caseId, 'SHE.RENTAL', 1)
    expect(await needsOf('SHE')).toBe(10)
    const body = JSON.stringify((await everywhere.get('/api/figures')).body)
    expect(body).not.toMatch(/site|case|total|[0-9a-f]{8}-/i)
    expect(await figures(here.of('donor_viewer', 'olive'))).toEqual([])
    for (const role of ['system_admin', 'branch_manager', 'ministry_analyst'] as const)
      expect((await here.of(role, 'mosul').get('/api/figures')).status, role).toBe(403)
    // asked by hand as somebody else, the database counts nothing
    const branch: ActingAs = {
      kind: 'account',
      accountId: everywhere.accountId,
      organisationId: everywhere.organisationId,
      sites: [world.sites.mosul],
      roles: ['branch_manager'],
    }
    const counted = (who: ActingAs) =>
      here.house.db.database.as(who, (tx) => tx.rows(statement('select * from published_figures()')))
    expect(await counted(branch)).toEqual([])
    expect(await counted({ ...branch, roles: ['donor_viewer'] })).toEqual([
      { place_code: 'IQG15', sector: 'SHE', count: 10 },
    ])
    // another office of the same governorate alone: nothing of this one's
    expect(await counted({ ...branch, roles: ['donor_viewer'], sites: [world.sites.hamdaniya] })).toEqual([])
  })

  it('is given a whole governorate by an administrator, as others who see counts only', async () => {
    const rozh = here.of('system_admin', 'mosul')
    const give = (role: string) =>
      rozh.act('account.add', {
        accountId: testId(),
        login: `g.${testId().slice(-12)}`,
        displayName: 'متخيل',
        roles: [{ role, siteId: null, placeCode: 'IQG15' }],
        password: 'orchard-of-figs-19',
      })
    expect((await give('donor_viewer')).outcome).toBe('applied')
    expect((await give('border_officer')).refusal?.code).toBe('role.not_for_place')
  })
})
