import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Odd, type SoftPasskey, softPasskey } from '../support/authenticator.ts'
import { type TestHouse, testHouse, testPassword, world } from '../support/house.ts'
import { type Browser, browser, origin } from './visitors.ts'

/** Rozh signs in with nothing but the passkey of her machine. */
let here: TestHouse
let key: SoftPasskey
let ahead = 1_000
beforeAll(async () => {
  here = await testHouse()
  key = await passkeyOf('rozh')
})
afterAll(() => here?.close())
const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from sign_in_throttle'))

async function passkeyOf(account: string): Promise<SoftPasskey> {
  const at = browser(here.server)
  await at.post('/api/sign-in', { account, password: testPassword })
  const begun = (await at.post('/api/factors/begin', { way: 'passkey' })).json<{
    ticket: string
    options: Parameters<SoftPasskey['register']>[0]
  }>()
  const made = softPasskey()
  const added = await at.post('/api/factors/confirm', {
    ticket: begun.ticket,
    try: { way: 'passkey', answer: made.register(begun.options, origin) },
  })
  expect(added.statusCode, added.body).toBe(200)
  return made
}
interface Begun {
  ticket: string
  passkey: { challenge: string; rpId: string; allowCredentials: unknown[]; userVerification: string }
}
const begin = async (at: Browser): Promise<Begun> =>
  (await at.post('/api/sign-in/passkey/begin')).json<Begun>()
async function come(with_: SoftPasskey, odd?: Odd, from = origin): Promise<{ at: Browser; code: string }> {
  const at = browser(here.server)
  const { ticket, passkey } = await begin(at)
  const answer = await at.post('/api/sign-in/passkey', { ticket, answer: with_.signIn(passkey, from, odd) })
  return { at, code: answer.statusCode === 200 ? 'in' : answer.json<Refused>().refusal.code }
}
interface Refused {
  refusal: { code: string }
}
const handle = (account: string): string => Buffer.from(account).toString('base64url')

it('Rozh is in without password or second step, and her session says by what', async () => {
  const { ticket, passkey } = await begin(browser(here.server))
  expect(ticket).toHaveLength(43)
  // nobody is named: whoever asks hears the same
  expect(passkey).toMatchObject({ rpId: 'localhost', allowCredentials: [], userVerification: 'required' })
  const { at, code } = await come(key)
  expect(code).toBe('in')
  expect((await at.get('/api/me')).json()).toMatchObject({ account: { login: 'rozh' } })
  const { items } = (await at.get('/api/sessions')).json<{ items: { way: string; current: boolean }[] }>()
  expect(items.find(({ current }) => current)).toMatchObject({ way: 'passkey' })
  // it is a fresh proof too
  expect((await at.post('/api/factors/begin', { way: 'codes' })).statusCode).toBe(200)
})

it.each<[string, Odd]>([
  ['a machine that did not ask who holds it', { unasked: true }],
  ['a copy of the key, whose count stands behind', { counter: 1 }],
  ['an answer that says it is another account’s', { owner: handle(world.accounts.amina) }],
  ['an answer that says nobody’s', { owner: '' }],
])('%s opens nothing', async (_, odd) => {
  expect((await come(key)).code).toBe('in')
  const { at, code } = await come(key, odd)
  expect(code).toBe('factor.wrong')
  expect((await at.get('/api/me')).statusCode).toBe(401)
  // and the owner is in again
  expect((await come(key, { counter: (ahead += 100) })).code).toBe('in')
})

it('a stranger’s key, another site and a leaver’s key are refused in the same words', async () => {
  expect((await come(softPasskey(), { owner: handle(world.accounts.rozh) })).code).toBe('factor.wrong')
  expect((await come(key, { counter: 1_000_000 }, 'https://ihala.evil')).code).toBe('factor.wrong')
  const hiba = await passkeyOf('hiba')
  expect((await come(hiba)).code).toBe('in')
  await behind(`update account set state = 'left' where login = 'hiba'`)
  expect((await come(hiba)).code).toBe('factor.wrong')
  await behind(`update account set state = 'active' where login = 'hiba'`)
})

it('a ticket is good once, for five minutes, for five tries, and for nothing else', async () => {
  const younis = await passkeyOf('younis')
  const at = browser(here.server)
  const used = await begin(at)
  const answer = younis.signIn(used.passkey, origin)
  const send = async (ticket: string, given: object): Promise<string> => {
    const said = await browser(here.server).post('/api/sign-in/passkey', { ticket, answer: given })
    return said.statusCode === 200 ? 'in' : said.json<Refused>().refusal.code
  }
  expect(await send(used.ticket, answer)).toBe('in')
  expect(await send(used.ticket, answer)).toBe('sign_in.ticket_over')
  const old = await begin(at)
  await behind(`update sign_in_ticket set expires_at = now() - interval '1 second' where used_at is null`)
  expect(await send(old.ticket, younis.signIn(old.passkey, origin))).toBe('sign_in.ticket_over')
  const tried = await begin(at)
  for (let guess = 0; guess < 5; guess++)
    expect(await send(tried.ticket, softPasskey().signIn(tried.passkey, origin))).toBe('factor.wrong')
  expect(await send(tried.ticket, younis.signIn(tried.passkey, origin))).toBe('sign_in.ticket_over')
  const other = await begin(at)
  const second = await at.post('/api/sign-in/second', {
    ticket: other.ticket,
    try: { way: 'passkey', answer: younis.signIn(other.passkey, origin) },
  })
  expect(second.json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
  // the same answer twice at once opens one session
  const twice = await begin(at)
  const given = younis.signIn(twice.passkey, origin)
  expect((await Promise.all([send(twice.ticket, given), send(twice.ticket, given)])).sort()).toEqual([
    'in',
    'sign_in.ticket_over',
  ])
})

it('whoever hammers is slowed, and Rozh at a device that is known is not', async () => {
  const at = browser(here.server)
  const { ticket, passkey } = await begin(at)
  await at.post('/api/sign-in/passkey', {
    ticket,
    answer: key.signIn(passkey, origin, { counter: 2_000_000 }),
  })
  expect((await at.get('/api/me')).statusCode).toBe(200)
  const codes: string[] = []
  for (let guess = 0; guess < 22; guess++) codes.push((await come(softPasskey())).code)
  expect(codes.slice(0, 20)).toEqual(Array<string>(20).fill('factor.wrong'))
  expect(codes.at(-1)).toBe('sign_in.wait')
  const again = await begin(at)
  const hers = key.signIn(again.passkey, origin)
  expect((await at.post('/api/sign-in/passkey', { ticket: again.ticket, answer: hers })).statusCode).toBe(200)
})
