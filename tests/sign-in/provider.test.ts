import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { openProviders, readProviders } from '../../src/server/identity-providers.ts'
import {
  type IdentityProvider,
  identityProvider,
  oidcClient as client,
} from '../support/identity-provider.ts'
import { type TestHouse, testHouse, testPassword, world } from '../support/house.ts'
import { type Browser, browser } from './visitors.ts'

/** Goes to the provider as a browser does and answers what it wrote behind the address it sent back to. */
async function visit(address: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = address
  for (let hop = 0; hop < 10; hop++) {
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`the provider stopped: ${answer.status} ${await answer.text()}`)
    const to = new URL(location, next)
    if (to.pathname === '/app/provider') return to.search
    next = to.href
  }
  throw new Error('the provider sends in circles')
}

let here: TestHouse
let foreign: IdentityProvider
let other: IdentityProvider
beforeAll(async () => {
  ;[here, foreign, other] = await Promise.all([testHouse(), identityProvider(), identityProvider()])
  const settings = { organisation: 'MOMD', names: { ar: 'الوزارة', en: 'Ministry' }, ...client }
  Object.assign(here.house, {
    signIn: {
      secondFactorRequired: false,
      providers: openProviders(
        [
          { code: 'ministry', issuer: foreign.issuer, ...settings },
          { code: 'second', issuer: other.issuer, ...settings },
        ],
        here.house.secret,
      ),
    },
  })
})
afterAll(async () => {
  await here?.close()
  await Promise.all([foreign?.close(), other?.close()])
})

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from sign_in_throttle'))

async function go(at: Browser, path: string, provider = 'ministry'): Promise<string> {
  const answer = await at.post(path, { provider })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<{ address: string }>().address
}
const back = (at: Browser, cameBackWith: string, path = '/api/sign-in/provider') =>
  at.post(path, { cameBackWith })

/** Amina signs in with her password and links her account to this subject. */
async function link(account: string, subject: string): Promise<Browser> {
  const at = browser(here.server)
  await at.post('/api/sign-in', { account, password: testPassword })
  foreign.subject = subject
  const answer = await back(at, await visit(await go(at, '/api/identities/begin')), '/api/identities')
  expect(answer.statusCode, answer.body).toBe(200)
  return at
}

