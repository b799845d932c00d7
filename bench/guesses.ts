// Those who hammer the sign-in, in a process of their own: each from another address at every try, as a flood would come,
// so that hashing is measured and not how soon one address is told to wait. Every fourth try is a right one.
import { request } from 'node:http'

export interface Guesses {
  readonly port: number
  readonly clients: number
  readonly seconds: number
  readonly password: string
  readonly officers: number
}

export interface Guessed {
  readonly tried: number
  readonly right: number
  readonly wrong: number
  /** Told to come back: too many wait for their turn. */
  readonly waits: number
  readonly other: number
}

function address(n: number): string {
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
}

function signIn(port: number, from: string, body: object): Promise<number> {
  return new Promise((done, fail) => {
    const asked = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/sign-in',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      },
      (answer) => {
        answer.resume()
        answer.once('end', () => done(answer.statusCode ?? 0))
      },
    )
    asked.once('error', fail)
    asked.end(JSON.stringify(body))
  })
}

async function guess({ port, clients, seconds, password, officers }: Guesses): Promise<Guessed> {
  const until = performance.now() + seconds * 1000
  const count = { 200: 0, 401: 0, 429: 0, other: 0 }
  let next = 0
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const n = next++
      const given =
        n % 4 === 0
          ? { account: `bench.officer.${n % officers}`, password }
          : { account: `stranger.${n}`, password: `guess ${n}` }
      const status = await signIn(port, address(n), given)
      if (status === 200 || status === 401 || status === 429) count[status] += 1
      else count.other += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
  return { tried: next, right: count[200], wrong: count[401], waits: count[429], other: count.other }
}

if (process.send !== undefined) {
  process.on('message', (order: Guesses) => {
    guess(order).then(
      (report) => process.send?.(report),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  })
}
