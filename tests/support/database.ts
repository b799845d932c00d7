import { createHash, randomBytes } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { type DatabaseAddress, addressOf } from '../../src/server/database-address.ts'
import { quoteName, withOwner } from '../../src/server/database-owner.ts'
import { type Database, openDatabase } from '../../src/server/database.ts'
import { underLock } from '../../src/server/embedded-lock.ts'
import { startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts'
import { migrate } from '../../src/server/migrate.ts'
import { addressAs, rolePassword } from '../../src/server/roles.ts'

export interface TestDatabase {
  /** As requests see it (`ihala_app`). */
  readonly database: Database
  /** As jobs see it (`ihala_worker`). */
  readonly worker: Database
  /** The owner: migrations, loaders. Bound by policies too. */
  readonly owner: DatabaseAddress
  /** A superuser, to look behind the policies in assertions. */
  readonly admin: DatabaseAddress
  readonly secret: string
  /** Closes the pools and drops the database. */
  close(): Promise<void>
}

/** IHALA_TEST_POSTGRES=15 runs the tests on the oldest supported PostgreSQL. */
export function embeddedBinaries(): string | undefined {
  const wanted = process.env['IHALA_TEST_POSTGRES'] ?? '17'
  if (wanted === '17') return undefined
  if (wanted !== '15') throw new Error(`IHALA_TEST_POSTGRES is 15 or 17, not ${wanted}`)
  const wrapper = createRequire(import.meta.url).resolve('embedded-pg15')
  return dirname(
    dirname(createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  )
}

/** A fresh, migrated, empty database, copied from a template in some 40 ms. Close it after use. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await withOwner(server.admin, (admin) =>
    admin.script(
      `create database ${name} template ${quoteName(server.template)} owner ${quoteName(server.owner.user)}`,
    ),
  )
  const owner = { ...server.owner, database: name }
  const database = openDatabase({ address: addressAs('ihala_app', owner, server.secret), poolSize: 8 })
  const worker = openDatabase({ address: addressAs('ihala_worker', owner, server.secret), poolSize: 2 })
  return {
    database,
    worker,
    owner,
    admin: { ...server.admin, database: name },
    secret: server.secret,
    async close() {
      await Promise.all([database.close(), worker.close()])
      await withOwner(server.admin, (admin) => admin.script(`drop database ${name} with (force)`))
    },
  }
}

/** An empty database without any table or role grant, for tests of migrations themselves. */
export async function emptyDatabase(): Promise<{
  owner: DatabaseAddress
  admin: DatabaseAddress
  secret: string
  close(): Promise<void>
}> {
  const server = await testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await withOwner(server.admin, (admin) =>
    admin.script(`create database ${name} template template0 owner ${quoteName(server.owner.user)}`),
  )
  return {
    owner: { ...server.owner, database: name },
    admin: { ...server.admin, database: name },
    secret: server.secret,
    close: () => withOwner(server.admin, (admin) => admin.script(`drop database ${name} with (force)`)),
  }
}

interface TestServer {
  readonly admin: DatabaseAddress
  readonly owner: DatabaseAddress
  readonly template: string
  readonly secret: string
}

let server: Promise<TestServer> | undefined

/** The server of this run: IHALA_TEST_DATABASE_URL (of a superuser), else an embedded one that the run shares. */
export function testServer(): Promise<TestServer> {
  server ??= process.env['IHALA_TEST_DATABASE_URL']
    ? systemServer(process.env['IHALA_TEST_DATABASE_URL'])
    : embeddedServer()
  return server
}

async function embeddedServer(): Promise<TestServer> {
  const folder = inject('databaseFolder')
  // Never stopped from here: the run's end does that.
  const { owner, secret } = await startEmbeddedPostgres({
    dataFolder: folder,
    binaries: embeddedBinaries(),
    fsync: false,
    log: () => {},
  })
  const admin = {
    ...owner,
    database: 'postgres',
    user: 'postgres',
    password: rolePassword(secret, 'postgres'),
  }
  await bringUp(folder, owner, secret)
  return { admin, owner, secret, template: owner.database }
}

async function systemServer(url: string): Promise<TestServer> {
  const admin = addressOf(url)
  const secret = createHash('sha256').update('ihala tests').digest('hex')
  const owner = { ...admin, user: 'ihala_owner', password: rolePassword(secret, 'ihala_owner') }
  const folder = inject('databaseFolder')
  const template = templateOf(folder)
  await underLock(join(folder, 'system.lock'), () =>
    withOwner(admin, async (session) => {
      const [role] = await session.rows('select from pg_roles where rolname = $1', [owner.user])
      await session.script(
        `${role ? 'alter' : 'create'} role ${owner.user} login createrole password '${owner.password}'`,
      )
      const [made] = await session.rows('select from pg_database where datname = $1', [template])
      if (!made)
        await session.script(
          `create database ${template} owner ${owner.user} template template0 encoding 'UTF8' locale 'C.UTF-8'`,
        )
    }),
  )
  await bringUp(folder, { ...owner, database: template }, secret)
  return { admin, owner, secret, template }
}

function templateOf(folder: string): string {
  return `ihala_template_${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
}

/** At the end of a run on a system server. */
export async function dropTemplate(url: string, folder: string): Promise<void> {
  await withOwner(addressOf(url), (admin) => admin.script(`drop database if exists ${templateOf(folder)}`))
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Migrates the template once a run; afterwards nobody connects to it, because a template in use cannot be copied. */
async function bringUp(folder: string, owner: DatabaseAddress, secret: string): Promise<void> {
  const ready = join(folder, 'template.ready')
  await underLock(join(folder, 'template.lock'), async () => {
    if (await stat(ready).catch(() => undefined)) return
    await migrate(owner, {
      folder: join(root, 'database/migrations'),
      policiesFolder: join(root, 'database/policies'),
      secret,
      log: () => {},
    })
    await writeFile(ready, '')
  })
}
