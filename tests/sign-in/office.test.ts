import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type TestHouse, testHouse, testId, testPassword, world } from '../support/house.ts'
import { browser } from './visitors.ts'

let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from sign_in_throttle'))

const code = 'kf7m-pq2x-9wnd-3hre'
const next = 'orchard-of-figs-19'
const reset = (account: string, given = code, password = next) =>
  browser(here.server).post('/api/sign-in/reset', { account, code: given, password })
const signIn = (account: string, password: string) =>
  browser(here.server).post('/api/sign-in', { account, password })

describe('a code of the office, on paper', () => {
  it('lets Sana choose a new password without e-mail or telephone, once; what was open ends', async () => {
    const old = await here.signIn('sana')
    const baran = await here.signIn('baran')
    await baran.done('account.issue_code', { codeId: testId(), accountId: world.accounts.sana, code })
    expect((await reset('sana', code, 'short')).json()).toMatchObject({
      refusal: { code: 'password.too_weak' },
    })
    for (const wrong of ['kf7m-pq2x-9wnd-3hrf', '', 'amina'])
      if (wrong !== '')
        expect((await reset('sana', wrong)).json()).toMatchObject({ refusal: { code: 'office_code.wrong' } })
    expect((await reset('amina')).json()).toMatchObject({ refusal: { code: 'office_code.wrong' } })
    // read aloud and typed as one likes
    const done = await reset('SANA ', ' KF7M PQ2X ٩WND 3HRE')
    expect(done.statusCode, done.body).toBe(200)
    expect(done.headers['set-cookie']).toBeUndefined()
    expect((await old.get('/api/me')).status).toBe(401)
    expect((await signIn('sana', testPassword)).statusCode).toBe(401)
    expect((await signIn('sana', next)).json()).toMatchObject({ account: { mustChangePassword: false } })
    expect((await reset('sana')).json()).toMatchObject({ refusal: { code: 'office_code.wrong' } })
    // her account is told, and so is who administers
    const told = await behind<{ login: string }>(
      `select a.login from alert l join account a on a.id = l.account_id where l.kind = 'account.code_issued' order by 1`,
    )
    expect(told.map(({ login }) => login)).toEqual(['rozh', 'sana'])
    const [row] = await behind<{ dump: string }>(
      `select (select string_agg(c::text, ' ') from office_code c) || (select string_agg(l::text, ' ') from action_ledger l) || (select string_agg(l::text, ' ') from audit_line l) as dump`,
    )
    expect(row?.dump).not.toMatch(/kf7m/i)
  })

  it('is good for 24 hours, the last one alone, and used by one of two at once', async () => {
    const rozh = await here.signIn('rozh')
    const issue = (given: string) =>
      rozh.done('account.issue_code', { codeId: testId(), accountId: world.accounts.younis, code: given })
    await issue(code)
    await behind(`update office_code set expires_at = now() - interval '1 second' where used_at is null`)
    expect((await reset('younis')).statusCode).toBe(422)
    await issue('aaaa-bbbb-cccc-dddd')
    await issue(code)
    const [life] = await behind<{ hours: number }>(
      `select max(extract(epoch from expires_at - issued_at))::int / 3600 as hours from office_code`,
    )
    expect(life?.hours).toBe(24)
    expect((await reset('younis', 'aaaa-bbbb-cccc-dddd')).statusCode).toBe(422)
    const both = await Promise.all([
      reset('younis', code, next),
      reset('younis', code, 'reeds-in-the-marsh-8'),
    ])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422])
  })

  it('is issued by a supervisor for the officers of the supervised office alone, and by nobody for themselves', async () => {
    const baran = await here.signIn('baran')
    const issue = (accountId: string) =>
      baran.act('account.issue_code', { codeId: testId(), accountId, code })
    for (const [who, refusal] of [
      [world.accounts.younis, 'account.not_found'],
      [world.accounts.rozh, 'account.not_found'],
      [world.accounts.layla, 'account.not_found'],
      [world.accounts.dara, 'account.not_found'],
      [world.accounts.baran, 'account.not_yourself'],
    ] as const)
      expect((await issue(who)).refusal?.code).toBe(refusal)
    expect((await issue(world.accounts.amina)).outcome).toBe('applied')
    // whoever hears complaints about Baran is helped by an administrator
    await behind(
      `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'complaints_officer', $3)`,
      [world.accounts.amina, world.organisations.ministry, world.sites.mosul],
    )
    expect((await issue(world.accounts.amina)).refusal?.code).toBe('account.not_found')
    await behind(`delete from account_role where role = 'complaints_officer'`)
    const amina = await here.signIn('amina')
    expect(
      (await amina.act('account.issue_code', { codeId: testId(), accountId: world.accounts.sana, code }))
        .refusal?.code,
    ).toBe('permission.missing')
  })

  it('is not guessed: tries are counted per account and per address', async () => {
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++)
      answers.push(
        (
          await browser(here.server).post(
            '/api/sign-in/reset',
            { account: 'hiba', code: `aaaa-aaaa-aaaa-aaa${guess}`, password: next },
            `10.40.${guess}.1`,
          )
        ).statusCode,
      )
    expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429])
  })
})

