import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { embeddedBinaries } from '../../tests/support/database.ts'
import type { DatabaseAddress } from './database-address.ts'
import { withOwner } from './database-owner.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { addressAs, loginRoles, rolePassword } from './roles.ts'

// Each test prepares a cluster, slow where the machine has other work.
vi.setConfig({ testTimeout: 90_000 })

// A server of its own: roles belong to the whole server.
let folder: string
let server: EmbeddedPostgres
let admin: DatabaseAddress
let said: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ihala-roles-'))
  await chmod(folder, 0o711)
  server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'data'),
    binaries: embeddedBinaries(),
    fsync: false,
    log: () => {},
  })
  admin = { ...server.owner, user: 'postgres', password: rolePassword(server.secret, 'postgres') }
  said = []
  for (const name of ['migrations', 'policies']) await mkdir(join(folder, name))
  await writeFile(
    join(folder, 'policies/tea.sql'),
    `create or replace function teas() returns int language sql security definer as 'select 1'; alter function teas() owner to ihala_definer;`,
  )
})
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const up = (secret = server.secret): ReturnType<typeof migrate> =>
  migrate(server.owner, {
    folder: join(folder, 'migrations'),
    policiesFolder: join(folder, 'policies'),
    secret,
    log: (line) => said.push(line),
  })
const asAdministrator = (sql: string): Promise<void> => withOwner(admin, (session) => session.script(sql))
/** The indented lines of a message are what it asks an administrator to run. */
const advice = (message: string): string =>
  message
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .join('\n')
const problemOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: Error) => error.message,
  )

describe('An owner that may not make roles', () => {
  test('is told what an administrator should run, and that suffices', async () => {
    await asAdministrator('alter role ihala_owner nocreaterole')
    const message = await problemOf(up())
    expect(message).toContain('alter role "ihala_owner" createrole;')
    for (const role of loginRoles) expect(message).not.toContain(rolePassword(server.secret, role))
    await asAdministrator(advice(message).replace(/^.* createrole;$/m, ''))
    expect(await up()).toEqual({ applied: [], policies: true })
    for (const role of loginRoles)
      await withOwner(addressAs(role, server.owner, server.secret), async () => {})
    await writeFile(join(folder, 'policies/more.sql'), 'select 1;')
    expect(await up()).toEqual({ applied: [], policies: true })
  })

  test('is told when the membership is missing', async () => {
    await up()
    await asAdministrator(
      'alter role ihala_owner nocreaterole; drop function teas(); drop owned by ihala_definer; drop role ihala_definer; create role ihala_definer; grant usage on schema public to ihala_definer',
    )
    await writeFile(join(folder, 'policies/more.sql'), 'select 1;')
    const message = await problemOf(up())
    expect(message).toContain('grant ihala_definer to "ihala_owner" with admin option;')
    await asAdministrator(advice(message))
    expect(await up()).toEqual({ applied: [], policies: true })
  })
})

describe('A changed secret', () => {
  test('gives the roles their new passwords and says so', async () => {
    await up()
    const other = 'b'.repeat(64)
    await up(other)
    expect(said.filter((line) => line.includes('another secret'))).toHaveLength(loginRoles.length)
    for (const role of loginRoles) await withOwner(addressAs(role, server.owner, other), async () => {})
  })

  test('is explained where the owner may not change passwords', async () => {
    await up()
    await asAdministrator(
      'alter role ihala_owner nocreaterole; grant ihala_definer to ihala_owner with admin option',
    )
    expect(await problemOf(up('b'.repeat(64)))).toContain('may not change it')
  })
})

describe('A server that does not let Ihala in', () => {
  test.each([
    ['nobody answers', { host: '/nowhere' }, 'does not answer'],
    ['the password is wrong', { password: 'guess' }, 'refused the user'],
    ['the database does not exist', { database: 'tea' }, 'create database "tea"'],
  ])('%s', async (_, change, words) => {
    const options = {
      folder: join(folder, 'migrations'),
      policiesFolder: join(folder, 'policies'),
      secret: server.secret,
      log: () => {},
    }
    expect(await problemOf(migrate({ ...server.owner, ...change }, options))).toContain(words)
  })
})
