import { spawn } from 'node:child_process'
import { chown, rename, rm, writeFile } from 'node:fs/promises'
import type { OwnerSession } from './database-owner.ts'
import { type Binaries, program } from './embedded-binaries.ts'
import { privateFolder } from './embedded-folder.ts'
import { serverEnvironment } from './embedded-process.ts'
import type { OsUser } from './embedded-user.ts'
import { StartProblem } from './start-problem.ts'

export const ownerRole = 'ihala_owner'
export const databaseName = 'ihala'

/**
 * C.UTF-8 sorts by code point and knows Arabic letters (plain C would make trigram search blind to them). Systems
 * without it, such as older macOS, have the same letters under en_US.UTF-8.
 */
const locales = [['--locale=C.UTF-8'], ['--locale=en_US.UTF-8', '--lc-collate=C', '--lc-messages=C']]

/**
 * Makes a cluster with a superuser `postgres`. Made aside and renamed, so that a cluster is either whole or not there;
 * whatever an interrupted attempt left is wiped. Calls `meanwhile` once the second or so of another process's work has
 * begun. Throws StartProblem, or the error of a full disk.
 */
export async function makeCluster(
  binaries: Binaries,
  cluster: string,
  user: OsUser | undefined,
  password: string,
  fsync: boolean,
  meanwhile: () => void,
): Promise<void> {
  const aside = `${cluster}.new`
  const passwordFile = `${cluster}.password`
  try {
    for (const locale of locales) {
      await rm(aside, { recursive: true, force: true })
      await privateFolder(aside, user)
      await writeFile(passwordFile, password, { mode: 0o600 })
      if (user) await chown(passwordFile, user.uid, user.gid)
      const making = initdb(binaries, user, [
        `--pgdata=${aside}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--data-checksums',
        ...locale,
        ...(fsync ? [] : ['--no-sync']),
      ])
      meanwhile()
      const said = await making
      if (said === undefined) return await rename(aside, cluster)
      if (/No space left on device/.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' })
      if (!/invalid locale/.test(said))
        throw new StartProblem(`The database could not be prepared in ${cluster}:\n${said}`)
    }
    throw new StartProblem(
      'This system knows neither the locale C.UTF-8 nor en_US.UTF-8. Install one of them and start again.',
    )
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
    child.once('close', (code) =>
      resolve(code === 0 ? undefined : said.trim() || `initdb ended with ${code}`),
    )
  })
}

/** The same kind of owner that a DATABASE_URL has: it may make roles and owns one database, and is no superuser. */
export async function makeOwner(superuser: OwnerSession, password: string): Promise<void> {
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
