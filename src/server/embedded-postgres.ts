import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from './database-address.ts'
import { sqlState } from './database-errors.ts'
import { type OwnerConnection, openOwner } from './database-owner.ts'
import { readyBinaries } from './embedded-binaries.ts'
import { databaseName, makeCluster, makeOwner, ownerRole } from './embedded-cluster.ts'
import {
  folderProblem,
  openDataFolder,
  possibleClusters,
  privateFolder,
  socketFolder,
  stateOfCluster,
} from './embedded-folder.ts'
import { underLock } from './embedded-lock.ts'
import { type Running, runServer, stopServer } from './embedded-process.ts'
import { type OsUser, chooseUser } from './embedded-user.ts'
import { rolePassword } from './roles.ts'
import { StartProblem } from './start-problem.ts'

/** What PostgreSQL is doing: making a new cluster, which takes a second, or starting; and the secret of the data folder. */
export type Meanwhile = (doing: 'making' | 'starting', secret: string) => void

export interface EmbeddedOptions {
  /** IHALA_DATA; made if missing. */
  readonly dataFolder: string
  /** Folder of another platform package with PostgreSQL programs; default: the one npm installed. */
  readonly binaries?: string | undefined
  /** False for tests only: a power cut then loses the database. */
  readonly fsync?: boolean | undefined
  /** Called whenever PostgreSQL has begun to work in a process of its own, which leaves time for something else. */
  readonly meanwhile?: Meanwhile | undefined
  readonly log: (line: string) => void
}

export interface EmbeddedPostgres {
  /** The owner of the database `ihala`; not a superuser. */
  readonly owner: DatabaseAddress
  /** Of the file `secret` in the data folder. */
  readonly secret: string
  /** A server was already running for this data folder. */
  readonly attached: boolean
  /** Stops watching over the server, and the server itself unless another Ihala process still uses it. Close every other connection first. */
  stop(): Promise<void>
}

const presence = 'ihala presence'

/**
 * Starts the PostgreSQL that comes with Ihala, or attaches to the one that serves this data folder. A first start
 * makes the cluster. The server listens on a Unix socket in a closed folder only (on Windows, where this has not been
 * tried, on loopback); everybody logs in with a SCRAM password derived from the secret. Throws StartProblem.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = await chooseUser(possibleClusters(options.dataFolder))
  const folder = await openDataFolder(options.dataFolder, user)
  const binaries = await readyBinaries(options.binaries, user, folder.home)
  const lock = join(folder.root, 'start.lock')
  const password = rolePassword(folder.secret, 'postgres')
  const inFolder = async <T>(work: () => Promise<T>): Promise<T> =>
    underLock(lock, work).catch((error: unknown) => {
      throw folderProblem(folder.root, error)
    })

  const server = {
    binaries,
    cluster: folder.cluster,
    user,
    settings: {
      ...(await listening(folder.home, user)),
      ...tuning,
      ...(options.fsync === false ? unsafeButFast : {}),
    },
    logFile: join(folder.home, 'postgres.log'),
    log: options.log,
    meanwhile: () => options.meanwhile?.('starting', folder.secret),
  }
  let here: OwnerConnection | undefined
  let stopping = false

  /** Runs the server and keeps one connection to it: by it others see that this process uses it, and we that it lives. */
  async function run(): Promise<Running> {
    const running = await runServer(server)
    const address = {
      host: running.host,
      port: running.port,
      database: 'postgres',
      user: 'postgres',
      password,
    }
    here = await openOwner(address, { applicationName: presence, onLost: () => void restart() })
    return running
  }

  async function restart(): Promise<void> {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 10_000)) {
      try {
        options.log('The database stopped by itself; starting it again …')
        return void (await inFolder(async () => (stopping ? undefined : run())))
      } catch (error) {
        options.log(`The database does not start: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(wait)
      }
    }
  }

  return inFolder(async () => {
    if ((await stateOfCluster(folder.cluster, binaries.major)) === 'absent') {
      options.log('Preparing the database (once) …')
      await makeCluster(binaries, folder.cluster, user, password, options.fsync ?? true, () =>
        options.meanwhile?.('making', folder.secret),
      )
    }
    const { host, port, attached } = await run().catch((error: unknown) => {
      if (sqlState(error) !== '28P01') throw error
      throw new StartProblem(
        `The file secret in ${folder.root} does not belong to this database. Restore the one from its backup.`,
      )
    })
    const ownerPassword = rolePassword(folder.secret, ownerRole)
    if (here) await makeOwner(here, ownerPassword)
    return {
      owner: { host, port, database: databaseName, user: ownerRole, password: ownerPassword },
      secret: folder.secret,
      attached,
      async stop() {
        stopping = true
        await inFolder(async () => {
          const last = await isLast(here)
          await here?.close()
          if (last) await stopServer(folder.cluster)
        })
      },
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

const unsafeButFast = { fsync: 'off', full_page_writes: 'off' }

async function listening(home: string, user: OsUser | undefined): Promise<Record<string, string>> {
  if (process.platform === 'win32')
    return { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' }
  const folder = socketFolder(home)
  await privateFolder(folder, user)
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: folder,
    unix_socket_permissions: '0700',
  }
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

/** Whoever was killed a moment ago is still listed until PostgreSQL notices: a second look, and a tenth, costs nothing. */
async function isLast(here: OwnerConnection | undefined): Promise<boolean> {
  try {
    for (let look = 0; look < 10; look++) {
      const [row] =
        (await here?.rows<{ others: number }>(
          'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
          [presence],
        )) ?? []
      if (!row || row.others === 0) return true
      await sleep(50)
    }
    return false
  } catch {
    // The server is gone or going: there is nothing to leave running.
    return true
  }
}
