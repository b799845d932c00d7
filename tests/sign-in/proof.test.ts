import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type TestHouse, testHouse, testId, testPassword, world } from '../support/house.ts'
import { type Browser, browser, codeNow } from './visitors.ts'

let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from sign_in_throttle'))

async function signedIn(account: string, userAgent?: string, address?: string): Promise<Browser> {
  const at = browser(here.server, userAgent)
  const answer = await at.post('/api/sign-in', { account, password: testPassword }, address)
  expect(answer.statusCode, answer.body).toBe(200)
  return at
}
const growOld = () => behind(`update session set reauthenticated_at = now() - interval '11 minutes'`)
const command = (name: string, input: object) => ({ id: testId(), name, input })
const rename = () => command('account.change', { accountId: world.accounts.sana, displayName: 'Sana' })

describe('what is sensitive', () => {
  it('is done by Rozh within ten minutes of signing in, and later only after showing again who it is', async () => {
    const rozh = await signedIn('rozh')
    expect((await rozh.post('/actions', rename())).json()).toMatchObject({ outcome: 'applied' })
    await growOld()
    const wanted = rename()
    const refused = await rozh.post('/actions', wanted)
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ refusal: { code: 'session.not_fresh', details: { minutes: 10 } } })
    expect((await rozh.post('/api/reauthenticate', { password: 'not this one' })).json()).toMatchObject({
      refusal: { code: 'password.wrong' },
    })
    expect((await rozh.post('/actions', wanted)).statusCode).toBe(403)
    expect((await rozh.post('/api/reauthenticate', { password: testPassword })).statusCode).toBe(200)
    // the very same action, under the same id
    expect((await rozh.post('/actions', wanted)).json()).toMatchObject({ id: wanted.id, outcome: 'applied' })
  })

  it('is refused to a program’s token however new it is', async () => {
    await behind(
      `insert into session (id, kind, token_hash, account_id, idle_seconds, expires_at) values ($1, 'token', sha256($2::bytea), $3, 3600, now() + interval '1 hour')`,
      [testId(), 'A'.repeat(43), world.accounts.rozh],
    )
    const answer = await here.server.inject({
      method: 'POST',
      url: '/actions',
      headers: { authorization: `Bearer ${'A'.repeat(43)}` },
      payload: rename(),
    })
    expect(answer.json()).toMatchObject({ refusal: { code: 'session.not_fresh' } })
  })

  it('can be shown by an authenticator app’s code, once, under a ticket of this session', async () => {
    const rozh = await signedIn('rozh')
    const { secret } = (await rozh.post('/api/factors/begin', { way: 'totp' })).json<{ secret: string }>()
    here.at(new Date(Date.now() - 120_000).toISOString())
    await rozh.post('/api/factors/confirm', {
      try: { way: 'totp', code: codeNow(secret, Date.now() - 120_000) },
    })
    here.at(null)
    await growOld()
    const begun = (await rozh.post('/api/reauthenticate/begin')).json<{ ways: string[]; ticket: string }>()
    expect(begun.ways).toEqual(['totp'])
    // a ticket of this session opens no other session, and proves no other session
    const thief = browser(here.server)
    const given = { ticket: begun.ticket, try: { way: 'totp', code: codeNow(secret, Date.now()) } }
    expect((await thief.post('/api/sign-in/second', given)).json()).toMatchObject({
      refusal: { code: 'sign_in.ticket_over' },
    })
    const sana = await signedIn('sana')
    expect((await sana.post('/api/reauthenticate', given)).json()).toMatchObject({
      refusal: { code: 'sign_in.ticket_over' },
    })
    expect((await rozh.post('/api/reauthenticate', given)).statusCode).toBe(200)
    expect((await rozh.post('/actions', rename())).json()).toMatchObject({ outcome: 'applied' })
    const again = (await rozh.post('/api/reauthenticate/begin')).json<{ ticket: string }>()
    expect((await rozh.post('/api/reauthenticate', { ...given, ticket: again.ticket })).json()).toMatchObject(
      { refusal: { code: 'factor.wrong' } },
    )
    await behind('delete from sign_in_factor')
  })
})

