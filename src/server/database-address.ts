import pg from 'pg'
import { StartProblem } from './start-problem.ts'
import { valueReaders } from './database-values.ts'

/** Where a database is and who logs in. `host` is a folder when it is a Unix socket. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string | undefined
  readonly ssl?: pg.ClientConfig['ssl']
}

/** Reads a `postgres://` address (also `?sslmode=`, `?host=/socket/folder`). Throws a StartProblem that never repeats the password. */
export function addressOf(url: string): DatabaseAddress {
  try {
    const { host, port, database, user, password, ssl } = new pg.Client({ connectionString: url })
    if (!database || !user) throw new Error('it names no database or no user')
    return { host, port, database, user, password: password ?? undefined, ssl }
  } catch (error) {
    throw new StartProblem(
      'DATABASE_URL cannot be read. It looks like postgres://user:password@host:5432/database?sslmode=require',
      { cause: error },
    )
  }
}

// The published types describe an older shape of this reader.
const lists = pg.types.arrayParser as unknown as {
  create(value: string, read: (item: string) => unknown): { parse(): unknown[] }
}
const readers = valueReaders((value, read) => lists.create(value, read).parse())
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) =>
    readers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
}

/**
 * What every connection of a login role runs with: a lost client or a runaway query holds nothing for long, and
 * instants are written in UTC. Sent at connection; the login roles carry the same for poolers that refuse settings.
 */
export const roleSettings: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO',
  statement_timeout: '10s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '15s',
  // PostgreSQL on Windows cannot watch a socket and refuses the setting.
  ...(process.platform === 'win32' ? {} : { client_connection_check_interval: '500ms' }),
}

/** Driver settings for an address; `settings` become startup options. */
export function clientConfig(
  address: DatabaseAddress,
  settings: Readonly<Record<string, string>>,
): pg.ClientConfig {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  return {
    ...address,
    application_name: 'ihala',
    types,
    ...(options.length > 0 ? { options: options.join(' ') } : {}),
  }
}
