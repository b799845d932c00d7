import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffices, type Offices, password, type TestOffice } from '../../tests/support/offices.ts'
import type { Page, StaffItem } from '../records/answers.ts'
import { newId } from '../server/circumstances.ts'
import { withOwner } from '../server/database-owner.ts'
import { staffRoutes } from './staff.routes.ts'

type Session = Awaited<ReturnType<Offices['session']>>
let offices: Offices
let server: FastifyInstance
let ministry: TestOffice
let ngo: TestOffice
let admin: Session
let adminId: string
let otherAdmin: Session

const temporary = 'بستان-٣٣-قنطرة'

beforeAll(async () => {
  offices = await openOffices()
  server = offices.serve(staffRoutes)
  ministry = await offices.organisation('وزارة متخيلة')
  ngo = await offices.organisation('منظمة متخيلة', { family: 'national_ngo' })
  const account = await offices.account('admin', ministry, ['system_admin'], { site: null })
  adminId = account.accountId
  admin = await offices.session(account)
  otherAdmin = await offices.session(await offices.account('dara', ngo, ['system_admin'], { site: null }))
})
afterAll(() => offices.close())

const staffOf = async (session: Session) =>
  (await server.inject({ url: '/api/staff', headers: session.headers })).json<Page<StaffItem>>().items
const signIn = (account: string, word: string) =>
  server.inject({ method: 'POST', url: '/api/sign-in', payload: { account, password: word } })
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? ''
const newcomer = (more: object = {}) => ({
  accountId: newId(),
  login: `new.${newId().slice(-6)}`,
  displayName: 'موظفة جديدة',
  roles: [{ role: 'caseworker', siteId: ministry.siteId }],
  password: temporary,
  ...more,
})

