import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOffices, type Offices, type TestOffice } from '../../tests/support/offices.ts'
import { passwordFault } from '../staff/password-rule.ts'
import { staffRoutes } from '../staff/staff.routes.ts'
import {
  addAccountAsOwner,
  createTokenAsOwner,
  endSessionsAsOwner,
  listAccountsAsOwner,
  resetFactorsAsOwner,
  resetPasswordAsOwner,
} from './accounts.ts'
import { newId } from './circumstances.ts'
import { type OwnerSession, withOwner } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

let offices: Offices
let ministry: TestOffice
let code: string

const owner = <T>(work: (session: OwnerSession) => Promise<T>) => withOwner(offices.db.owner, work)

beforeAll(async () => {
  offices = await openOffices()
  ministry = await offices.organisation('وزارة متخيلة')
  const [row] = await offices.load((loader) =>
    loader.rows<{ code: string }>('select code from organisation where id = $1', [ministry.organisationId]),
  )
  code = row?.code ?? ''
})
afterAll(() => offices.close())

it('the owner adds the first administrator, whose temporary password opens once and keeps the rule', async () => {
  const server = offices.serve(staffRoutes)
  const { password } = await owner((session) =>
    addAccountAsOwner(session, {
      login: 'First.Admin',
      displayName: 'مسؤولة متخيلة',
      organisation: code,
      roles: ['system_admin', `caseworker@${ministry.siteId}`],
    }),
  )
  expect(passwordFault(password, 'first.admin')).toBeNull()
  const answer = await server.inject({
    method: 'POST',
    url: '/api/sign-in',
    payload: { account: 'first.admin', password },
  })
  expect(answer.json().account).toMatchObject({ mustChangePassword: true })
  expect(await owner(listAccountsAsOwner)).toMatchObject([
    { login: 'first.admin', roles: 'caseworker system_admin', sessions: 1, tokens: 0 },
  ])

  const reset = await owner((session) => resetPasswordAsOwner(session, 'FIRST.admin'))
  expect(
    (
      await server.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { account: 'first.admin', password },
      })
    ).statusCode,
  ).toBe(401)
  expect(
    (
      await server.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { account: 'first.admin', password: reset.password },
      })
    ).statusCode,
  ).toBe(200)
})

it("a program's token is shown once, works as a bearer, says its label in the list of sessions, and ends when told", async () => {
  const server = offices.serve(staffRoutes)
  await offices.account('program', ministry, ['caseworker'])
  const { token } = await owner((session) => createTokenAsOwner(session, 'program', 'report maker', 30))
  const headers = { authorization: `Bearer ${token}` }
  expect((await server.inject({ url: '/api/me', headers })).json()).toMatchObject({
    account: { login: 'program' },
  })
  expect((await server.inject({ url: '/api/sessions', headers })).json().items).toMatchObject([
    { kind: 'token', label: 'report maker', current: true },
  ])
  expect(await owner((session) => endSessionsAsOwner(session, 'program'))).toBe(1)
  expect((await server.inject({ url: '/api/me', headers })).statusCode).toBe(401)
})

it('the owner takes second steps away where nobody else is left to, and every session ends', async () => {
  const server = offices.serve(staffRoutes)
  const alone = await offices.account('alone', ministry, ['system_admin'])
  await offices.load(async (loader) => {
    await loader.rows(
      `insert into sign_in_factor (id, account_id, kind, confirmed_at) values ($1, $2, 'codes', now())`,
      [newId(), alone.accountId],
    )
    await loader.rows(
      `insert into printed_code (factor_id, account_id, code_hash) select id, account_id, '\\x00' from sign_in_factor where account_id = $1`,
      [alone.accountId],
    )
  })
  const session = await offices.session(alone)
  expect(await owner((open) => resetFactorsAsOwner(open, 'alone'))).toBe(1)
  expect((await server.inject({ url: '/api/me', headers: session.headers })).statusCode).toBe(401)
  const answer = await server.inject({
    method: 'POST',
    url: '/api/sign-in',
    payload: { account: 'alone', password: alone.password },
  })
  expect(answer.json()).toMatchObject({ account: { login: 'alone' } })
  await offices.load((loader) =>
    loader.rows(`update account set state = 'left' where id = $1`, [alone.accountId]),
  )
})

it('what cannot be done is said plainly', async () => {
  const wrong: ((session: OwnerSession) => Promise<unknown>)[] = [
    (session) => createTokenAsOwner(session, 'nobody', 'x', 30),
    (session) => createTokenAsOwner(session, 'program', 'x', 0),
    (session) => createTokenAsOwner(session, 'program', ' ', 30),
    (session) =>
      addAccountAsOwner(session, {
        login: 'program',
        displayName: 'x',
        organisation: code,
        roles: ['caseworker'],
      }),
    (session) =>
      addAccountAsOwner(session, {
        login: 'other',
        displayName: 'x',
        organisation: 'NOBODY',
        roles: ['caseworker'],
      }),
    (session) =>
      addAccountAsOwner(session, { login: 'other', displayName: 'x', organisation: code, roles: ['king'] }),
  ]
  for (const work of wrong) await expect(owner(work)).rejects.toBeInstanceOf(StartProblem)
})