describe('a session', () => {
  it('never takes the token a browser brings along: who planted one is left with nothing', async () => {
    const victim = browser(here.server)
    const planted = 'P'.repeat(43)
    victim.cookies.set('ihala', planted)
    await victim.post('/api/sign-in', { account: 'amina', password: testPassword })
    expect(victim.cookies.get('ihala')).not.toBe(planted)
    const thief = browser(here.server)
    thief.cookies.set('ihala', planted)
    expect((await thief.get('/api/me')).statusCode).toBe(401)
  })

  it('gets another token when the password changes, so that a stolen one is worth nothing', async () => {
    const sana = await signedIn('sana')
    const stolen = browser(here.server)
    stolen.cookies.set('ihala', sana.cookies.get('ihala') ?? '')
    expect((await stolen.get('/api/me')).statusCode).toBe(200)
    const next = 'قارب صغير في دجلة'
    expect((await sana.post('/api/password', { old: testPassword, new: next })).statusCode).toBe(200)
    expect((await sana.get('/api/me')).statusCode).toBe(200)
    expect((await stolen.get('/api/me')).statusCode).toBe(401)
    expect((await sana.post('/api/password', { old: next, new: testPassword })).statusCode).toBe(200)
  })

  it('ends when the roles of its account change', async () => {
    const karim = await signedIn('karim')
    await behind(`delete from account_role where account_id = $1`, [world.accounts.karim])
    const dara = await signedIn('dara')
    const nadia = await signedIn('nadia')
    const changed = await nadia.post(
      '/actions',
      command('account.change', {
        accountId: world.accounts.dara,
        roles: [{ role: 'provider_worker', siteId: world.sites.bridges }],
      }),
    )
    expect(changed.json(), changed.body).toMatchObject({ outcome: 'applied' })
    expect((await dara.get('/api/me')).statusCode).toBe(401)
    expect((await karim.get('/api/me')).statusCode).toBe(200)
  })

  it('is ended from another device of the same person, and from nobody else’s', async () => {
    const phone = await signedIn('hiba', 'Mozilla/5.0 (Linux; Android 14)')
    const desk = await signedIn('hiba')
    const { items } = (await desk.get('/api/sessions')).json<{
      items: { id: string; label: string; way: string; createdAt: string; current: boolean }[]
    }>()
    expect(items.map(({ label, way, current }) => [label, way, current])).toEqual([
      ['windows', 'password', true],
      ['android', 'password', false],
    ])
    const far = items.find(({ current }) => !current)?.id
    const stranger = await signedIn('younis')
    expect((await stranger.post(`/api/sessions/${far}/end`)).json()).toMatchObject({
      refusal: { code: 'session.not_found' },
    })
    expect((await phone.get('/api/me')).statusCode).toBe(200)
    expect((await desk.post(`/api/sessions/${far}/end`)).statusCode).toBe(200)
    expect((await phone.get('/api/me')).statusCode).toBe(401)
    expect((await desk.post(`/api/sessions/${far}/end`)).statusCode).toBe(404)
  })

  it('is not ridden by another site: its Origin and Fetch-Metadata are looked at, and cookies are Strict', async () => {
    const amina = await signedIn('amina')
    const cookie = [...amina.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const headers of [
      { origin: 'https://ihala.evil' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      for (const url of [
        '/api/sign-in',
        '/api/sign-in/second',
        '/api/reauthenticate',
        '/api/factors/begin',
        '/api/sign-out',
      ])
        expect(
          (
            await here.server.inject({
              method: 'POST',
              url,
              headers: { ...headers, cookie, host: 'localhost' },
              payload: {},
            })
          ).json(),
        ).toMatchObject({ refusal: { code: 'request.other_site' } })
    const answer = await browser(here.server).post('/api/sign-in', {
      account: 'amina',
      password: testPassword,
    })
    const set = [answer.headers['set-cookie'] ?? []].flat()
    expect(set).toHaveLength(2)
    for (const each of set)
      for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(each).toContain(part)
  })
})

describe('one login that two people use', () => {
  const alerts = () =>
    behind<{ login: string; kind: string }>(
      `select a.login, l.kind from alert l join account a on a.id = l.account_id join account b on b.id = l.subject_account_id
       where b.login = 'amina' and l.kind = 'account.shared_login' order by 1`,
    )

  it('is told to who supervises and who administers, once a day; nobody is stopped', async () => {
    await behind(`update session set ended_at = now()`)
    await signedIn('amina', undefined, '10.30.0.1')
    await signedIn('amina', 'Mozilla/5.0 (Linux; Android 14)', '10.31.0.1')
    expect(await alerts()).toEqual([])
    const second = await signedIn('amina', undefined, '10.32.0.1')
    expect((await second.get('/api/me')).statusCode).toBe(200)
    expect(await alerts()).toEqual([
      { login: 'baran', kind: 'account.shared_login' },
      { login: 'rozh', kind: 'account.shared_login' },
    ])
    await signedIn('amina', undefined, '10.33.0.1')
    expect(await alerts()).toHaveLength(2)
    expect(
      await behind(`select detail from audit_line where act = 'session.shared_login' and root_id = $1`, [
        world.accounts.amina,
      ]),
    ).toHaveLength(1)
  })

  it('is not suspected of whoever has a desk and a telephone, or two desks in one office', async () => {
    await behind(`update session set ended_at = now()`)
    await behind(`delete from alert where kind = 'account.shared_login'`)
    await signedIn('amina', undefined, '10.30.0.1')
    await signedIn('amina', undefined, '10.30.0.1')
    await signedIn('amina', 'Mozilla/5.0 (iPhone)', '10.34.0.1')
    expect(await alerts()).toEqual([])
  })
})