describe('staff administration', () => {
  it('adds an officer, who must change the temporary password before anything else', async () => {
    const input = newcomer({ login: 'Amina.New' })
    expect(await offices.act(admin, 'account.add', input)).toMatchObject({
      outcome: 'applied',
      result: { accountId: input.accountId },
    })
    const cookie = cookieOf(await signIn('amina.new', temporary))
    const me = await server.inject({ url: '/api/me', headers: { cookie } })
    expect(me.json()).toMatchObject({
      account: { mustChangePassword: true, displayName: 'موظفة جديدة' },
      roles: ['caseworker'],
      sites: [{ id: ministry.siteId }],
    })
    expect((await server.inject({ url: '/api/staff', headers: { cookie } })).json().refusal.code).toBe(
      'permission.missing',
    )
    const session = await offices.session({
      accountId: input.accountId,
      login: input.login,
      password: temporary,
    })
    expect(await offices.act(session, 'account.choose_language', { locale: 'ckb' })).toMatchObject({
      refusal: { code: 'password.must_change' },
    })
    const changed = await server.inject({
      method: 'POST',
      url: '/api/password',
      headers: { cookie },
      payload: { old: temporary, new: 'سفينة زرقاء بعيدة' },
    })
    expect(changed.statusCode).toBe(200)
    const again = await offices.session({ accountId: input.accountId, login: input.login, password: '' })
    expect(
      await offices.act(again, 'account.choose_language', { locale: 'ckb', digits: 'latn' }),
    ).toMatchObject({ outcome: 'applied' })
    expect((await server.inject({ url: '/api/me', headers: again.headers })).json().account).toMatchObject({
      locale: 'ckb',
      digits: 'latn',
    })
  })

  it('keeps no password anywhere: not in rows, ledger or audit', async () => {
    const input = newcomer()
    await offices.act(admin, 'account.add', input)
    const [row] = await withOwner(offices.db.admin, (behind) =>
      behind.rows<{ dump: string }>(`select
      (select string_agg(x::text, ' ') from account_secret x) || (select string_agg(x::text, ' ') from action_ledger x) || (select string_agg(x::text, ' ') from audit_line x) as dump`),
    )
    expect(row?.dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(row?.dump).not.toContain(temporary)
  })

  it('refuses what cannot be an account', async () => {
    const wrong: [object, string][] = [
      [{ login: 'a b' }, 'input.invalid'],
      [{ login: 'dara' }, 'account.login_taken'],
      [{ login: ' DARA ' }, 'account.login_taken'],
      [{ password: 'short' }, 'password.too_weak'],
      [{ roles: [{ role: 'king', siteId: null }] }, 'role.unknown'],
      [{ roles: [] }, 'input.invalid'],
      [{ roles: [{ role: 'caseworker', siteId: ngo.siteId }] }, 'site.not_found'],
      [{ displayName: 'a\u202Eb' }, 'input.hidden_characters'],
      [{ organisationId: ngo.organisationId }, 'input.invalid'],
      [{ passwordHash: 'x' }, 'input.invalid'],
    ]
    for (const [more, code] of wrong)
      expect(await offices.act(admin, 'account.add', newcomer(more)), code).toMatchObject({
        outcome: 'refused',
        refusal: { code },
      })
  })

  it('is for administrators alone', async () => {
    const officer = await offices.session(
      await offices.account('plain', ministry, ['caseworker', 'case_supervisor']),
    )
    for (const [name, input] of [
      ['account.add', newcomer()],
      ['account.change', { accountId: adminId, displayName: 'x' }],
      ['account.leave', { accountId: adminId }],
      ['account.reset_password', { accountId: adminId, password: temporary }],
    ] as const)
      expect(await offices.act(officer, name, input)).toMatchObject({
        refusal: { code: 'permission.missing' },
      })
  })

  it("ends where the organisation ends: an administrator of the NGO neither sees nor touches the ministry's staff", async () => {
    const younis = await offices.account('younis', ministry, ['intake_worker'])
    const seen = await staffOf(otherAdmin)
    expect(seen.map(({ login }) => login)).toEqual(['dara'])
    for (const [name, input] of [
      ['account.change', { accountId: younis.accountId, displayName: 'x' }],
      ['account.leave', { accountId: younis.accountId }],
      ['account.reset_password', { accountId: younis.accountId, password: temporary }],
    ] as const)
      expect(await offices.act(otherAdmin, name, input)).toMatchObject({
        refusal: { code: 'account.not_found' },
      })
    expect(
      (
        await server.inject({ url: `/api/staff/${younis.accountId}/cases`, headers: otherAdmin.headers })
      ).json().items,
    ).toEqual([])
    expect((await signIn('younis', password)).statusCode).toBe(200)
  })

  it('gives other roles and another site at once, ends what was open, and the audit says which; nobody changes their own', async () => {
    const hiba = await offices.account('hiba', ministry, ['intake_worker'])
    const session = await offices.session(hiba)
    expect(
      await offices.act(admin, 'account.change', {
        accountId: hiba.accountId,
        displayName: 'هبة',
        roles: [
          { role: 'legal_adviser', siteId: null },
          { role: 'legal_adviser', siteId: null },
        ],
      }),
    ).toMatchObject({ outcome: 'applied' })
    expect((await server.inject({ url: '/api/me', headers: session.headers })).statusCode).toBe(401)
    const again = await offices.session(hiba)
    expect((await server.inject({ url: '/api/me', headers: again.headers })).json()).toMatchObject({
      roles: ['legal_adviser'],
      account: { displayName: 'هبة' },
    })
    const [line] = await withOwner(offices.db.admin, (behind) =>
      behind.rows<{ detail: object }>(
        `select detail from audit_line where act = 'account.change' and detail->>'accountId' = $1`,
        [hiba.accountId],
      ),
    )
    expect(line?.detail).toMatchObject({ from: 'intake_worker', to: 'legal_adviser' })
    expect(
      await offices.act(admin, 'account.change', {
        accountId: adminId,
        roles: [{ role: 'case_supervisor', siteId: null }],
      }),
    ).toMatchObject({ refusal: { code: 'account.not_yourself' } })
  })

  it('resets a lost password: old sessions end and the new one must be changed', async () => {
    const lost = await offices.account('lost', ministry, ['caseworker'])
    const session = await offices.session(lost)
    expect(
      await offices.act(admin, 'account.reset_password', { accountId: lost.accountId, password: temporary }),
    ).toMatchObject({ outcome: 'applied' })
    expect((await server.inject({ url: '/api/me', headers: session.headers })).statusCode).toBe(401)
    expect((await signIn('lost', password)).statusCode).toBe(401)
    expect((await signIn('lost', temporary)).json().account.mustChangePassword).toBe(true)
    expect(
      await offices.act(admin, 'account.reset_password', { accountId: adminId, password: temporary }),
    ).toMatchObject({ refusal: { code: 'account.not_yourself' } })
  })

  it('lets a leaver go only when somebody takes the open cases, and shows the administrator their ids and no more', async () => {
    const leaver = await offices.account('leaver', ministry, ['caseworker'])
    const next = await offices.account('next', ministry, ['caseworker'])
    const { caseId } = await offices.caseFile(leaver, ministry, 'LIV.VOCTRA')
    const session = await offices.session(leaver)
    expect((await staffOf(admin)).find(({ login }) => login === 'leaver')?.openCases).toBe(1)
    expect(await offices.act(admin, 'account.leave', { accountId: leaver.accountId })).toMatchObject({
      refusal: { code: 'account.has_cases', details: { count: 1 } },
    })
    expect(
      await offices.act(admin, 'account.leave', { accountId: leaver.accountId, toAccountId: next.accountId }),
    ).toMatchObject({ outcome: 'applied', result: { openCases: 1 } })
    expect((await server.inject({ url: '/api/me', headers: session.headers })).statusCode).toBe(401)
    expect((await signIn('leaver', password)).statusCode).toBe(401)
    const cases = await server.inject({ url: `/api/staff/${leaver.accountId}/cases`, headers: admin.headers })
    expect(cases.json()).toEqual({ items: [{ caseId, siteId: ministry.siteId }] })
  })

  it('shows a supervisor the colleagues of the supervised site', async () => {
    const [owner] = await offices.load((loader) =>
      loader.rows<{ id: string }>(
        `insert into site (id, organisation_id, names, place_code, code_prefix)
      values (gen_random_uuid(), $1, '{"ar":"سنجار","en":"Sinjar"}', 'IQG15', 'NV') returning id`,
        [ministry.organisationId],
      ),
    )
    await offices.account('sinjar', { ...ministry, siteId: owner?.id ?? '' }, ['caseworker'])
    const baran = await offices.session(await offices.account('baran', ministry, ['case_supervisor']))
    const seen = (await staffOf(baran)).map(({ login }) => login)
    expect(seen).toContain('baran')
    expect(seen).not.toContain('sinjar')
  })
})
