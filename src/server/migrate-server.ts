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

interface ServerFacts {
  version: number
  encoding: string
  owns: boolean
  name: string
  superuser: boolean
  bypasses: boolean
  /** The superuser that `initdb` made, which cannot be made an ordinary user. */
  first: boolean
}

/**
 * Refuses servers too old, databases not in UTF-8, a user that does not own the database, and one whom no row policy
 * would bind. There is no exception: an owner costs an administrator one statement.
 */
export async function refuseOtherServers(session: OwnerSession): Promise<void> {
  const [server] = await session.rows<ServerFacts>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      pg_has_role(datdba, 'usage') as owns, datname as name, rolsuper as superuser, rolbypassrls as bypasses,
      pg_roles.oid = 10 as first
      from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
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
  if (server.superuser || server.bypasses) throw new StartProblem(unbound(server, await currentUser(session)))
  if (!server.owns)
    throw new StartProblem(`The user of DATABASE_URL must own the database ${server.name}. As an administrator run:
  alter database ${quoteName(server.name)} owner to ${quoteName(await currentUser(session))};`)
}

function unbound({ superuser, first, name }: ServerFacts, user: string): string {
  const why = `The user ${user} of DATABASE_URL ${superuser ? 'is a superuser' : 'has BYPASSRLS'}: the row policies that keep people's data apart would not bind it.`
  if (!first)
    return `${why} As an administrator run:\n  alter role ${quoteName(user)} nosuperuser nobypassrls createrole;`
  return (
    `${why} As an administrator run:\n` +
    `  create role ihala_owner login createrole password '…';\n` +
    `  alter database ${quoteName(name)} owner to ihala_owner;\n` +
    'Then name ihala_owner and its password in DATABASE_URL.'
  )
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
