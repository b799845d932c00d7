import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { circumstancesOf, keyedHash } from './circumstances.ts'
import { type OwnerSession, withOwner } from './database-owner.ts'
import { type Database, openDatabase } from './database.ts'
import type { House } from './house.ts'
import { noProviders, readProviders } from './identity-providers.ts'
import { ensureMasterKeyFile, type MasterKeys, masterKeyFile, openMasterKeys } from './master-keys.ts'
import { migrate } from './migrate.ts'
import { beginOpening } from './opening.ts'
import { loadReferenceData } from './reference-data.ts'
import { openReference } from './reference.ts'
import { requestLimits } from './request-limits.ts'
import { refuseHalfRestored } from './restore-place.ts'
import { forgetFingerprint, keepFingerprint, refuseOtherSecret } from './secret-fingerprint.ts'
import { addressAs } from './roles.ts'
import { buildServer } from './server.ts'
import type { Settings } from './settings.ts'
import { checkout } from './shipped-places.ts'
import { StartProblem } from './start-problem.ts'
import type { Storage } from './storage.ts'

/**
 * Migrations, policies and shipped data; safe when several processes start at once. `restoring`: as the last steps of a
 * restore, which alone may go on where one was begun, and decides about another secret.
 */
export async function prepareDatabase(
  storage: Storage,
  log: (line: string) => void,
  restoring?: { readonly otherSecret: boolean },
): Promise<void> {
  await withOwner(storage.owner, async (owner) => {
    if (restoring === undefined) await refuseHalfRestored(owner)
    if (restoring?.otherSecret) await forgetFingerprint(owner)
    await refuseOtherSecret(owner, storage.secret)
  })
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
    address: addressAs('ihala_app', storage.pooler ?? storage.owner, storage.secret),
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
    signIn: {
      secondFactorRequired: settings.secondFactor,
      screenLocksAfter: settings.lockMinutes,
      providers:
        settings.providersFile === undefined
          ? noProviders
          : readProviders(settings.providersFile, storage.secret),
    },
    masterKeys: masterKeysFor(settings),
    secure: settings.trustProxy !== false || (settings.origin?.startsWith('https:') ?? false),
    trustProxy: settings.trustProxy,
    origin: settings.origin ?? null,
    limits: settings.limits ? requestLimits(() => performance.now()) : undefined,
    securityContact: settings.securityContact,
    clamdSocket: settings.clamdSocket,
    offline: settings.offline,
    now: () => new Date().toISOString(),
    circumstances: (who) => circumstancesOf(storage.secret, who),
    keyedHash: (purpose, text) => keyedHash(storage.secret, purpose, text),
    close: async () => {
      clearInterval(fresh)
      await database.close()
    },
  }
}

/** The keys of the settings; the database that comes along gets a file of its own at its first start. */
function masterKeysFor({ masterKey, server, dataFolder }: Settings): MasterKeys {
  if (server === undefined && masterKey.kind === 'file' && masterKey.path === masterKeyFile(dataFolder))
    ensureMasterKeyFile(masterKey.path)
  return openMasterKeys(masterKey)
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
  /** Done when timed work runs; fails when it cannot, and then this process should stop. */
  readonly timedWork: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts everything: database, migrations, demo if asked, HTTP, and then timed work. Throws StartProblem with what to
 * do. `opening` is a database that has begun to open already.
 */
export async function start(
  settings: Settings,
  log: (line: string) => void,
  opening = beginOpening(settings, log),
): Promise<Running> {
  const storage = await opening.storage
  try {
    await prepareDatabase(storage, log)
    const empty = await withOwner(storage.owner, isEmpty)
    if (empty && settings.demo) {
      const { loadDemo } = await import('../../database/demo/load.ts')
      const made = await opening.demo()
      await withOwner(storage.owner, (owner) =>
        loadDemo(owner, { now: new Date().toISOString(), secret: storage.secret }, made),
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
    const url = await server
      .listen({ port: settings.port, host: settings.host })
      .catch(async (error: unknown) => {
        await house.close()
        throw portProblem(error, settings)
      })
    const jobs = import('./jobs.ts').then(({ startJobs }) => startJobs(storage, settings, house.masterKeys))
    return {
      server,
      url,
      firstStart: empty,
      timedWork: jobs.then(() => undefined),
      stop: async () => {
        await server.close()
        await jobs.then(
          (running) => running.stop(),
          () => {}, // told by `timedWork`
        )
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
