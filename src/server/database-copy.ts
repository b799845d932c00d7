import pg from 'pg'
import { type DatabaseAddress, clientConfig } from './database-address.ts'
import { sqlState } from './database-errors.ts'

/** One connection for the rows of whole tables. Without the limits of a request: a backup takes what it takes. */
export interface CopySession {
  script(sql: string): Promise<void>
  rows<T>(sql: string, params?: readonly unknown[]): Promise<T[]>
  /** Runs `COPY … TO STDOUT`: blocks of whole lines, read no faster than they are taken. Ends with the number of rows the server says it sent. */
  copyOut(sql: string): AsyncGenerator<Buffer, number>
  /** Runs `COPY … FROM STDIN` with what `blocks` gives; the number of rows that were written. */
  copyIn(sql: string, blocks: AsyncIterable<Buffer>): Promise<number>
}

/** Opens one connection, runs `work`, closes it. A transaction that `work` left open ends with the connection, undone. */
export async function withCopy<T>(
  address: DatabaseAddress,
  work: (session: CopySession) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...clientConfig(address, {
      timezone: 'UTC',
      datestyle: 'ISO',
      statement_timeout: '0',
      idle_in_transaction_session_timeout: '0',
      lock_timeout: '60s',
      // The text of a number with a fraction is then the shortest that reads back as the same number.
      extra_float_digits: '1',
    }),
    application_name: 'ihala copy',
    connectionTimeoutMillis: 10_000,
  })
  // Queries report a broken connection themselves; without a listener the same news would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work({
      async script(sql) {
        await client.query(sql)
      },
      async rows<R>(sql: string, params: readonly unknown[] = []) {
        return (await client.query(sql, params as unknown[])).rows as R[]
      },
      copyOut: (sql) => client.query(new Outgoing(sql)).blocks(),
      copyIn: (sql, blocks) => client.query(new Incoming(sql)).take(blocks),
    })
  } finally {
    await client.end()
  }
}

/** What the driver hands to a query, beyond its published types. */
interface Wire {
  readonly stream: {
    pause(): void
    resume(): void
    readonly writableNeedDrain: boolean
    once(event: 'drain' | 'close', heard: () => void): void
    off(event: 'drain' | 'close', heard: () => void): void
  }
  query(sql: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** A query of the driver that carries COPY; it ends by an error or when the server is ready for the next one. */
abstract class Copy implements pg.Submittable {
  readonly #sql: string
  protected wire: Wire | undefined
  protected rows = 0
  #ended = false
  #failure: Error | undefined
  #wake: () => void = () => {}

  constructor(sql: string) {
    this.#sql = sql
  }
  submit(connection: pg.Connection): void {
    this.wire = connection as unknown as Wire
    this.wire.query(this.#sql)
  }
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCommandComplete({ text }: { text: string }): void {
    this.rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? Number.NaN)
  }
  handleReadyForQuery(): void {
    this.#ended = true
    this.stir()
  }
  handleError(error: Error): void {
    this.#failure = error
    this.handleReadyForQuery()
  }
  protected stir(): void {
    this.#wake()
  }
  /** The next time something came from the server. */
  protected change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
  /** Whether the server is done with this query. Throws what it said when it failed. */
  protected isOver(): boolean {
    if (this.#failure !== undefined) throw this.#failure
    return this.#ended
  }
}

const blockBytes = 512 * 1024

class Outgoing extends Copy {
  #block = Buffer.allocUnsafe(blockBytes)
  #filled = 0
  #full: Buffer[] = []

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // the driver uses its buffer again
    if (this.#filled + chunk.length > this.#block.length) this.#handOver(chunk.length)
    this.#filled += chunk.copy(this.#block, this.#filled)
    if (this.#full.length < 2) return
    this.wire?.stream.pause()
    this.stir()
  }

  #handOver(atLeast: number): void {
    if (this.#filled > 0) this.#full.push(this.#block.subarray(0, this.#filled))
    this.#block = Buffer.allocUnsafe(Math.max(blockBytes, atLeast))
    this.#filled = 0
  }

  async *blocks(): AsyncGenerator<Buffer, number> {
    for (;;) {
      const over = this.isOver()
      if (over) this.#handOver(0)
      for (const block of this.#full.splice(0)) yield block
      if (over) return this.rows
      const change = this.change()
      this.wire?.stream.resume()
      if (!this.isOver() && this.#full.length === 0) await change
    }
  }
}

class Incoming extends Copy {
  #open = false

  handleCopyInResponse(): void {
    this.#open = true
    this.stir()
  }

  async take(blocks: AsyncIterable<Buffer>): Promise<number> {
    while (!this.#open && !this.isOver()) await this.change()
    const { wire } = this
    if (wire === undefined || this.isOver()) throw new Error('this is no COPY … FROM STDIN')
    try {
      for await (const block of blocks) {
        if (this.isOver()) break
        wire.sendCopyFromChunk(block)
        if (wire.stream.writableNeedDrain) await drained(wire)
      }
    } catch (error) {
      // What the server says of it is that we broke off; what went wrong is ours to tell.
      wire.sendCopyFail('the source failed')
      while (!(await this.#settled())) await this.change()
      throw error
    }
    if (!this.isOver()) wire.endCopyFrom()
    while (!this.isOver()) await this.change()
    return this.rows
  }

  async #settled(): Promise<boolean> {
    try {
      return this.isOver()
    } catch (error) {
      if (sqlState(error) === '57014') return true
      throw error
    }
  }
}

function drained({ stream }: Wire): Promise<void> {
  return new Promise((resolve) => {
    const heard = (): void => {
      stream.off('drain', heard)
      stream.off('close', heard)
      resolve()
    }
    stream.once('drain', heard)
    stream.once('close', heard)
  })
}
