import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import type { Transaction } from '../../src/server/database.ts'
import { type TestHouse, testHouse, testPassword } from '../support/house.ts'
import { browser } from './visitors.ts'

let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
beforeEach(() => behind('delete from sign_in_throttle'))

const signIn = (at: ReturnType<typeof browser>, account: string, password: string, address?: string) =>
  at.post('/api/sign-in', { account, password }, address)

/** The text of every statement the server asks while something happens. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { database } = here.house
  const asked: string[] = []
  const listening = (tx: Transaction): Transaction => ({
    rows: (sql, params) => (asked.push(sql.text), tx.rows(sql, params)),
    row: (sql, params) => (asked.push(sql.text), tx.row(sql, params)),
    run: (sql, params) => (asked.push(sql.text), tx.run(sql, params)),
  })
  Object.assign(here.house, {
    database: {
      ...database,
      as: (identity, query, options) => database.as(identity, (tx) => query(listening(tx)), options),
    } satisfies Pick<typeof database, 'as' | 'close' | 'asSession' | 'read'>,
  })
  try {
    await work()
  } finally {
    Object.assign(here.house, { database })
  }
  return asked
}

describe('whoever guesses Amina’s password', () => {
  it('from many addresses does not get far', async () => {
    const answers: number[] = []
    for (let guess = 0; guess < 30; guess++)
      answers.push(
        (await signIn(browser(here.server), 'amina', `guess ${guess}`, `10.9.${guess}.1`)).statusCode,
      )
    expect(answers.filter((status) => status === 401)).toHaveLength(5)
    expect(answers.filter((status) => status === 429)).toHaveLength(25)
  })

  it('does not get further by guessing all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, guess) =>
        signIn(browser(here.server), 'amina', `guess ${guess}`, `10.10.${guess}.1`),
      ),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5)
  })

  it('does not keep her out: her own device signs in at once, and a device never seen waits', async () => {
    const hers = browser(here.server)
    expect((await signIn(hers, 'amina', testPassword)).statusCode).toBe(200)
    await hers.post('/api/sign-out')
    // from her own office too, so that the address is slowed as well
    for (let guess = 0; guess < 25; guess++)
      await signIn(
        browser(here.server),
        'amina',
        `guess ${guess}`,
        guess % 2 ? `10.11.${guess}.1` : '10.7.0.1',
      )
    expect((await signIn(browser(here.server), 'amina', testPassword, '10.12.0.1')).statusCode).toBe(429)
    expect((await signIn(hers, 'amina', testPassword)).statusCode).toBe(200)
  })

  it('gains nothing by her device’s cookie but a count of its own', async () => {
    const hers = browser(here.server)
    await signIn(hers, 'amina', testPassword)
    hers.cookies.delete('ihala')
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++)
      answers.push((await signIn(hers, 'amina', `guess ${guess}`, `10.13.${guess}.1`)).statusCode)
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429])
    // and it opens no shorter way to another account
    const others: number[] = []
    for (let guess = 0; guess < 7; guess++)
      others.push((await signIn(hers, 'sana', `guess ${guess}`, `10.14.${guess}.1`)).statusCode)
    expect(others).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect((await signIn(browser(here.server), 'sana', testPassword, '10.15.0.1')).statusCode).toBe(429)
  })

  it('is slowed behind one address whatever the login, while right sign-ins of an office cost it nothing', async () => {
    for (let round = 0; round < 25; round++)
      expect((await signIn(browser(here.server), 'karim', testPassword, '10.16.0.1')).statusCode).toBe(200)
    const answers: number[] = []
    for (let guess = 0; guess < 22; guess++)
      answers.push((await signIn(browser(here.server), `nobody${guess}`, 'x', '10.16.0.1')).statusCode)
    expect(answers.filter((status) => status === 401)).toHaveLength(20)
  })

  it('does not hold up others: a page is answered while guesses are still being hashed', async () => {
    const order: string[] = []
    const guesses = Array.from({ length: 12 }, (_, guess) =>
      signIn(browser(here.server), `crowd${guess}`, 'x', `10.17.${guess}.1`).then(() => order.push('guess')),
    )
    const page = here.server.inject({ url: '/health' }).then(() => order.push('page'))
    await Promise.all([...guesses, page])
    expect(order.indexOf('page')).toBeLessThan(6)
  })
})

describe('an account that does not exist', () => {
  const told = async (path: string, body: object, address: string) => {
    const { statusCode, body: text, headers } = await browser(here.server).post(path, body, address)
    return { statusCode, text, cookie: headers['set-cookie'] ?? null }
  }

  it('is answered as a wrong password is: same status, same words, no cookie, same statements in the same order', async () => {
    const answers: object[] = []
    const statements: string[][] = []
    for (const [at, account] of ['amina', 'nobody.at.all', 'rozh'].entries())
      statements.push(
        await statementsOf(async () =>
          answers.push(await told('/api/sign-in', { account, password: 'not this one' }, `10.18.${at}.1`)),
        ),
      )
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ statusCode: 401, cookie: null })
    expect(statements[0]?.length).toBeGreaterThan(3)
    expect(statements[1]).toEqual(statements[0])
    expect(statements[2]).toEqual(statements[0])
  })

  it('is answered as a wrong office code is', async () => {
    const answers: object[] = []
    const statements: string[][] = []
    for (const [at, account] of ['amina', 'nobody.at.all'].entries())
      statements.push(
        await statementsOf(async () =>
          answers.push(
            await told(
              '/api/sign-in/reset',
              { account, code: 'aaaa-bbbb-cccc-dddd', password: 'river-of-reeds-55' },
              `10.19.${at}.1`,
            ),
          ),
        ),
      )
    expect(answers[1]).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ statusCode: 422, cookie: null })
    expect(statements[0]?.length).toBeGreaterThan(2)
    expect(statements[1]).toEqual(statements[0])
  })

  it('whose second factor is asked for is not told from one without before the password is right', async () => {
    await behind(
      `insert into sign_in_factor (id, account_id, kind, sealed, confirmed_at) select gen_random_uuid(), id, 'totp', '\\x00', now() from account where login = 'hiba'`,
    )
    const [withFactor, without] = [
      await told('/api/sign-in', { account: 'hiba', password: 'not this one' }, '10.20.1.1'),
      await told('/api/sign-in', { account: 'dara', password: 'not this one' }, '10.20.2.1'),
    ]
    expect(withFactor).toEqual(without)
  })
})
