import pg from 'pg'
import { type DatabaseAddress, clientConfig } from './database-address.ts'

/** One connection of the owner (or, in the embedded server, of its superuser): migrations, bulk load, backup. */
export interface OwnerSession {
  /** Runs a script of any number of statements, without parameters. */
  script(sql: string): Promise<void>
  rows<T>(sql: string, params?: readonly unknown[]): Promise<T[]>
  /**
   * Runs `work` between BEGIN and COMMIT; any error rolls back. As `loader` the owner may write rows (demo, import,
   * data migrations); without it the policies show the owner nothing.
   */
  transaction<T>(work: () => Promise<T>, as?: 'loader'): Promise<T>
}

export interface OwnerConnection extends OwnerSession {
  close(): Promise<void>
}

/**
 * Opens one connection; not pooled and without the limits of a request. The owner is bound by forced policies like
 * everybody: it reads and writes only what a policy for the owner says. `onLost` is called when the connection
 * breaks rather than being closed.
 */
export async function openOwner(
  address: DatabaseAddress,
  options: { applicationName?: string; onLost?: () => void } = {},
): Promise<OwnerConnection> {
  const client = new pg.Client({
    ...clientConfig(address, { timezone: 'UTC', datestyle: 'ISO' }),
    application_name: options.applicationName ?? 'ihala owner',
    connectionTimeoutMillis: 10_000,
  })
  let closing = false
  // Queries report a broken connection themselves; without a listener the same news would end the process.
  client.on('error', () => {})
  await client.connect()
  client.once('end', () => {
    if (!closing) options.onLost?.()
  })
  return {
    ...sessionOf(client),
    async close() {
      closing = true
      await client.end()
    },
  }
}

/** Opens one connection of the owner, runs `work`, closes it. */
export async function withOwner<T>(
  address: DatabaseAddress,
  work: (session: OwnerSession) => Promise<T>,
): Promise<T> {
  const connection = await openOwner(address)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

function sessionOf(client: pg.Client): OwnerSession {
  return {
    async script(sql) {
      await client.query(sql)
    },
    async rows<T>(sql: string, params: readonly unknown[] = []) {
      return (await client.query(sql, params as unknown[])).rows as T[]
    },
    async transaction(work, as) {
      await client.query('begin')
      try {
        if (as) await client.query("select set_config('ihala.kind', $1, true)", [as])
        const result = await work()
        const { command } = await client.query('commit')
        if (command !== 'COMMIT')
          throw new Error('the transaction was rolled back: a statement in it had failed')
        return result
      } catch (error) {
        await client.query('rollback').catch(() => {}) // the first error is the one to report
        throw error
      }
    },
  }
}

/** Quotes a name (role, database) for SQL text. */
export function quoteName(name: string): string {
  return pg.escapeIdentifier(name)
}
