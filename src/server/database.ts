import { createHash } from 'node:crypto'
import pg from 'pg'
import { Refusal, refuse } from '../basics/refusal.ts'
import type { Identity, Who } from '../permissions/who.ts'
import { type DatabaseAddress, clientConfig, roleSettings } from './database-address.ts'
import { isUnavailable, sqlState } from './database-errors.ts'

export { isRetryable } from './database-errors.ts'
export type { DatabaseAddress } from './database-address.ts'

/** SQL with a name by which a connection parses and plans it once. Made at module level by {@link statement}. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export function statement(text: string): Statement {
  return { name: `s${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text }
}

/**
 * An open transaction. Queries leave at once, in order, without waiting for one another, so independent ones
 * are best started together (`Promise.all`). A query whose promise nobody awaits still counts: if it fails,
 * the transaction does. Parameters: arrays become PostgreSQL arrays; pass jsonb as `JSON.stringify(value)`.
 */
export interface Transaction {
  rows<T>(sql: Statement, params?: readonly unknown[]): Promise<T[]>
  /** The first row, if there is one. */
  row<T>(sql: Statement, params?: readonly unknown[]): Promise<T | undefined>
  /** The number of rows written. */
  run(sql: Statement, params?: readonly unknown[]): Promise<number>
}

/**
 * What the policies read. An account always comes by its session (`asSession`), except where the server itself acts
 * for one; a one-time link starts as a visitor, and the function that opens it sets the rest.
 */
export interface ActingAs {
  readonly kind: Identity
  readonly accountId?: string | undefined
  readonly organisationId?: string | undefined
  readonly sites?: readonly string[] | undefined
  readonly supervisedSites?: readonly string[] | undefined
  readonly roles?: readonly string[] | undefined
}

export interface TransactionOptions {
  /** Of the request: when the client hangs up, the connection is free again within half a second. */
  readonly signal?: AbortSignal | undefined
}

