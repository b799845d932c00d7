import { createHash, randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readFile,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type OsUser, canEnter } from './embedded-user.ts'
import { StartProblem } from './start-problem.ts'

/** Raised when a new Ihala arranges the data folder in a way an older one must not touch. */
const arrangement = 1

/** Where what lies. */
export interface DataFolder {
  /** IHALA_DATA: the secret, the arrangement number, and normally everything else. */
  readonly root: string
  /** What PostgreSQL's OS user can reach: the same, or a folder under /var/lib when `root` is closed to that user. */
  readonly home: string
  /** The database cluster (PGDATA). */
  readonly cluster: string
  readonly secret: string
}

/** Makes or opens the data folder, closed to other users. Throws StartProblem with what to do. */
export async function openDataFolder(path: string, user: OsUser | undefined): Promise<DataFolder> {
  const root = resolve(path)
  try {
    // Under root the database's user must be able to pass through; the secret and the cluster are closed by themselves.
    await mkdir(root, { recursive: true })
    await chmod(root, user ? 0o711 : 0o700)
    await refuseNewerArrangement(root)
    const secret = await keepSecret(root)
    const home = await findHome(root, user)
    return { root, home, cluster: join(home, clusterName), secret }
  } catch (error) {
    throw folderProblem(root, error)
  }
}

/** Turns what the disk refuses into words; everything else passes. */
export function folderProblem(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartProblem(
      `The disk of the data folder ${folder} is full. Free some space and start again.`,
      { cause: error },
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StartProblem(
      `The data folder ${folder} cannot be written. Give its folder to the user that runs Ihala, or set IHALA_DATA to another one.`,
      { cause: error },
    )
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new StartProblem(`The data folder ${folder} is a file. Set IHALA_DATA to a folder.`, {
      cause: error,
    })
  return error
}

async function refuseNewerArrangement(root: string): Promise<void> {
  const file = join(root, 'arrangement')
  const found = await readFile(file, 'utf8').catch(() => undefined)
  if (found === undefined) await writeFile(file, `${arrangement}\n`)
  else if (Number(found) > arrangement)
    throw new StartProblem(
      `The data folder ${root} was arranged by a newer Ihala. Install that version or a later one.`,
    )
}

/** 32 random bytes, made once. Linked into place whole, so that two processes starting together keep the same one. */
async function keepSecret(root: string): Promise<string> {
  const file = join(root, 'secret')
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  if (!(await stat(file).catch(() => undefined))) {
    await writeFile(aside, randomBytes(32).toString('hex'), { mode: 0o600, flush: true })
    await link(aside, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(aside)
  }
  const secret = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new StartProblem(
      `The file ${file} is damaged. Restore it from a backup: without it the database does not open.`,
    )
  return secret
}

/** Where a cluster may lie, for {@link chooseUser}. */
export function possibleClusters(path: string): string[] {
  return [join(resolve(path), pointerName, clusterName), join(resolve(path), clusterName)]
}

const pointerName = 'database'
const clusterName = 'postgres'

/**
 * Normally the data folder. Root's own folders are closed to the user PostgreSQL runs as, and opening them is not ours
 * to do: a new cluster then lies under /var/lib/ihala, and a link in the data folder shows where, from then on.
 */
async function findHome(root: string, user: OsUser | undefined): Promise<string> {
  const pointer = join(root, pointerName)
  const known = await readlink(pointer).catch(() => undefined)
  if (known) return known
  if (await canEnter(root, user)) return realpath(root)
  if (await stat(join(root, clusterName)).catch(() => undefined))
    throw new StartProblem(
      `The database in ${root} belongs to the user ${user?.name}, who can no longer pass through the folders above it. ` +
        'Let others pass again (chmod o+x on each), or start Ihala as that user.',
    )
  const home = join('/var/lib/ihala', createHash('sha256').update(root).digest('hex').slice(0, 12))
  await mkdir(home, { recursive: true })
  for (const folder of ['/var/lib/ihala', home]) await chmod(folder, 0o711)
  await symlink(home, pointer)
  return home
}

/** A folder that only PostgreSQL's user can use, made if missing. */
export async function privateFolder(path: string, user: OsUser | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const found = await lstat(path)
  const owner = user?.uid ?? process.getuid?.()
  if (!found.isDirectory()) throw new StartProblem(`${path} should be a folder.`)
  if (user && found.uid !== user.uid) {
    if (found.uid !== 0) throw new StartProblem(`The folder ${path} belongs to another user.`)
    await chown(path, user.uid, user.gid)
  } else if (owner !== undefined && found.uid !== owner) {
    throw new StartProblem(
      `The folder ${path} belongs to another user. Start Ihala as that user, or give it the folder.`,
    )
  }
  await chmod(path, 0o700)
}

/** A Unix socket's path has room for 107 bytes; a deep data folder gets a short one under the system's temporary folder. */
export function socketFolder(home: string): string {
  const beside = join(home, 'socket')
  if (Buffer.byteLength(join(beside, '.s.PGSQL.5432')) <= 107) return beside
  return join(tmpdir(), `ihala-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
}

/** `absent`: nothing there. Throws when the folder holds a cluster of another major version, or things that are not ours. */
export async function stateOfCluster(cluster: string, major: string): Promise<'absent' | 'ready'> {
  const absent = (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== 'ENOENT') throw error
  }
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(absent))?.trim()
  if (version === undefined) {
    const things = (await readdir(cluster).catch(absent)) ?? []
    if (things.length === 0) return 'absent'
    throw new StartProblem(
      `The folder ${cluster} holds files but no database. Move them away, or set IHALA_DATA to another folder.`,
    )
  }
  if (version === major) return 'ready'
  throw new StartProblem(
    `The database in ${cluster} is of PostgreSQL ${version}, and this Ihala brings PostgreSQL ${major}. ` +
      'Make a backup with the Ihala that wrote it (npx ihala backup), then restore that into a new data folder.',
  )
}
