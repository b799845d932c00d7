import { spawn } from 'node:child_process'
import { chown, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { DatabaseAddress } from './database-address.ts'
import { sqlState } from './database-errors.ts'
import { type OwnerConnection, openOwner } from './database-owner.ts'
import { type Binaries, program, readyBinaries } from './embedded-binaries.ts'
import { folderProblem, openDataFolder, privateFolder, socketFolder, stateOfCluster } from './embedded-folder.ts'
import { underLock } from './embedded-lock.ts'
import { runServer, serverEnvironment, stopServer } from './embedded-process.ts'
import { type OsUser, chooseUser } from './embedded-user.ts'
import { rolePassword } from './roles.ts'
import { StartProblem } from './start-problem.ts'

export interface EmbeddedOptions {
  /** IHALA_DATA; made if missing. */
  readonly dataFolder: string
  /** Folder of another platform package with PostgreSQL programs; default: the one npm installed. */
  readonly binaries?: string | undefined
  /** False for tests only: a power cut then loses the database. */
  readonly fsync?: boolean | undefined
  readonly log: (line: string) => void
}

export interface EmbeddedPostgres {
  /** The owner of the database `ihala`; not a superuser. */
  readonly owner: DatabaseAddress
  /** Of the file `secret` in the data folder. */
  readonly secret: string
  /** A server was already running for this data folder. */
  readonly attached: boolean
  /** Stops the server, unless another Ihala process still uses it. Close every other connection first. */
  stop(): Promise<void>
}

const ownerRole = 'ihala_owner'
const databaseName = 'ihala'
const presence = 'ihala presence'

/**
 * Starts the PostgreSQL that comes with Ihala, or attaches to the one that serves this data folder. A first start
 * makes the cluster. The server listens on a Unix socket in a closed folder only (on Windows, where this has not been
 * tried, on loopback); everybody logs in with a SCRAM password derived from the secret. Throws StartProblem.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = await chooseUser()
  const folder = await openDataFolder(options.dataFolder, user)
  const binaries = await readyBinaries(options.binaries, user, folder.home)
  const lock = join(folder.root, 'start.lock')
  const password = rolePassword(folder.secret, 'postgres')
  const inFolder = async <T>(work: () => Promise<T>): Promise<T> =>
    underLock(lock, work).catch((error: unknown) => {
      throw folderProblem(folder.root, error)
    })

  return inFolder(async () => {
    if ((await stateOfCluster(folder.cluster, binaries.major)) === 'absent') {
      options.log('Preparing the database (once) …')
      await makeCluster(binaries, folder.cluster, user, password, options.fsync ?? true)
    }
    const running = await runServer({
      binaries,
      cluster: folder.cluster,
      user,
      settings: { ...(await listening(folder.home, user)), ...tuning, ...(options.fsync === false ? unsafeButFast : {}) },
      logFile: join(folder.home, 'postgres.log'),
      log: options.log,
    })
    const { host, port, attached } = running
    const address = { host, port, database: 'postgres', user: 'postgres', password }
    // Kept open while we run: by it another process sees that this one still uses the server.
    const here = await openOwner(address, { applicationName: presence }).catch((error: unknown) => {
      if (sqlState(error) !== '28P01') throw error
      throw new StartProblem(`The file secret in ${folder.root} does not belong to this database. Restore the one from its backup.`)
    })
    const ownerPassword = rolePassword(folder.secret, ownerRole)
    await makeOwner(here, ownerPassword)
    return {
      owner: { host, port, database: databaseName, user: ownerRole, password: ownerPassword },
      secret: folder.secret,
      attached,
      stop: () =>
        inFolder(async () => {
          const last = await isLast(here)
          await here.close()
          if (last) await stopServer(folder.cluster)
        }),
    }
  })
}

/** For a small server beside the application; the log gets neither statements nor values, which may be personal. */
const tuning: Readonly<Record<string, string>> = {
  cluster_name: 'ihala',
  shared_buffers: '128MB',
  max_connections: '60',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  password_encryption: 'scram-sha-256',
}

const unsafeButFast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }

async function listening(home: string, user: OsUser | undefined): Promise<Record<string, string>> {
  if (process.platform === 'win32')
    return { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' }
  const folder = socketFolder(home)
  await privateFolder(folder, user)
  return { listen_addresses: '', port: '5432', unix_socket_directories: folder, unix_socket_permissions: '0700' }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      server.close(() => resolve(at && typeof at === 'object' ? at.port : 0))
    })
  })
}

/**
 * C.UTF-8 sorts by code point and knows Arabic letters (plain C would make trigram search blind to them). Systems
 * without it, such as older macOS, have the same letters under en_US.UTF-8.
 */
const locales = [['--locale=C.UTF-8'], ['--locale=en_US.UTF-8', '--lc-collate=C', '--lc-messages=C']]

/** Made aside and renamed, so that a cluster is either whole or not there; whatever an interrupted attempt left is wiped. */
async function makeCluster(
  binaries: Binaries,
  cluster: string,
  user: OsUser | undefined,
  password: string,
  fsync: boolean,
): Promise<void> {
  const aside = `${cluster}.new`
  const passwordFile = `${cluster}.password`
  try {
    for (const locale of locales) {
      await rm(aside, { recursive: true, force: true })
      await privateFolder(aside, user)
      await writeFile(passwordFile, password, { mode: 0o600 })
      if (user) await chown(passwordFile, user.uid, user.gid)
      const said = await initdb(binaries, user, [
        `--pgdata=${aside}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--data-checksums',
        ...locale,
        ...(fsync ? [] : ['--no-sync']),
      ])
      if (said === undefined) return await rename(aside, cluster)
      if (/No space left on device/.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' })
      if (!/invalid locale/.test(said)) throw new StartProblem(`The database could not be prepared in ${cluster}:\n${said}`)
    }
    throw new StartProblem('This system knows neither the locale C.UTF-8 nor en_US.UTF-8. Install one of them and start again.')
  } finally {
    await rm(passwordFile, { force: true })
    await rm(aside, { recursive: true, force: true })
  }
}

/** What it complained about, or undefined when all went well. */
function initdb(binaries: Binaries, user: OsUser | undefined, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program(binaries, 'initdb'), args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: serverEnvironment,
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : said.trim() || `initdb ended with ${code}`))
  })
}

/** The same kind of owner that a DATABASE_URL has: it may make roles and owns one database, and is no superuser. */
async function makeOwner(superuser: OwnerConnection, password: string): Promise<void> {
  const [found] = await superuser.rows<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
      exists (select from pg_database where datname = $2) as database`,
    [ownerRole, databaseName],
  )
  if (!found?.role)
    await superuser.script(
      `create role ${ownerRole} login nosuperuser nobypassrls nocreatedb createrole password '${password}'`,
    )
  if (!found?.database)
    await superuser.script(`create database ${databaseName} owner ${ownerRole} template template0`)
}

async function isLast(here: OwnerConnection): Promise<boolean> {
  try {
    const [row] = await here.rows<{ others: number }>(
      'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
      [presence],
    )
    return row?.others === 0
  } catch {
    // The server is gone or going: there is nothing to leave running.
    return true
  }
}
