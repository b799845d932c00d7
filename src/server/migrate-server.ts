import type { DatabaseAddress } from './database-address.ts'
import { isUnavailable, sqlState } from './database-errors.ts'
import { type OwnerSession, quoteName } from './database-owner.ts'
import { currentUser } from './roles.ts'
import { StartProblem } from './start-problem.ts'

// What a database server must offer, and what to say to whoever runs it when it does not.

/** Why the owner could not connect, in words; errors of another kind pass. */
export function connectProblem(owner: DatabaseAddress, error: unknown): unknown {
  const state = sqlState(error)
  if (isUnavailable(error))
    return new StartProblem(
      `The database server at ${owner.host}:${owner.port} does not answer. Is it running, and is DATABASE_URL right?`,
      {
        cause: error,
      },
    )
  if (state === '28P01' || state === '28000')
    return new StartProblem(
      `The database server refused the user ${owner.user}. Check its password in DATABASE_URL and pg_hba.conf.`,
      {
        cause: error,
      },
    )
  if (state === '3D000')
    return new StartProblem(
      `There is no database ${owner.database}. As an administrator of the database server run:\n` +
        `  create database ${quoteName(owner.database)} owner ${quoteName(owner.user)} template template0 encoding 'UTF8' locale 'C.UTF-8';`,
      { cause: error },
    )
  return error
}

/** Refuses servers too old, databases not in UTF-8, and a user that does not own the database. */
export async function refuseOtherServers(session: OwnerSession): Promise<void> {
  const [server] = await session.rows<{ version: number; encoding: string; owns: boolean; name: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      pg_has_role(datdba, 'usage') as owns, datname as name from pg_database where datname = current_database()`,
  )
  if (!server) return
  if (server.version < 150000)
    throw new StartProblem(
      `This PostgreSQL is version ${Math.floor(server.version / 10000)}; Ihala needs 15 or newer.`,
    )
  if (server.encoding !== 'UTF8')
    throw new StartProblem(
      `The database ${server.name} is encoded in ${server.encoding}. Create it with ENCODING 'UTF8'.`,
    )
  if (!server.owns)
    throw new StartProblem(`The user of DATABASE_URL must own the database ${server.name}. As an administrator run:
  alter database ${quoteName(server.name)} owner to ${quoteName(await currentUser(session))};`)
}

/** Trigram search; an owner may add it to its own database. */
export async function addTrigrams(session: OwnerSession): Promise<void> {
  await session
    .script('create extension if not exists pg_trgm with schema public')
    .catch((error: unknown) => {
      if (!['58P01', '0A000'].includes(sqlState(error) ?? '')) throw error
      throw new StartProblem(
        'This database server lacks the extension pg_trgm, a part of PostgreSQL that some systems package apart. ' +
          'Install postgresql-contrib of the same version and start again.',
        { cause: error },
      )
    })
}

export async function databaseName(session: OwnerSession): Promise<string> {
  const [row] = await session.rows<{ name: string }>('select current_database() as name')
  return row?.name ?? ''
}
