import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openOffices,
  type Offices,
  password,
  type TestAccount,
  type TestOffice,
} from '../../tests/support/offices.ts'
import { withOwner } from '../server/database-owner.ts'
import { staffRoutes } from './staff.routes.ts'

let offices: Offices
let server: FastifyInstance
let ministry: TestOffice
let amina: TestAccount

beforeAll(async () => {
  offices = await openOffices()
  server = offices.serve(staffRoutes)
  ministry = await offices.organisation('وزارة متخيلة')
  amina = await offices.account('amina', ministry, ['caseworker'])
})
afterAll(() => offices.close())

const signIn = (account: string, word: string, address = '10.0.0.1') =>
  server.inject({
    method: 'POST',
    url: '/api/sign-in',
    payload: { account, password: word },
    remoteAddress: address,
  })
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? ''
const ask = (method: 'GET' | 'POST', url: string, cookie: string, payload: object = {}) =>
  server.inject({ method, url, headers: { cookie }, ...(method === 'POST' ? { payload } : {}) })
const behind = <T>(sql: string, params: unknown[] = []) =>
  withOwner(offices.db.admin, (admin) => admin.rows<T>(sql, params))

describe('signing in', () => {
  it('lets Amina in with her password, however her keyboard writes capitals and digits', async () => {
    const answer = await signIn(' AMINA ', password.replace('٤٧', '47'))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      account: { login: 'amina' },
      organisation: { id: ministry.organisationId },
    })
    const set = String(answer.headers['set-cookie'])
    expect(set).toMatch(/^ihala=[\w-]{43}; /)
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(set).toContain(part)
    const me = await ask('GET', '/api/me', cookieOf(answer))
    expect(me.json()).toMatchObject({
      account: { id: amina.accountId, digits: 'arab', mustChangePassword: false },
      roles: ['caseworker'],
      sites: [{ id: ministry.siteId, supervised: false }],
      demo: true,
    })
  })

  it('keeps only the hash of a token', async () => {
    const token = cookieOf(await signIn('amina', password)).slice('ihala='.length)
    const [row] = await behind<{ dump: string }>(`select string_agg(s::text, ' ') as dump from session s`)
    expect(row?.dump).toContain(createHash('sha256').update(token).digest('hex'))
    expect(row?.dump).not.toContain(token)
  })

  it('answers a login that does not exist exactly as a wrong password, after the same work', async () => {
    await signIn('amina', 'not this one', '10.0.1.1') // the first of all prepares the hash nobody has
    const times = { known: [] as number[], unknown: [] as number[] }
    const answers = new Set<string>()
    for (let round = 0; round < 3; round++)
      for (const [kind, login] of [
        ['known', 'amina'],
        ['unknown', `nobody${round}`],
      ] as const) {
        const start = performance.now()
        const answer = await signIn(login, 'not this one', `10.0.1.${round + 2}`)
        times[kind].push(performance.now() - start)
        answers.add(`${answer.statusCode} ${answer.body}`)
      }
    expect([...answers]).toEqual([expect.stringMatching(/^401 .*sign_in\.wrong/)])
    const fastest = (list: number[]) => Math.min(...list)
    // Without the hashing an unknown login would be answered in a tenth of the time.
    expect(fastest(times.unknown)).toBeGreaterThan(fastest(times.known) * 0.4)
  })

  it('refuses whoever left and whoever works for a suspended organisation like a stranger', async () => {
    const gone = await offices.account('gone', ministry, ['caseworker'])
    const suspended = await offices.organisation('منظمة موقوفة', { state: 'suspended' })
    await offices.account('stopped', suspended, ['caseworker'])
    await offices.load((owner) =>
      owner.rows(`update account set state = 'left' where id = $1`, [gone.accountId]),
    )
    const answers = await Promise.all(
      ['gone', 'stopped', 'never was'].map((login) => signIn(login, password, '10.0.2.1')),
    )
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(401)
  })

  it('refuses what cannot be a sign-in, without repeating it', async () => {
    for (const payload of [
      {},
      { account: 'amina' },
      { account: 'amina', password: 'x'.repeat(201) },
      { account: 'amina', password: 'x', more: 1 },
      { account: { $ne: '' }, password: 'x' },
    ]) {
      const answer = await server.inject({ method: 'POST', url: '/api/sign-in', payload })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).not.toContain('amina')
    }
  })

  it('leaves an audit line for the right and for the wrong password', async () => {
    const lines = await behind<{ outcome: string; kind: string }>(
      `select distinct outcome, kind from audit_line where act = 'session.sign_in' and root_id = $1 order by 1`,
      [amina.accountId],
    )
    expect(lines).toEqual([
      { outcome: 'applied', kind: 'account' },
      { outcome: 'refused', kind: 'visitor' },
    ])
  })
})

