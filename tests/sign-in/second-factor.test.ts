import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type TestHouse, testHouse, testPassword, world } from '../support/house.ts'
import { softPasskey } from '../support/authenticator.ts'
import { type Browser, browser, codeNow, fromBase32, origin } from './visitors.ts'

let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
/** Every test begins half an hour later, so that no step of the clock was used before and no wait is left. */
let now = Date.parse('2026-11-22T08:00:00.000Z')
beforeEach(async () => {
  now += 30 * 60_000
  here.at(new Date(now).toISOString())
  await behind('delete from sign_in_throttle')
})
const later = (minutes: number): void => {
  now += minutes * 60_000
  here.at(new Date(now).toISOString())
}

const signIn = (at: Browser, account: string) => at.post('/api/sign-in', { account, password: testPassword })
const code = (key: string, steps = 0): string => codeNow(key, now, steps)
const second = (at: Browser, ticket: string, given: object) =>
  at.post('/api/sign-in/second', { ticket, try: given })

/** Somebody signs in and adds an authenticator app; answers its key. */
async function withApp(account: string): Promise<{ at: Browser; key: string }> {
  await behind('delete from sign_in_factor where account_id = (select id from account where login = $1)', [
    account,
  ])
  const at = browser(here.server)
  expect((await signIn(at, account)).statusCode).toBe(200)
  const begun = await at.post('/api/factors/begin', { way: 'totp' })
  expect(begun.statusCode, begun.body).toBe(200)
  const { secret, address } = begun.json<{ secret: string; address: string }>()
  expect(address).toBe(
    `otpauth://totp/Ihala%3A${account}?secret=${secret}&issuer=Ihala&algorithm=SHA1&digits=6&period=30`,
  )
  const done = await at.post('/api/factors/confirm', { try: { way: 'totp', code: code(secret) } })
  expect(done.statusCode, done.body).toBe(200)
  later(2)
  return { at, key: secret }
}

async function firstStep(at: Browser, account: string) {
  const answer = await signIn(at, account)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(at.cookies.has('ihala')).toBe(false)
  const step = answer.json<{ step: string; ways: string[]; ticket: string; passkey?: never }>()
  expect(step.step).toBe('second_factor')
  return step
}

describe('an authenticator app', () => {
  it('stands between the password and a session: before its code there is none', async () => {
    const { key } = await withApp('amina')
    const at = browser(here.server)
    const before = await behind<{ count: number }>('select count(*)::int as count from session')
    const { ticket, ways } = await firstStep(at, 'amina')
    expect(ways).toEqual(['totp'])
    expect(await behind('select count(*)::int as count from session')).toEqual(before)
    expect((await at.get('/api/me')).statusCode).toBe(401)
    const wrong = await second(at, ticket, { way: 'totp', code: '000000' })
    expect(wrong.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    expect(at.cookies.has('ihala')).toBe(false)
    // as an Arabic keyboard writes it, with the gap that apps show
    const typed = code(key).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
    const right = await second(at, ticket, { way: 'totp', code: `${typed.slice(0, 3)} ${typed.slice(3)}` })
    expect(right.json(), right.body).toMatchObject({ account: { login: 'amina' } })
    expect((await at.get('/api/me')).statusCode).toBe(200)
  })

  it('shows each code to be used once, also when it is sent twice at the same moment', async () => {
    const { key } = await withApp('amina')
    const tickets = [
      await firstStep(browser(here.server), 'amina'),
      await firstStep(browser(here.server), 'amina'),
      await firstStep(browser(here.server), 'amina'),
    ]
    const both = await Promise.all(
      tickets
        .slice(0, 2)
        .map(({ ticket }) => second(browser(here.server), ticket, { way: 'totp', code: code(key) })),
    )
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422])
    const third = await second(browser(here.server), tickets[2]?.ticket ?? '', {
      way: 'totp',
      code: code(key),
    })
    expect(third.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    // nor is an earlier step of the window worth anything once a later one was used
    const earlier = await second(browser(here.server), tickets[2]?.ticket ?? '', {
      way: 'totp',
      code: code(key, -1),
    })
    expect(earlier.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
  })

  it.each([
    [-2, 422],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 422],
  ])('allows a clock that is %i steps off: %i', async (steps, status) => {
    const { key } = await withApp('sana')
    later(5)
    const at = browser(here.server)
    const { ticket } = await firstStep(at, 'sana')
    expect((await second(at, ticket, { way: 'totp', code: code(key, steps) })).statusCode).toBe(status)
  })

  it('keeps its secret sealed: neither the app’s role nor a dump shows it', async () => {
    const { key } = await withApp('sana')
    const [row] = await behind<{ dump: string }>(
      `select string_agg(f::text, ' ') as dump from sign_in_factor f`,
    )
    expect(row?.dump).toBeTruthy()
    expect(row?.dump).not.toContain(key)
    expect(row?.dump).not.toContain(fromBase32(key).toString('hex'))
  })
})

