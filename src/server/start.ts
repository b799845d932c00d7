import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { circumstancesOf, keyedHash } from './circumstances.ts'
import { type OwnerSession, withOwner } from './database-owner.ts'
import { type Database, openDatabase } from './database.ts'
import type { House } from './house.ts'
import { type Jobs, startJobs } from './jobs.ts'
import { migrate } from './migrate.ts'
import { loadReferenceData } from './reference-data.ts'
import { openReference } from './reference.ts'
import { requestLimits } from './request-limits.ts'
import { keepFingerprint, refuseOtherSecret } from './secret-fingerprint.ts'
import { addressAs } from './roles.ts'
import { buildServer } from './server.ts'
import type { Settings } from './settings.ts'
import { checkout } from './shipped-places.ts'
import { StartProblem } from './start-problem.ts'
import { openStorage, type Storage } from './storage.ts'

/** Migrations, policies and shipped data; safe when several processes start at once. */
export async function prepareDatabase(storage: Storage, log: (line: string) => void): Promise<void> {
  await withOwner(storage.owner, (owner) => refuseOtherSecret(owner, storage.secret))
  await migrate(storage.owner, {
    folder: join(checkout, 'database/migrations'),
    policiesFolder: join(checkout, 'database/policies'),
    secret: storage.secret,
    log,
  })
  await withOwner(storage.owner, async (owner) => {
    await loadReferenceData(owner)
    await keepFingerprint(owner, storage.secret)
  })
}

export async function openHouse(
  storage: Storage,
  settings: Settings,
): Promise<House & { readonly close: () => Promise<void> }> {
  const database: Database = openDatabase({
    address: addressAs('ihala_app', storage.owner, storage.secret),
    poolSize: settings.poolSize,
    pooler: settings.pooler,
  })
  const reference = await openReference(database)
  const fresh = setInterval(() => void reference.refresh().catch(() => {}), 60_000)
  fresh.unref()
  const demo = await withOwner(storage.owner, holdsInvented)
  return {
    database,
    reference,
    demo,
    secret: storage.secret,
    secure: settings.trustProxy !== false || (settings.origin?.startsWith('https:') ?? false),
    trustProxy: settings.trustProxy,
    origin: settings.origin ?? null,
    limits: settings.limits ? requestLimits(() => performance.now()) : undefined,
    securityContact: settings.securityContact,
    now: () => new Date().toISOString(),
    circumstances: (who) => circumstancesOf(storage.secret, who),
    keyedHash: (purpose, text) => keyedHash(storage.secret, purpose, text),
    close: async () => {
      clearInterval(fresh)
      await database.close()
    },
  }
}

export async function holdsInvented(owner: OwnerSession): Promise<boolean> {
  return owner.transaction(
    async () => (await owner.rows('select 1 from account where invented limit 1')).length > 0,
    'loader',
  )
}

export async function isEmpty(owner: OwnerSession): Promise<boolean> {
  return owner.transaction(
    async () => (await owner.rows('select 1 from account limit 1')).length === 0,
    'loader',
  )
}

export interface Running {
  readonly server: FastifyInstance
  readonly url: string
  readonly firstStart: boolean
  stop(): Promise<void>
}

/** Starts everything: database, migrations, demo if asked, HTTP, jobs. Throws StartProblem with what to do. */
export async function start(settings: Settings, log: (line: string) => void): Promise<Running> {
  const storage = await openStorage(settings, log)
  try {
    await prepareDatabase(storage, log)
    const empty = await withOwner(storage.owner, isEmpty)
    if (empty && settings.demo) {
      const { loadDemo } = await import('../../database/demo/load.ts')
      await withOwner(storage.owner, (owner) =>
        loadDemo(owner, { now: new Date().toISOString(), secret: storage.secret }),
      )
    }
    const house = await openHouse(storage, settings)
    if (house.demo && !settings.demo) {
      await house.close()
      throw new StartProblem(
        'This database holds invented demo accounts with known passwords, so it is not opened as a real one.\nSet IHALA_DEMO=1 to run it as a demo, or use an empty database.',
      )
    }
    const server = buildServer(house, join(checkout, 'dist/web'))
    const jobs: Jobs = await startJobs(storage)
    const url = await server
      .listen({ port: settings.port, host: settings.host })
      .catch(async (error: unknown) => {
        await jobs.stop()
        await house.close()
        throw portProblem(error, settings)
      })
    return {
      server,
      url,
      firstStart: empty,
      stop: async () => {
        await server.close()
        await jobs.stop()
        await house.close()
        await storage.stop()
      },
    }
  } catch (error) {
    await storage.stop()
    throw error
  }
}

function portProblem(error: unknown, settings: Settings): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new StartProblem(
      `Port ${settings.port} is in use by another program. Choose another: PORT=${settings.port + 1} npm start`,
    )
  if (code === 'EACCES')
    return new StartProblem(
      `This user may not open port ${settings.port}. Choose one above 1024: PORT=8080 npm start`,
    )
  return error
}