describe('guessing', () => {
  it('costs a growing wait per login, also for the right password, and for logins that do not exist alike', async () => {
    await offices.account('baran', ministry, ['case_supervisor'])
    for (const login of ['baran', 'ghost']) {
      for (let guess = 0; guess < 5; guess++)
        expect((await signIn(login, `guess ${guess}`, `10.1.${guess}.1`)).statusCode).toBe(401)
      const answer = await signIn(login, password, '10.1.9.9')
      expect(answer.statusCode).toBe(429)
      expect(answer.json()).toMatchObject({ refusal: { code: 'sign_in.wait', details: { seconds: 5 } } })
    }
    expect((await signIn('amina', password, '10.1.9.9')).statusCode).toBe(200)
  })

  it('ends after the wait: nobody is locked out', async () => {
    await behind(`update sign_in_throttle set blocked_until = now() - interval '1 second'`)
    expect((await signIn('baran', password, '10.1.9.9')).statusCode).toBe(200)
    expect((await signIn('baran', 'wrong once', '10.1.9.9')).statusCode).toBe(401)
    expect((await signIn('baran', password, '10.1.9.9')).statusCode).toBe(200)
  })

  it('is counted though all guesses are sent at once', async () => {
    await offices.account('dara', ministry, ['caseworker'])
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, guess) => signIn('dara', `guess ${guess}`, `10.2.${guess}.1`)),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 401).length).toBeLessThanOrEqual(6)
  })

  it('from one address is slowed whatever the login, with room for a whole office', async () => {
    for (let guess = 0; guess < 20; guess++)
      expect((await signIn(`someone${guess}`, 'x', '2001:db8:1:1::1')).statusCode).toBe(401)
    expect((await signIn('amina', password, '2001:db8:1:1:ffff::2')).statusCode).toBe(429)
    expect((await signIn('amina', password, '2001:db8:1:2::1')).statusCode).toBe(200)
  })

  it('leaves neither logins nor addresses in the table', async () => {
    const [row] = await behind<{ dump: string }>(
      `select string_agg(t::text, ' ') as dump from sign_in_throttle t`,
    )
    expect(row?.dump).not.toMatch(/baran|ghost|10\.1/)
  })
})

describe('sessions', () => {
  it('end by signing out: here, and everywhere', async () => {
    const [one, two, three] = [
      cookieOf(await signIn('amina', password)),
      cookieOf(await signIn('amina', password)),
      cookieOf(await signIn('amina', password)),
    ] as const
    expect((await ask('POST', '/api/sign-out', one)).statusCode).toBe(200)
    expect((await ask('GET', '/api/me', one)).statusCode).toBe(401)
    const list = await ask('GET', '/api/sessions', two)
    expect(list.json().items.filter((item: { current: boolean }) => item.current)).toHaveLength(1)
    expect(list.body).not.toContain('hash')
    expect((await ask('POST', '/api/sign-out-everywhere', two)).statusCode).toBe(200)
    for (const cookie of [two, three])
      expect((await ask('GET', '/api/me', cookie)).json()).toMatchObject({
        refusal: { code: 'session.required' },
      })
  })

  it('end after eight hours unused and after a day and a night in any case', async () => {
    const cookie = cookieOf(await signIn('amina', password))
    await behind(
      `update session set last_seen_at = now() - interval '8 hours 1 second' where ended_at is null`,
    )
    expect((await ask('GET', '/api/me', cookie)).statusCode).toBe(401)
    const other = cookieOf(await signIn('amina', password))
    await behind(`update session set expires_at = now() - interval '1 second' where ended_at is null`)
    expect((await ask('GET', '/api/me', other)).statusCode).toBe(401)
  })

  it('end when the account leaves', async () => {
    const hiba = await offices.account('hiba', ministry, ['legal_adviser'])
    const cookie = cookieOf(await signIn('hiba', password))
    await offices.load((owner) =>
      owner.rows(`update account set state = 'left' where id = $1`, [hiba.accountId]),
    )
    expect((await ask('GET', '/api/me', cookie)).statusCode).toBe(401)
  })

  it('are refused with a token that is none', async () => {
    for (const cookie of [
      '',
      'ihala=',
      `ihala=${'A'.repeat(43)}`,
      `ihala=${'A'.repeat(5000)}`,
      'ihala=a; ihala=b',
    ])
      expect((await ask('GET', '/api/me', cookie)).statusCode).toBe(401)
  })
})

describe('changing a password', () => {
  it('asks for the old one, ends the other sessions and renews this one', async () => {
    await offices.account('younis', ministry, ['intake_worker'], { mustChange: true })
    const [here, there] = [
      cookieOf(await signIn('younis', password)),
      cookieOf(await signIn('younis', password)),
    ] as const
    expect((await ask('GET', '/api/me', here)).json().account.mustChangePassword).toBe(true)
    expect(
      (await ask('POST', '/api/password', here, { old: 'wrong', new: 'قارب صغير في دجلة' })).json().refusal
        .code,
    ).toBe('password.wrong')
    for (const weak of ['short', 'younis2026!', 'Password123', '1234567890', 'mosul2026mosul'])
      expect(
        (await ask('POST', '/api/password', here, { old: password, new: weak })).json().refusal.code,
      ).toBe('password.too_weak')
    const done = await ask('POST', '/api/password', here, { old: password, new: 'قارب صغير في دجلة' })
    expect(done.statusCode).toBe(200)
    for (const cookie of [here, there]) expect((await ask('GET', '/api/me', cookie)).statusCode).toBe(401)
    expect((await ask('GET', '/api/me', cookieOf(done))).json().account.mustChangePassword).toBe(false)
    expect((await signIn('younis', password, '10.5.0.1')).statusCode).toBe(401)
    expect((await signIn('younis', 'قارب صغير في دجلة', '10.5.0.1')).statusCode).toBe(200)
  })
})
