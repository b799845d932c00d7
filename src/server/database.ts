import pg from 'pg'
import { Refusal } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import { type DatabaseAddress, clientConfig, roleSettings } from './database-address.ts'
import { isUnavailable, sqlState } from './database-errors.ts'
import {
  type ActingAs,
  type SignOnRow,
  actAs,
  settingsOf,
  signOn,
  signOnToProve,
  whoOf,
} from './database-identity.ts'
import { turns } from './turns.ts'
import { OpenTransaction, type Statement, type Transaction, statement } from './database-transaction.ts'

export type { DatabaseAddress } from './database-address.ts'
export { isRetryable } from './database-errors.ts'
export type { ActingAs } from './database-identity.ts'
export { type Statement, type Transaction, statement } from './database-transaction.ts'

export interface TransactionOptions {
  /** Of the request: when the client hangs up, the connection is free again within half a second. */
  readonly signal?: AbortSignal | undefined
  /** Of `asSession`: also where the session has locked itself (`session.locked` otherwise). It has neither role nor office then. */
  readonly toProve?: boolean | undefined
  /** Of `asSession`: everything is seen as it is at one moment, and nothing is written (repeatable read, read only). */
  readonly snapshot?: boolean | undefined
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

// After sign-on, which may note that the session was used.
const onlyRead = statement('set transaction read only')
const hangUpGraceMs = 300
const waitForConnectionMs = 5_000

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

  // Whoever works comes before whoever reads: a crowd on the public pages waits for its own part of the connections.
  const visitors = turns(Math.max(1, Math.floor(options.poolSize / 3)))

  async function transact<T>(
    work: (tx: OpenTransaction) => Promise<T>,
    signal: AbortSignal | undefined,
    snapshot = false,
  ): Promise<T> {
    const client = await borrow(pool, signal)
    const tx = new OpenTransaction(client, !pooler)
    const stopWatching = watchHangUp(tx, signal)
    try {
      tx.begin(snapshot)
      const result = await work(tx)
      await tx.commit()
      return result
    } catch (error) {
      await tx.rollback()
      throw refusalOf(tx.reasonOf(error))
    } finally {
      stopWatching()
      tx.giveBack()
    }
  }

  return {
    asSession: (tokenHash, work, { signal, toProve = false, snapshot = false } = {}) =>
      transact(
        async (tx) => {
          const identity = signedOn(tx, tokenHash, toProve ? signOnToProve : signOn)
          if (snapshot) void tx.run(onlyRead)
          const result = await work(tx, identity).catch(async (error: unknown) => {
            await identity
            throw error
          })
          await identity
          return result
        },
        signal,
        snapshot,
      ),
    read: (tokenHash, queries, { signal } = {}) =>
      transact(async (tx) => {
        const identity = signedOn(tx, tokenHash, signOn)
        const answers = queries(tx)
        answers.catch(() => {})
        const committed = tx.commit()
        const who = await identity
        const result = await answers
        await committed
        return { who, result }
      }, signal),
    as: (identity, work, { signal } = {}) => {
      const asThem = () =>
        transact((tx) => {
          void tx.run(actAs, settingsOf(identity))
          return work(tx)
        }, signal)
      return identity.kind === 'visitor' ? visitors(asThem) : asThem()
    },
    get busy() {
      return pool.totalCount - pool.idleCount
    },
    close: () => pool.end(),
  }
}

function signedOn(tx: OpenTransaction, tokenHash: Buffer, by: Statement): Promise<Who> {
  const identity = tx.row<SignOnRow>(by, [tokenHash]).then(whoOf)
  // The door itself looks at it too, so `work` may leave it alone.
  identity.catch(() => {})
  return identity
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
  // A null sign or half a sign, which PostgreSQL does not keep.
  if (['22021', '22P05'].includes(sqlState(error) ?? ''))
    return Object.assign(new Refusal('input.hidden_characters'), { cause: error })
  if (sqlState(error) === '53100') return Object.assign(new Refusal('server.disk_full'), { cause: error })
  if (isUnavailable(error)) return Object.assign(new Refusal('server.unavailable'), { cause: error })
  return error
}

/** A bare pool for the job runner, which speaks to PostgreSQL by itself. Nothing else may ask for one. */
export function openJobPool(address: DatabaseAddress): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(address, roleSettings), max: 4 })
  // a broken connection is replaced at the next use; without listeners the news would end the process
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
