// The load, in a process of its own: clients that each keep one connection and ask again as soon as they are answered.
// Plain sockets, because a full HTTP client costs as much CPU as the server it is meant to measure.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchRequest, mixedRequest, workloadNamed } from './workloads.ts'

export interface Order {
  readonly port: number
  readonly workload: string
  readonly clients: number
  readonly seconds: number
  readonly from: number
  /** No number from here on. */
  readonly until: number
  /** Milliseconds each client thinks before it asks again, on average. */
  readonly thinkMs?: number | undefined
}

export interface Report {
  readonly done: number
  readonly failed: number
  readonly firstFailure: string | undefined
  readonly seconds: number
  /** Milliseconds, sorted. */
  readonly times: readonly number[]
  readonly sentBytes: number
  readonly receivedBytes: number
  readonly next: number
}

export function textOf({ method, path, token, body }: BenchRequest): string {
  const content = body === undefined ? '' : JSON.stringify(body)
  const about =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(content)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n${about}\r\n${content}`
}

const headEnd = Buffer.from('\r\n\r\n')

/** One connection; one question at a time. */
class Client {
  readonly #socket: Socket
  #parts: Buffer[] = []
  #length = 0
  #wanted = 0
  #answer: ((whole: Buffer) => void) | undefined
  #fail: ((error: Error) => void) | undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (part) => this.#take(part))
    this.#socket.on('error', (error) => this.#fail?.(error))
    this.#socket.on('close', () => this.#fail?.(new Error('the server closed the connection')))
  }

  ask(text: string): Promise<Buffer> {
    return new Promise((answer, fail) => {
      this.#answer = answer
      this.#fail = fail
      this.#socket.write(text)
    })
  }

  close(): void {
    this.#fail = undefined
    this.#socket.destroy()
  }

  #take(part: Buffer): void {
    this.#parts.push(part)
    this.#length += part.length
    if (this.#wanted === 0) {
      const whole = this.#parts.length === 1 ? part : Buffer.concat(this.#parts)
      const end = whole.indexOf(headEnd)
      if (end < 0) return
      this.#wanted =
        end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(whole.toString('latin1', 0, end))?.[1] ?? 0)
    }
    if (this.#length < this.#wanted) return
    const whole = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = this.#wanted = 0
    this.#answer?.(whole)
  }
}

export async function drive(order: Order): Promise<Report> {
  const request = order.workload === 'mix' ? mixedRequest : workloadNamed(order.workload).request
  const times: number[] = []
  let [next, failed, sentBytes, receivedBytes] = [order.from, 0, 0, 0]
  let firstFailure: string | undefined
  const began = performance.now()
  const until = began + order.seconds * 1000
  const work = async (place: number): Promise<void> => {
    const client = new Client(order.port)
    // the first thought of each is shorter or longer, so that they do not march in step
    if (order.thinkMs !== undefined) await sleep((order.thinkMs * (place + 1)) / order.clients)
    while (performance.now() < until && next < order.until) {
      const asked = request(next++)
      const text = textOf(asked)
      const at = performance.now()
      const answer = await client.ask(text)
      times.push(performance.now() - at)
      sentBytes += Buffer.byteLength(text)
      receivedBytes += answer.length
      if (answer.indexOf('HTTP/1.1 200') !== 0 || answer.indexOf(asked.expect) < 0) {
        failed++
        firstFailure ??= `${asked.method} ${asked.path}: ${answer.toString('utf8').slice(0, 1200)}`
      }
      if (order.thinkMs !== undefined) await sleep(order.thinkMs * (0.5 + ((next * 37) % 100) / 100))
    }
    client.close()
  }
  await Promise.all(Array.from({ length: order.clients }, (_, place) => work(place)))
  const seconds = (performance.now() - began) / 1000
  return {
    done: times.length,
    failed,
    firstFailure,
    seconds,
    times: times.sort((one, other) => one - other),
    sentBytes,
    receivedBytes,
    next,
  }
}

if (process.send !== undefined) {
  process.on('message', (order: Order) => {
    drive(order).then(
      (report) => process.send?.(report),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  })
}