describe('a ticket between two steps', () => {
  it('opens one session: replayed with a fresh code it opens nothing', async () => {
    const { key } = await withApp('amina')
    const { ticket } = await firstStep(browser(here.server), 'amina')
    expect((await second(browser(here.server), ticket, { way: 'totp', code: code(key) })).statusCode).toBe(
      200,
    )
    later(2)
    const again = await second(browser(here.server), ticket, { way: 'totp', code: code(key) })
    expect(again.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
  })

  it('is of one account: the code of another’s app does not fit it', async () => {
    await withApp('amina')
    const { key: sanas } = await withApp('sana')
    const { ticket } = await firstStep(browser(here.server), 'amina')
    const answer = await second(browser(here.server), ticket, { way: 'totp', code: code(sanas) })
    expect(answer.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
  })

  it('ends after five wrong tries, and its owner hears that somebody knows the password', async () => {
    const { key } = await withApp('younis')
    const { ticket } = await firstStep(browser(here.server), 'younis')
    for (let guess = 0; guess < 5; guess++) {
      const wrong = await second(browser(here.server), ticket, { way: 'totp', code: `00000${guess}` })
      expect(wrong.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    }
    await behind('delete from sign_in_throttle')
    const right = await second(browser(here.server), ticket, { way: 'totp', code: code(key) })
    expect(right.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    const told = await behind(`select kind from alert where account_id = $1`, [world.accounts.younis])
    expect(told).toEqual([{ kind: 'account.factor_guessed' }])
  })

  it('slows whoever guesses codes under many tickets, whatever their address', async () => {
    await withApp('younis')
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++) {
      const { ticket } = await firstStep(browser(here.server), 'younis')
      const answer = await browser(here.server).post(
        '/api/sign-in/second',
        { ticket, try: { way: 'totp', code: '000000' } },
        `10.8.${guess}.1`,
      )
      answers.push(answer.statusCode)
    }
    expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429])
  })

  it('lasts five minutes, and no invented one opens anything', async () => {
    const { key } = await withApp('amina')
    const { ticket } = await firstStep(browser(here.server), 'amina')
    await behind(`update sign_in_ticket set expires_at = now() - interval '1 second'`)
    for (const wrong of [ticket, 'A'.repeat(43)]) {
      const answer = await second(browser(here.server), wrong, { way: 'totp', code: code(key) })
      expect(answer.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    }
    const [life] = await behind<{ minutes: number }>(
      `select extract(epoch from max(expires_at - created_at))::int / 60 as minutes from sign_in_ticket where used_at is null and purpose = 'second_factor' and expires_at > now()`,
    )
    expect([null, 5]).toContain(life?.minutes ?? null)
  })
})

describe('printed codes', () => {
  it('let Sana in without a telephone, each once, in any order and in any digits', async () => {
    await behind('delete from sign_in_factor')
    const at = browser(here.server)
    await signIn(at, 'sana')
    const { codes } = (await at.post('/api/factors/begin', { way: 'codes' })).json<{ codes: string[] }>()
    expect(codes).toHaveLength(10)
    for (const one of codes) expect(one).toMatch(/^\d{4} \d{4}$/)
    const wrong = await at.post('/api/factors/confirm', { try: { way: 'codes', code: '0000 0000' } })
    expect(wrong.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    expect(
      (await at.post('/api/factors/confirm', { try: { way: 'codes', code: codes[0] } })).statusCode,
    ).toBe(200)
    expect((await at.get('/api/factors')).json()).toMatchObject({ items: [{ kind: 'codes', codesLeft: 9 }] })
    const arabic = (codes[4] ?? '').replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
    for (const [given, status] of [
      [codes[7], 200],
      [arabic, 200],
      [codes[7], 422],
      [codes[4], 422],
      [codes[0], 422],
    ] as const) {
      const step = await firstStep(browser(here.server), 'sana')
      expect(
        (await second(browser(here.server), step.ticket, { way: 'codes', code: given })).statusCode,
      ).toBe(status)
    }
    // the same unused code twice at once
    const [one, two] = [
      await firstStep(browser(here.server), 'sana'),
      await firstStep(browser(here.server), 'sana'),
    ]
    const both = await Promise.all(
      [one, two].map(({ ticket }) => second(browser(here.server), ticket, { way: 'codes', code: codes[2] })),
    )
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422])
    // a new sheet takes the place of the old one
    const fresh = (await at.post('/api/factors/begin', { way: 'codes' })).json<{ codes: string[] }>()
    await at.post('/api/factors/confirm', { try: { way: 'codes', code: fresh.codes[0] } })
    const step = await firstStep(browser(here.server), 'sana')
    expect(
      (await second(browser(here.server), step.ticket, { way: 'codes', code: codes[9] })).statusCode,
    ).toBe(422)
    expect(
      (await second(browser(here.server), step.ticket, { way: 'codes', code: fresh.codes[9] })).statusCode,
    ).toBe(200)
    const [row] = await behind<{ dump: string }>(
      `select string_agg(c::text, ' ') as dump from printed_code c`,
    )
    for (const each of fresh.codes) expect(row?.dump).not.toContain(each.replace(' ', ''))
  })
})

describe('a passkey', () => {
  it('signs Baran in; a replayed answer, another place and a counter that went back do not', async () => {
    const key = softPasskey()
    const at = browser(here.server)
    await signIn(at, 'baran')
    const begun = (await at.post('/api/factors/begin', { way: 'passkey' })).json<{
      options: never
      ticket: string
    }>()
    const answer = key.register(begun.options, origin)
    const stolen = browser(here.server)
    await signIn(stolen, 'karim')
    const foreign = await stolen.post('/api/factors/confirm', {
      ticket: begun.ticket,
      try: { way: 'passkey', answer },
    })
    expect(foreign.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    const elsewhere = await at.post('/api/factors/confirm', {
      ticket: begun.ticket,
      try: { way: 'passkey', answer: key.register(begun.options, 'http://ihala.evil') },
    })
    expect(elsewhere.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    const done = await at.post('/api/factors/confirm', {
      ticket: begun.ticket,
      try: { way: 'passkey', answer },
    })
    expect(done.statusCode, done.body).toBe(200)
    const replayed = await at.post('/api/factors/confirm', {
      ticket: begun.ticket,
      try: { way: 'passkey', answer },
    })
    expect(replayed.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })

    const first = await firstStep(browser(here.server), 'baran')
    expect(first.passkey).toMatchObject({ rpId: 'localhost', allowCredentials: [{ type: 'public-key' }] })
    const proof = key.prove(first.passkey as never, origin)
    expect(
      (await second(browser(here.server), first.ticket, { way: 'passkey', answer: proof })).statusCode,
    ).toBe(200)

    const next = await firstStep(browser(here.server), 'baran')
    for (const [what, given] of [
      ['replayed', proof],
      ['for another place', key.prove(next.passkey as never, 'http://ihala.evil')],
      [
        'for another host',
        key.prove(
          { ...(next.passkey as { challenge: string } | undefined), rpId: 'ihala.evil' } as never,
          origin,
        ),
      ],
      ['of another key', softPasskey().prove(next.passkey as never, origin)],
      ['with a counter that went back', key.prove(next.passkey as never, origin, 1)],
    ] as const) {
      const answered = await second(browser(here.server), next.ticket, { way: 'passkey', answer: given })
      expect(answered.json(), what).toMatchObject({ refusal: { code: 'factor.wrong' } })
    }
    await behind('delete from sign_in_throttle')
    const last = await firstStep(browser(here.server), 'baran')
    const given = key.prove(last.passkey as never, origin, 9)
    expect(
      (await second(browser(here.server), last.ticket, { way: 'passkey', answer: given })).statusCode,
    ).toBe(200)
  })
})

describe('where a role needs a factor', () => {
  const required = (isOn: boolean): void =>
    void Object.assign(here.house, {
      signIn: { ...here.house.signIn, secondFactorRequired: isOn, providers: here.house.signIn?.providers },
    })

  it('Rozh, who administers, adds one on the way in and has no session before; Amina need not', async () => {
    await behind('delete from sign_in_factor')
    required(true)
    expect((await signIn(browser(here.server), 'amina')).json()).toMatchObject({
      account: { login: 'amina' },
    })
    const at = browser(here.server)
    const step = (await signIn(at, 'rozh')).json<{ step: string; ways: string[]; ticket: string }>()
    expect(step).toMatchObject({ step: 'enrol', ways: ['totp', 'codes', 'passkey'] })
    expect(at.cookies.has('ihala')).toBe(false)
    // the ticket of an enrolment proves nothing by itself
    expect((await second(at, step.ticket, { way: 'codes', code: '0000 0000' })).statusCode).toBe(401)
    const { codes } = (await at.post('/api/sign-in/enrol', { ticket: step.ticket, way: 'codes' })).json<{
      codes: string[]
    }>()
    const wrong = await at.post('/api/sign-in/enrol/confirm', {
      ticket: step.ticket,
      try: { way: 'codes', code: '00000000' },
    })
    expect(wrong.json()).toMatchObject({ refusal: { code: 'factor.wrong' } })
    const done = await at.post('/api/sign-in/enrol/confirm', {
      ticket: step.ticket,
      try: { way: 'codes', code: codes[0] },
    })
    expect(done.json(), done.body).toMatchObject({ account: { login: 'rozh' } })
    expect((await at.get('/api/me')).statusCode).toBe(200)
    const again = await browser(here.server).post('/api/sign-in/enrol', { ticket: step.ticket, way: 'totp' })
    expect(again.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    // the last one stays while the role needs it
    const [own] = (await at.get('/api/factors')).json<{ items: { id: string }[] }>().items
    const last = await at.post(`/api/factors/${own?.id}/remove`)
    expect(last.json()).toMatchObject({ refusal: { code: 'factor.last_needed' } })
    required(false)
    const gone = await at.post(`/api/factors/${own?.id}/remove`)
    expect(gone.statusCode, gone.body).toBe(200)
    expect((await signIn(browser(here.server), 'rozh')).json()).toMatchObject({ account: { login: 'rozh' } })
  })

  it('an organisation adds roles of its own, and another organisation is not touched', async () => {
    const rozh = await here.signIn('rozh')
    expect((await rozh.act('organisation.set_factor_roles', { roles: ['boss'] })).refusal?.code).toBe(
      'role.unknown',
    )
    await rozh.done('organisation.set_factor_roles', { roles: ['caseworker', 'provider_focal_point'] })
    expect((await signIn(browser(here.server), 'amina')).json()).toMatchObject({ step: 'enrol' })
    expect((await signIn(browser(here.server), 'baran')).json()).not.toMatchObject({ step: 'enrol' })
    expect((await signIn(browser(here.server), 'dara')).json()).toMatchObject({ account: { login: 'dara' } })
    await rozh.done('organisation.set_factor_roles', { roles: [] })
  })
})

describe('factors', () => {
  it('cannot be added or removed by a session that has not just shown who it is, nor another’s at all', async () => {
    const { at } = await withApp('amina')
    const items = (await at.get('/api/factors')).json<{ items: { id: string }[] }>().items
    const sana = browser(here.server)
    await behind('delete from sign_in_factor where account_id = $1', [world.accounts.sana])
    await signIn(sana, 'sana')
    expect((await sana.post(`/api/factors/${items[0]?.id}/remove`)).json()).toMatchObject({
      refusal: { code: 'factor.not_found' },
    })
    await behind(`update session set reauthenticated_at = now() - interval '11 minutes'`)
    for (const [path, body] of [
      ['/api/factors/begin', { way: 'totp' }],
      ['/api/factors/confirm', { try: { way: 'totp', code: '000000' } }],
      [`/api/factors/${items[0]?.id}/remove`, {}],
    ] as const)
      expect((await at.post(path, body)).json()).toMatchObject({ refusal: { code: 'session.not_fresh' } })
    expect((await at.get('/api/factors')).json<{ items: object[] }>().items).toHaveLength(1)
  })

  it('end the other sessions when one is added, and this one gets a new token', async () => {
    await behind('delete from sign_in_factor')
    const [here1, there] = [browser(here.server), browser(here.server)]
    await signIn(here1, 'amina')
    await signIn(there, 'amina')
    const before = here1.cookies.get('ihala')
    const { secret } = (await here1.post('/api/factors/begin', { way: 'totp' })).json<{ secret: string }>()
    await here1.post('/api/factors/confirm', { try: { way: 'totp', code: code(secret) } })
    expect(here1.cookies.get('ihala')).not.toBe(before)
    expect((await here1.get('/api/me')).statusCode).toBe(200)
    expect((await there.get('/api/me')).statusCode).toBe(401)
    const old = browser(here.server)
    old.cookies.set('ihala', before ?? '')
    expect((await old.get('/api/me')).statusCode).toBe(401)
  })
})
