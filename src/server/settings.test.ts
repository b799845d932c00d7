import { describe, expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const secret = '9f3ac1d07be2458866cc01f7a2d94e3b5f60718293a4b5c6d7e8f90a1b2c3d4e'
const databaseUrl = 'postgres://owner:pw@db.example/ihala'

describe('Settings come from the environment', () => {
  test('with none at all Ihala serves this machine only, from its own database, with the demo', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      server: undefined,
      demo: true,
      trustProxy: false,
      origin: undefined,
      keyDays: 365,
      poolSize: 16,
      pooler: false,
    })
    expect(readSettings({}).dataFolder).toMatch(/^\/.*\/data$/)
  })

  test('with a database server the demo must be asked for', () => {
    const own = { DATABASE_URL: databaseUrl, IHALA_SECRET: secret }
    expect(readSettings(own)).toMatchObject({ demo: false, server: { databaseUrl, secret } })
    expect(readSettings({ ...own, IHALA_DEMO: '1' }).demo).toBe(true)
  })

  test('behind a pooler the database itself has an address of its own, and no statement a name', () => {
    const own = { DATABASE_URL: databaseUrl, IHALA_SECRET: secret }
    expect(readSettings(own)).toMatchObject({ server: { directUrl: databaseUrl }, pooler: false })
    const direct = { ...own, IHALA_DIRECT_URL: 'postgres://owner:pw@db.example:5433/ihala' }
    expect(readSettings(direct)).toMatchObject({
      server: { databaseUrl, directUrl: direct.IHALA_DIRECT_URL },
      pooler: true,
    })
    expect(readSettings({ ...direct, IHALA_NAMED_STATEMENTS: '1' }).pooler).toBe(false)
    expect(() => readSettings({ IHALA_DIRECT_URL: databaseUrl })).toThrow('IHALA_DIRECT_URL goes with')
    expect(() => readSettings({ ...own, IHALA_DIRECT_URL: 'db.example' })).toThrow('IHALA_DIRECT_URL should')
  })

  test('a second factor is asked for where people are real, and may be asked for or left out anywhere', () => {
    const own = { DATABASE_URL: databaseUrl, IHALA_SECRET: secret }
    expect(readSettings({}).secondFactor).toBe(false)
    expect(readSettings({ IHALA_DEMO: '0' }).secondFactor).toBe(true)
    expect(readSettings(own).secondFactor).toBe(true)
    expect(readSettings({ ...own, IHALA_DEMO: '1' }).secondFactor).toBe(false)
    expect(readSettings({ ...own, IHALA_SECOND_FACTOR: '0' }).secondFactor).toBe(false)
    expect(readSettings({ IHALA_SECOND_FACTOR: '1' }).secondFactor).toBe(true)
    expect(() => readSettings({ IHALA_SECOND_FACTOR: 'yes' })).toThrow('IHALA_SECOND_FACTOR')
  })

  test.each([
    ['no secret', undefined, 'IHALA_SECRET is missing'],
    ['a short secret', 'abcdef0123456789', 'too short'],
    ['a repeated letter', 'a'.repeat(64), 'easy to guess'],
    ['the word of an example', `${'change-me-please-0123456789abcdef'}`, 'easy to guess'],
  ])('a database server with %s is refused, with how to make one', (_, given, words) => {
    const read = (): unknown =>
      readSettings({ DATABASE_URL: databaseUrl, ...(given ? { IHALA_SECRET: given } : {}) })
    expect(read).toThrow(words)
    expect(read).toThrow('openssl rand')
  })

  test('a secret without a database server is a mistake that is named', () => {
    expect(() => readSettings({ IHALA_SECRET: secret })).toThrow('DATABASE_URL is not')
  })

  test('everything that is wrong is said at once, and no password is repeated', () => {
    const wrong = {
      PORT: 'http',
      IHALA_POOL: '0',
      IHALA_ORIGIN: 'ihala.example.org/app',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
      IHALA_DEMO: 'yes',
    }
    let message = ''
    try {
      readSettings(wrong)
    } catch (error) {
      message = (error as Error).message
    }
    for (const name of ['PORT', 'IHALA_POOL', 'IHALA_ORIGIN', 'DATABASE_URL', 'IHALA_DEMO', 'IHALA_SECRET'])
      expect(message).toContain(name)
    expect(message).not.toContain('hunter2')
  })

  test('proxies are counted or named', () => {
    expect(readSettings({ IHALA_TRUST_PROXY: '1' }).trustProxy).toBe(1)
    expect(readSettings({ IHALA_TRUST_PROXY: '10.0.0.5, 10.1.0.0/16' }).trustProxy).toEqual([
      '10.0.0.5',
      '10.1.0.0/16',
    ])
    expect(() => readSettings({ IHALA_TRUST_PROXY: 'yes' })).toThrow('IHALA_TRUST_PROXY')
  })

  test('an origin loses its closing slash', () => {
    expect(readSettings({ IHALA_ORIGIN: 'https://ihala.example.org/' }).origin).toBe(
      'https://ihala.example.org',
    )
  })
})
