import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { screenLocksAfter, sessionLocksAfter } from '../../src/staff/idle-rule.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { noProviders } from '../../src/server/identity-providers.ts'
import { routes } from '../../src/server/routes.ts'
import { buildServer } from '../../src/server/server.ts'
import { openCase, type TestHouse, testHouse, testId, testPassword, world } from '../support/house.ts'
import { type Browser, browser, codeNow } from './visitors.ts'

/** Amina was called away and left the machine as it was, or somebody else has her session's token. */
let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
const nobodyFor = (minutes: number) =>
  behind(`update session set last_seen_at = now() - make_interval(mins => $1) where ended_at is null`, [
    minutes,
  ])
async function signedIn(account: string, server = here.server): Promise<Browser> {
  const at = browser(server)
  const answer = await at.post('/api/sign-in', { account, password: testPassword })
  expect(answer.statusCode, answer.body).toBe(200)
  return at
}
const locked = { refusal: { code: 'session.locked' } }
const most = sessionLocksAfter(screenLocksAfter)

describe('a session that nobody used for a while', () => {
  it('is answered nothing, reads and writes nothing, and goes on where it was after a proof', async () => {
    const amina = await signedIn('amina')
    const { caseId } = await openCase(await here.signIn('amina'))
    const note = {
      id: testId(),
      name: 'note.add',
      input: { noteId: testId(), caseId, kind: 'contact', text: 'كتبت طويلاً' },
    }
    await nobodyFor(most - 1)
    expect((await amina.get(`/api/cases/${caseId}`)).statusCode).toBe(200)
    await nobodyFor(most)
    const written = () => behind('select id from note where id = $1', [note.input.noteId])
    for (const answer of [
      await amina.get('/api/me'),
      await amina.get(`/api/cases/${caseId}`),
      await amina.get('/api/sessions'),
      await amina.post('/api/people/search', { text: 'هدى' }),
      await amina.post('/api/password', { old: testPassword, new: 'قارب صغير في دجلة' }),
      await amina.post('/api/sign-out-everywhere'),
      await amina.post('/actions', note),
      await amina.post('/actions', [{ ...note, input: {} }, note]),
    ]) {
      expect(answer.statusCode, answer.body).toBe(401)
      expect(answer.json()).toMatchObject(locked)
    }
    expect(await written()).toEqual([])
    expect((await amina.post('/api/reauthenticate', { password: 'not this one' })).json()).toMatchObject({
      refusal: { code: 'password.wrong' },
    })
    expect((await amina.post('/actions', note)).json()).toMatchObject(locked)
    expect((await amina.post('/api/reauthenticate', { password: testPassword })).statusCode).toBe(200)
    // the same envelope under the same id: nothing was lost, and nothing is done twice
    for (let twice = 0; twice < 2; twice++)
      expect((await amina.post('/actions', [note])).json()).toMatchObject([
        { id: note.id, outcome: 'applied' },
      ])
    expect(await written()).toHaveLength(1)
  })

  it('opens by a second factor too, and by nobody else’s', async () => {
    const rozh = await signedIn('rozh')
    const { secret } = (await rozh.post('/api/factors/begin', { way: 'totp' })).json<{ secret: string }>()
    here.at(new Date(Date.now() - 120_000).toISOString())
    await rozh.post('/api/factors/confirm', {
      try: { way: 'totp', code: codeNow(secret, Date.now() - 120_000) },
    })
    here.at(null)
    await nobodyFor(most)
    const { ways, ticket } = (await rozh.post('/api/reauthenticate/begin')).json<{
      ways: string[]
      ticket: string
    }>()
    expect(ways).toEqual(['totp'])
    const given = { ticket, try: { way: 'totp', code: codeNow(secret, Date.now()) } }
    const younis = await signedIn('younis')
    expect((await younis.post('/api/reauthenticate', given)).json()).toMatchObject({
      refusal: { code: 'sign_in.ticket_over' },
    })
    expect((await rozh.get('/api/me')).json()).toMatchObject(locked)
    expect((await rozh.post('/api/reauthenticate', given)).statusCode).toBe(200)
    expect((await rozh.get('/api/me')).json()).toMatchObject({ account: { login: 'rozh' } })
  })

  it('may be ended without a proof; and a proof opens none that was ended or is too old', async () => {
    const [one, two, three] = [await signedIn('sana'), await signedIn('sana'), await signedIn('sana')]
    await nobodyFor(most)
    expect((await one.post('/api/sign-out')).statusCode).toBe(200)
    await nobodyFor(8 * 60)
    expect((await two.post('/api/reauthenticate', { password: testPassword })).json()).toMatchObject({
      refusal: { code: 'session.required' },
    })
    await nobodyFor(most)
    await behind(`update account set state = 'left' where login = 'sana'`)
    expect((await three.post('/api/reauthenticate/begin')).json()).toMatchObject({
      refusal: { code: 'session.required' },
    })
    await behind(`update account set state = 'active' where login = 'sana'`)
  })

  it('meets three routes, and no other is ever added without being thought about', () => {
    expect(routes.filter(({ whenLocked }) => whenLocked).map(({ path }) => path)).toEqual([
      '/api/sign-out',
      '/api/reauthenticate/begin',
      '/api/reauthenticate',
    ])
  })

  it('is a person’s: a program’s token goes on', async () => {
    const token = 'B'.repeat(43)
    await behind(
      `insert into session (id, kind, token_hash, account_id, idle_seconds, expires_at) values ($1, 'token', sha256($2::bytea), $3, 86400, now() + interval '1 day')`,
      [testId(), token, world.accounts.rozh],
    )
    await nobodyFor(12 * 60)
    expect((await here.withToken(token).get('/api/me')).status).toBe(200)
  })

  it('locks when the server’s operator says so, and tells the screen to be first', async () => {
    const server = buildServer({
      ...here.house,
      signIn: { secondFactorRequired: false, providers: noProviders, screenLocksAfter: 3 },
    })
    const younis = await signedIn('younis', server)
    expect((await younis.get('/api/me')).json()).toMatchObject({ lockMinutes: 3 })
    await nobodyFor(7)
    expect((await younis.get('/api/me')).statusCode).toBe(200)
    await nobodyFor(8)
    expect((await younis.get('/api/me')).json()).toMatchObject(locked)
    await server.close()
  })
})
