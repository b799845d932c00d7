import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { knownDevices } from '../../src/staff/session-settings.ts'
import { type TestHouse, testHouse, testPassword, world } from '../support/house.ts'
import { type Browser, browser } from './visitors.ts'

/** Amina is known by the telephone and the office's machine she signs in from. */
let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())
const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from known_device'))

async function signIn(at: Browser, account = 'amina'): Promise<Browser> {
  const answer = await at.post('/api/sign-in', { account, password: testPassword })
  expect(answer.statusCode, answer.body).toBe(200)
  return at
}
const phone = (): Browser => browser(here.server, 'Mozilla/5.0 (Linux; Android 14)')
const listed = async (at: Browser) =>
  (await at.get('/api/known-devices')).json<{
    items: { id: string; label: string; current: boolean }[]
  }>().items

it('Amina sees by which devices she is known, each once however often she signs in, and never their cookies', async () => {
  const [her, desk] = [await signIn(phone()), browser(here.server)]
  for (let day = 0; day < 3; day++) await signIn(desk)
  expect((await listed(desk)).map(({ label, current }) => [label, current])).toEqual([
    ['windows', true],
    ['android', false],
  ])
  expect((await listed(her)).map(({ current }) => current)).toEqual([false, true])
  expect((await desk.get('/api/known-devices')).body).not.toMatch(/hash|[A-Za-z0-9_-]{43}/)
})

it('a device she forgets is signed out and a stranger’s again; the one she sits at stays signed in', async () => {
  const [her, desk] = [await signIn(phone()), await signIn(browser(here.server))]
  const [far] = (await listed(desk)).filter(({ current }) => !current)
  const younis = await signIn(browser(here.server), 'younis')
  expect((await younis.post(`/api/known-devices/${far?.id}/forget`)).json()).toMatchObject({
    refusal: { code: 'known_device.not_found' },
  })
  expect((await her.get('/api/me')).statusCode).toBe(200)
  expect((await desk.post(`/api/known-devices/${far?.id}/forget`)).statusCode).toBe(200)
  expect((await her.get('/api/me')).statusCode).toBe(401)
  expect((await desk.post(`/api/known-devices/${far?.id}/forget`)).statusCode).toBe(404)
  expect(await listed(desk)).toHaveLength(1)
  expect(
    await behind(`select act, outcome from audit_line where act = 'known_device.forget' and root_id = $1`, [
      world.accounts.amina,
    ]),
  ).toEqual([{ act: 'known_device.forget', outcome: 'applied' }])
  const own = (await listed(desk))[0]?.id
  expect((await desk.post(`/api/known-devices/${own}/forget`)).statusCode).toBe(200)
  expect((await desk.get('/api/me')).statusCode).toBe(200)
})

it('at each sign-in her list is cut to what she used lately, and to the newest; nobody else’s is', async () => {
  const { unusedDays, most } = knownDevices
  const older = (account: string, days: number) =>
    behind(
      `insert into known_device (account_id, token_hash, last_at) values ($1, sha256($2::bytea), now() - make_interval(days => $3))`,
      [account, `${account} ${days}`, days],
    )
  for (const days of [1, 2, unusedDays + 1]) await older(world.accounts.amina, days)
  await older(world.accounts.younis, unusedDays + 1)
  const desk = await signIn(browser(here.server))
  expect(await listed(desk)).toHaveLength(3)
  for (let days = 3; days < most + 5; days++) await older(world.accounts.amina, days)
  await signIn(desk)
  expect(await listed(desk)).toHaveLength(most)
  expect((await listed(desk))[0]).toMatchObject({ current: true })
  expect(
    await behind('select 1 from known_device where account_id = $1', [world.accounts.younis]),
  ).toHaveLength(1)
})