describe('taking all second factors away', () => {
  const factors = (account: string) => behind(`select 1 from sign_in_factor where account_id = $1`, [account])

  it('needs an administrator and a second person, never the same one and never the account itself', async () => {
    await behind(
      `insert into sign_in_factor (id, account_id, kind, sealed, confirmed_at) values (gen_random_uuid(), $1, 'totp', '\\x00', now())`,
      [world.accounts.amina],
    )
    await behind(
      `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'branch_manager', $3)`,
      [world.accounts.baran, world.organisations.ministry, world.sites.mosul],
    )
    await behind('select refresh_account_access(null, $1)', [world.organisations.ministry])
    const rozh = await here.signIn('rozh')
    const resetId = testId()
    await rozh.done('account.ask_factor_reset', { resetId, accountId: world.accounts.amina })
    expect((await rozh.act('account.approve_factor_reset', { resetId })).refusal?.code).toBe(
      'factor_reset.not_found',
    )
    const nadia = await here.signIn('nadia')
    expect((await nadia.act('account.approve_factor_reset', { resetId })).refusal?.code).toBe(
      'factor_reset.not_found',
    )
    expect(await factors(world.accounts.amina)).toHaveLength(1)
    const baran = await here.signIn('baran')
    const seen = await baran.get<{ items: object[] }>('/api/staff/factor-resets')
    expect(seen.body.items).toMatchObject([
      { id: resetId, accountId: world.accounts.amina, askedByName: 'Rozh' },
    ])
    await baran.done('account.approve_factor_reset', { resetId })
    expect(await factors(world.accounts.amina)).toHaveLength(0)
    expect((await baran.act('account.approve_factor_reset', { resetId })).refusal?.code).toBe(
      'factor_reset.not_found',
    )
    const told = await behind<{ kind: string }>(
      `select kind from alert where account_id = $1 and kind like 'account.factor%' order by 1`,
      [world.accounts.amina],
    )
    expect(told.map(({ kind }) => kind)).toEqual(['account.factor_reset', 'account.factor_reset_asked'])
  })

  it('is over after three days, and a branch manager of another office has no say', async () => {
    const rozh = await here.signIn('rozh')
    const resetId = testId()
    await rozh.done('account.ask_factor_reset', { resetId, accountId: world.accounts.younis })
    const baran = await here.signIn('baran')
    expect((await baran.act('account.approve_factor_reset', { resetId })).refusal?.code).toBe(
      'factor_reset.not_found',
    )
    await behind(`update factor_reset set expires_at = now() where id = $1`, [resetId])
    await rozh.done('account.ask_factor_reset', { resetId: testId(), accountId: world.accounts.younis })
  })
})

it('the staff page says whether each account has factors and how many sessions are open, and shows no secret', async () => {
  await behind(
    `insert into sign_in_factor (id, account_id, kind, sealed, confirmed_at) values (gen_random_uuid(), $1, 'totp', '\\xfeedbeef', now())`,
    [world.accounts.layla],
  )
  const rozh = await here.signIn('rozh')
  const { body } = await rozh.get<{ items: { id: string; factors: string[]; sessions: number }[] }>(
    '/api/staff',
  )
  const of = (id: string) => body.items.find((item) => item.id === id)
  expect(of(world.accounts.layla)).toMatchObject({ factors: ['totp'], sessions: 0 })
  expect(of(world.accounts.rozh)?.sessions).toBeGreaterThan(0)
  expect(JSON.stringify(body)).not.toMatch(/feedbeef|hash|sealed/)
})
