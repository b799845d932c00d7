import { createHash } from 'node:crypto'
import type pg from 'pg'
import { sqlState } from './database-errors.ts'

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

/** The driver's socket, which its types do not name. */
interface Wired {
  readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(): void } }
}

/** A transaction on a borrowed connection; {@link openDatabase} of database.ts begins and ends it. */
export class OpenTransaction implements Transaction {
  readonly #client: pg.PoolClient
  readonly #named: boolean
  readonly #onError = (error: Error): void => this.#break(error)
  #firstError: unknown
  #commit: Promise<void> | undefined
  #broken = false
  #gathering = false

  constructor(client: pg.PoolClient, named: boolean) {
    this.#client = client
    this.#named = named
    client.on('error', this.#onError)
  }

  begin(snapshot: boolean): void {
    void this.#send({ text: snapshot ? 'begin isolation level repeatable read' : 'begin' })
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
        throw new Error('the transaction was rolled back: a statement in it had failed', {
          cause: this.#firstError,
        })
    })
    this.#commit.catch(() => {})
    return this.#commit
  }

  async rollback(): Promise<void> {
    if (this.#broken) return
    await this.#send({ text: 'rollback' }).catch((error: unknown) => this.#break(error))
  }

  /** Statements that left after a failed one only say that it had failed: the first error is the one that tells why. */
  reasonOf(error: unknown): unknown {
    return sqlState(error) === '25P02' ? this.#firstError : error
  }

  /** Cuts the connection; every waiting query fails and PostgreSQL ends the transaction. */
  cut(reason: Error): void {
    this.#break(reason)
    // `end()` would wait for the running query.
    ;(this.#client as unknown as Wired).connection.stream.destroy()
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
    this.#gather()
    const answer = this.#client.query(query)
    answer.catch((error: unknown) => {
      this.#firstError ??= error
      // A plan that outlived a migration, or a name the pooler's server does not know: only a new connection cures it.
      if (['0A000', '26000', '42P05'].includes(sqlState(error) ?? '')) this.#broken = true
    })
    return answer
  }

  /** What is asked in one go leaves in one write: each write is a call into the system, and those cost most of a read. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    const { stream } = (this.#client as unknown as Wired).connection
    stream.cork()
    process.nextTick(() => {
      this.#gathering = false
      stream.uncork()
    })
  }

  #break(error: unknown): void {
    this.#firstError ??= error
    this.#broken = true
  }
}