describe('signing in at the ministry’s own identity provider', () => {
  it('opens the account that linked itself, by its subject; an e-mail address opens nothing and no account is made', async () => {
    const accounts = await behind('select id from account')
    foreign.subject = 'amina-at-the-ministry'
    const before = browser(here.server)
    const unknown = await back(before, await visit(await go(before, '/api/sign-in/provider/begin')))
    expect(unknown.json()).toMatchObject({ refusal: { code: 'identity.unknown' } })
    await link('amina', 'amina-at-the-ministry')
    const at = browser(here.server)
    const address = await go(at, '/api/sign-in/provider/begin')
    expect(address).toContain('code_challenge_method=S256')
    const answer = await back(at, await visit(address))
    expect(answer.json(), answer.body).toMatchObject({ account: { login: 'amina' } })
    expect((await at.get('/api/me')).statusCode).toBe(200)
    expect(await behind('select id from account')).toEqual(accounts)
    foreign.subject = 'amina@example.org'
    const byMail = browser(here.server)
    const none = await back(byMail, await visit(await go(byMail, '/api/sign-in/provider/begin')))
    expect(none.json()).toMatchObject({ refusal: { code: 'identity.unknown' } })
    const [row] = await behind<{ dump: string }>(
      `select string_agg(l::text, ' ') as dump from identity_link l`,
    )
    expect(row?.dump).not.toMatch(/amina/)
  })

  it('asks for the second factor as after a password', async () => {
    await behind(
      `insert into sign_in_factor (id, account_id, kind, sealed, confirmed_at) values (gen_random_uuid(), $1, 'totp', '\\x00', now())`,
      [world.accounts.amina],
    )
    foreign.subject = 'amina-at-the-ministry'
    const at = browser(here.server)
    const answer = await back(at, await visit(await go(at, '/api/sign-in/provider/begin')))
    expect(answer.json()).toMatchObject({ step: 'second_factor', ways: ['totp'] })
    expect(at.cookies.has('ihala')).toBe(false)
    await behind('delete from sign_in_factor')
  })

  it('takes an answer once, in the browser that asked, with its own state, nonce and issuer', async () => {
    foreign.subject = 'amina-at-the-ministry'
    other.subject = 'amina-at-the-ministry'
    const at = browser(here.server)
    const answer = await visit(await go(at, '/api/sign-in/provider/begin'))
    const code = new URLSearchParams(answer).get('code') ?? ''
    // somebody sends Amina a link with an answer of their own: another browser, so no cookie or another one
    const stranger = browser(here.server)
    expect((await back(stranger, answer)).json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    await go(stranger, '/api/sign-in/provider/begin')
    expect((await back(stranger, answer)).json()).toMatchObject({ refusal: { code: 'identity.failed' } })
    // a ticket is over after one try, right or wrong
    expect((await back(stranger, answer)).json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
    const wrongs: [string, (query: URLSearchParams) => void][] = [
      ['wrong state', (query) => query.set('state', 'x')],
      ['no state', (query) => query.delete('state')],
      ['wrong issuer', (query) => query.set('iss', other.issuer)],
      ['invented code', (query) => query.set('code', 'x')],
      ['a code from another visit, with the state of this one', (query) => query.set('code', code)],
      ['an error', (query) => (query.delete('code'), query.set('error', 'access_denied'))],
    ]
    for (const [what, spoil] of wrongs) {
      const one = browser(here.server)
      const query = new URLSearchParams(await visit(await go(one, '/api/sign-in/provider/begin')))
      spoil(query)
      const refused = await back(one, `?${query}`)
      expect(refused.json(), what).toMatchObject({ refusal: { code: 'identity.failed' } })
      expect(one.cookies.has('ihala'), what).toBe(false)
    }
    // the right answer of the other provider does not fit a visit to this one
    const mixed = browser(here.server)
    const elsewhere = browser(here.server)
    await go(mixed, '/api/sign-in/provider/begin')
    const foreignAnswer = await visit(await go(elsewhere, '/api/sign-in/provider/begin', 'second'))
    expect((await back(mixed, foreignAnswer)).json()).toMatchObject({ refusal: { code: 'identity.failed' } })
    expect((await back(elsewhere, foreignAnswer)).json()).toMatchObject({
      refusal: { code: 'identity.unknown' },
    })
    // replayed after it was right
    const fine = browser(here.server)
    const good = await visit(await go(fine, '/api/sign-in/provider/begin'))
    expect((await back(fine, good)).json()).toMatchObject({ account: { login: 'amina' } })
    expect((await back(fine, good)).json()).toMatchObject({ refusal: { code: 'sign_in.ticket_over' } })
  })

  it('takes no nonce but its own', async () => {
    const secret = here.house.secret
    const settings = { organisation: 'MOMD', names: { ar: 'الوزارة', en: 'Ministry' }, ...client }
    const providers = openProviders([{ code: 'ministry', issuer: foreign.issuer, ...settings }], secret)
    foreign.subject = 'amina-at-the-ministry'
    const token = 'N'.repeat(43)
    const spoilt = new URL(await providers.begin('ministry', 'http://localhost/app/provider', token))
    spoilt.searchParams.set('nonce', 'of-somebody-else')
    const query = await visit(spoilt.href)
    const cameBack = new URL(`http://localhost/app/provider${query}`)
    expect(await providers.finish('ministry', cameBack, token)).toBeUndefined()
    const right = new URL(
      `http://localhost/app/provider${await visit(await providers.begin('ministry', 'http://localhost/app/provider', token))}`,
    )
    expect(await providers.finish('ministry', right, token)).toEqual({
      issuer: foreign.issuer,
      subject: 'amina-at-the-ministry',
    })
  })

  it('is linked by the account itself, freshly proved, of the provider’s organisation, one subject to one account', async () => {
    foreign.subject = 'amina-at-the-ministry'
    const sana = browser(here.server)
    await sana.post('/api/sign-in', { account: 'sana', password: testPassword })
    const taken = await back(sana, await visit(await go(sana, '/api/identities/begin')), '/api/identities')
    expect(taken.json()).toMatchObject({ refusal: { code: 'identity.taken' } })
    foreign.subject = 'dara'
    const dara = browser(here.server)
    await dara.post('/api/sign-in', { account: 'dara', password: testPassword })
    const notTheirs = await back(
      dara,
      await visit(await go(dara, '/api/identities/begin')),
      '/api/identities',
    )
    expect(notTheirs.json()).toMatchObject({ refusal: { code: 'identity.taken' } })
    expect((await dara.get('/api/identities')).json()).toMatchObject({ items: [] })
    // an answer fetched for linking opens no session, nor the reverse
    const thief = browser(here.server)
    const address = await go(sana, '/api/identities/begin')
    thief.cookies.set('ihala-provider', sana.cookies.get('ihala-provider') ?? '')
    expect((await back(thief, await visit(address))).json()).toMatchObject({
      refusal: { code: 'sign_in.ticket_over' },
    })
    await behind(`update session set reauthenticated_at = now() - interval '11 minutes'`)
    expect((await sana.post('/api/identities/begin', { provider: 'ministry' })).json()).toMatchObject({
      refusal: { code: 'session.not_fresh' },
    })
    const amina = browser(here.server)
    await amina.post('/api/sign-in', { account: 'amina', password: testPassword })
    expect((await amina.get('/api/identities')).json()).toMatchObject({
      items: [
        { code: 'ministry', linkedAt: expect.stringMatching(/^20/) },
        { code: 'second', linkedAt: null },
      ],
    })
    expect((await amina.post('/api/identities/remove', { provider: 'ministry' })).statusCode).toBe(200)
    foreign.subject = 'amina-at-the-ministry'
    const after = browser(here.server)
    const gone = await back(after, await visit(await go(after, '/api/sign-in/provider/begin')))
    expect(gone.json()).toMatchObject({ refusal: { code: 'identity.unknown' } })
  })
})

describe('the file that names identity providers', () => {
  const good = {
    code: 'ministry',
    organisation: 'MOMD',
    names: { ar: 'الوزارة', en: 'Ministry' },
    issuer: 'https://id.example.org',
    clientId: 'ihala',
  }
  const read = async (content: unknown): Promise<() => unknown> => {
    const folder = await mkdtemp(join(tmpdir(), 'ihala-providers-'))
    const file = join(folder, 'providers.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    return () => readProviders(file, 'secret')
  }

  it('is taken when it is right, and nobody is asked before somebody signs in', async () => {
    expect((await read([good]))()).toMatchObject({ list: [{ code: 'ministry', organisation: 'MOMD' }] })
  })

  it.each([
    ['not JSON', 'x', 'cannot be read'],
    ['an issuer in plain text on the network', [{ ...good, issuer: 'http://id.example.org' }], 'https'],
    ['an issuer that is no address', [{ ...good, issuer: 'ministry' }], 'https'],
    ['an issuer of another kind', [{ ...good, issuer: 'file:///etc/passwd' }], 'https'],
    ['two with one code', [good, good], 'same code'],
    ['a setting it does not know', [{ ...good, insecure: true }], 'is not right'],
    ['a secret that is not there', [{ ...good, clientSecretFile: '/nowhere/secret' }], 'secret file'],
  ])('is refused with %s', async (_what, content, words) => {
    expect(await read(content)).toThrow(words)
  })
})