export interface Database {
  /**
   * Runs `work` as the account of a session. `BEGIN`, sign-on and the first queries of `work` leave together, so
   * `identity` arrives along with their answers. Before sign-on has succeeded a transaction is nobody and the
   * policies let it read and write nothing; an unknown or ended session refuses with `session.required` whatever
   * `work` did. Two round trips for `work` that asks once, one for {@link Database.read}.
   */
  asSession<T>(
    tokenHash: Buffer,
    work: (tx: Transaction, identity: Promise<Who>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** As `asSession`, for reads that are all known beforehand: `COMMIT` leaves with them. `queries` starts every query before its first await. */
  read<T>(
    tokenHash: Buffer,
    queries: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<{ who: Who; result: T }>
  /** Runs `work` as a visitor, a person, a worker, or an account the server acts for. */
  as<T>(identity: ActingAs, work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Connections in use, for /health and tests. */
  readonly busy: number
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Of the login role (`ihala_app`, `ihala_worker`), never of the owner. */
  readonly address: DatabaseAddress
  readonly poolSize: number
  /** Behind PgBouncer in transaction mode: no named statements, no settings at connection (the role carries them). */
  readonly pooler?: boolean | undefined
}

const hangUpGraceMs = 300
const waitForConnectionMs = 5_000

const signOn = statement('select * from sign_on($1)')
const actAs = statement(
  `select set_config('ihala.kind', $1, true), set_config('ihala.account', $2, true),
    set_config('ihala.organisation', $3, true), set_config('ihala.sites', $4, true),
    set_config('ihala.supervised', $5, true), set_config('ihala.roles', $6, true)`,
)

export function openDatabase(options: DatabaseOptions): Database {
  const pooler = options.pooler ?? false
  const pool = new pg.Pool({
    ...clientConfig(options.address, pooler ? {} : roleSettings),
    max: options.poolSize,
    connectionTimeoutMillis: waitForConnectionMs,
    idleTimeoutMillis: 60_000,
    pipeline: true,
  })
  // An idle connection that breaks is dropped by the pool itself; whoever asks next gets a new one or a refusal.
  pool.on('error', () => {})

  async function transact<T>(
    work: (tx: OpenTransaction) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const client = await borrow(pool, signal)
    const tx = new OpenTransaction(client, !pooler)
    const stopWatching = watchHangUp(tx, signal)
    try {
      tx.begin()
      const result = await work(tx)
      await tx.commit()
      return result
    } catch (error) {
      await tx.rollback()
      throw refusalOf(error)
    } finally {
      stopWatching()
      tx.giveBack()
    }
  }

  return {
    asSession: (tokenHash, work, { signal } = {}) =>
      transact(async (tx) => {
        const identity = tx.signOn(tokenHash)
        const result = await work(tx, identity).catch(async (error: unknown) => {
          await identity
          throw error
        })
        await identity
        return result
      }, signal),
    read: (tokenHash, queries, { signal } = {}) =>
      transact(async (tx) => {
        const identity = tx.signOn(tokenHash)
        const answers = queries(tx)
        answers.catch(() => {})
        const committed = tx.commit()
        const who = await identity
        const result = await answers
        await committed
        return { who, result }
      }, signal),
    as: (identity, work, { signal } = {}) =>
      transact((tx) => {
        void tx.run(actAs, settingsOf(identity))
        return work(tx)
      }, signal),
    get busy() {
      return pool.totalCount - pool.idleCount
    },
    close: () => pool.end(),
  }
}

class OpenTransaction implements Transaction {
  readonly #client: pg.PoolClient
  readonly #named: boolean
  readonly #onError = (error: Error): void => this.#break(error)
  #firstError: unknown
  #commit: Promise<void> | undefined
  #broken = false

  constructor(client: pg.PoolClient, named: boolean) {
    this.#client = client
    this.#named = named
    client.on('error', this.#onError)
  }

  begin(): void {
    void this.#send({ text: 'begin' })
  }

  signOn(tokenHash: Buffer): Promise<Who> {
    return this.#ask(signOn, [tokenHash], ({ rows }) => whoOf(rows[0] as SignOnRow | undefined))
  }

  rows<T>(sql: Statement, params: readonly unknown[] = []): Promise<T[]> {
    return this.#ask(sql, params, ({ rows }) => rows as T[])
  }

  row<T>(sql: Statement, params: readonly unknown[] = []): Promise<T | undefined> {
    return this.#ask(sql, params, ({ rows }) => rows[0] as T | undefined)
  }

  run(sql: Statement, params: readonly unknown[] = []): Promise<number> {
    return this.#ask(sql, params, ({ rowCount }) => rowCount ?? 0)
  }

  /** A transaction with a failed statement answers COMMIT with ROLLBACK and no error: that must not pass for saved. */
  commit(): Promise<void> {
    this.#commit ??= this.#send({ text: 'commit' }).then(({ command }) => {
      if (command !== 'COMMIT')
        throw new Error('the transaction was rolled back: a statement in it had failed', { cause: this.#firstError })
    })
    this.#commit.catch(() => {})
    return this.#commit
  }

  async rollback(): Promise<void> {
    if (this.#broken) return
    await this.#send({ text: 'rollback' }).catch((error: unknown) => this.#break(error))
  }

  /** Cuts the connection; every waiting query fails and PostgreSQL ends the transaction. */
  cut(reason: Error): void {
    this.#break(reason)
    // `end()` would wait for the running query.
    ;(this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
  }

  giveBack(): void {
    this.#client.off('error', this.#onError)
    // Without a listener a late error of a cut connection would end the process.
    if (this.#broken) this.#client.on('error', () => {})
    this.#client.release(this.#broken)
  }

  #ask<T>(sql: Statement, params: readonly unknown[], take: (result: pg.QueryResult) => T): Promise<T> {
    if (this.#commit) return Promise.reject(new Error('the transaction is over: its COMMIT has been sent'))
    const name = this.#named ? { name: sql.name } : {}
    const answer = this.#send({ ...name, text: sql.text, values: params as unknown[] }).then(take)
    // An answer nobody waits for is not lost: the first error is kept, and commit reports it.
    answer.catch(() => {})
    return answer
  }

  #send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = this.#client.query(query)
    answer.catch((error: unknown) => {
      this.#firstError ??= error
      // A plan that outlived a migration, or a name the pooler's server does not know: only a new connection cures it.
      if (['0A000', '26000', '42P05'].includes(sqlState(error) ?? '')) this.#broken = true
    })
    return answer
  }

  #break(error: unknown): void {
    this.#firstError ??= error
    this.#broken = true
  }
}

async function borrow(pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> {
  signal?.throwIfAborted()
  const client = await pool.connect().catch((error: unknown) => {
    throw refusalOf(error)
  })
  if (signal?.aborted) client.release()
  signal?.throwIfAborted()
  return client
}

function watchHangUp(tx: OpenTransaction, signal: AbortSignal | undefined): () => void {
  if (!signal) return () => {}
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    timer = setTimeout(() => tx.cut(new Error('the client hung up')), hangUpGraceMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return () => {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}

function refusalOf(error: unknown): unknown {
  if (sqlState(error) === '53100') return Object.assign(new Refusal('server.disk_full'), { cause: error })
  if (isUnavailable(error)) return Object.assign(new Refusal('server.unavailable'), { cause: error })
  return error
}

function settingsOf(identity: ActingAs): string[] {
  const { kind, accountId = '', organisationId = '', sites = [], supervisedSites = [], roles = [] } = identity
  const list = (items: readonly string[]): string => `{${items.join(',')}}`
  return [kind, accountId, organisationId, list(sites), list(supervisedSites), list(roles)]
}

interface SignOnRow {
  account_id: string
  organisation_id: string
  display_name: string
  login: string
  locale: string
  roles: Who['roles']
  sites: string[]
  supervised: string[]
  session_id: string
  must_change_password: boolean
}

function whoOf(row: SignOnRow | undefined): Who {
  if (!row) refuse('session.required')
  return {
    kind: 'account',
    accountId: row.account_id,
    organisationId: row.organisation_id,
    displayName: row.display_name,
    login: row.login,
    locale: row.locale,
    roles: row.roles,
    sites: row.sites,
    supervisedSites: row.supervised,
    sessionId: row.session_id,
    mustChangePassword: row.must_change_password,
  }
}
