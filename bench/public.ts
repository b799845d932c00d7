import { Agent, request } from 'node:http'
import { loadavg } from 'node:os'
import { demoPassword } from '../tests/support/running.ts'

/**
 * What officers feel while many read the public pages: `npx tsx bench/public.ts <address of a running demo> [readers]
 * [seconds]`. Each reader asks the next page as soon as it has one, from an address of its own (the server must trust one
 * proxy: IHALA_TRUST_PROXY=1); one officer reads lists every tenth of a second. First alone, then among the readers.
 */
const [address = 'http://127.0.0.1:8080', readers = '200', seconds = '10'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 1000 })
const pages = [
  '/',
  '/find',
  '/find?what=papers&where=IQG15',
  '/find?what=law&where=IQG15&woman=1&open=1',
  '/questions',
  '/numbers',
  '/rights',
  '/documents',
]

interface Answered {
  readonly status: number
  readonly ms: number
  readonly bytes: number
  readonly cookie: string
}

function ask(path: string, headers: Record<string, string>, body?: object): Promise<Answered> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, address),
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      },
      (answer) => {
        let bytes = 0
        answer.on('data', (part: Buffer) => (bytes += part.length))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            ms: performance.now() - began,
            bytes,
            cookie: String(answer.headers['set-cookie'] ?? ''),
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const row = (who: string, answers: readonly Answered[]): string => {
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other)
  const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(0)
  const failed = answers.filter(({ status }) => status !== 200).length
  return `| ${who} | ${(answers.length / Number(seconds)).toFixed(0)} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${failed} |`
}

const signedIn = await ask(
  '/api/sign-in',
  { 'x-forwarded-for': '10.9.9.9' },
  { account: 'mosul.officer', password: demoPassword },
)
const session = /ihala=[^;]+/.exec(signedIn.cookie)?.[0]
if (session === undefined) throw new Error(`The officer could not sign in: ${signedIn.status}`)

async function until(end: number, each: () => Promise<Answered>, pauseMs: number): Promise<Answered[]> {
  const answers: Answered[] = []
  while (performance.now() < end) {
    answers.push(await each())
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return answers
}
const officer = (end: number) =>
  until(end, () => ask('/api/cases', { cookie: session, 'x-forwarded-for': '10.9.9.9' }), 100)
const reader = (number: number, end: number) => {
  let place = number
  return until(
    end,
    () =>
      ask(pages[place++ % pages.length] ?? '/', {
        'accept-language': 'ar',
        'x-forwarded-for': `10.${1 + (number >> 8)}.${number & 255}.1`,
      }),
    0,
  )
}

await officer(performance.now() + 2_000)
const alone = await officer(performance.now() + Number(seconds) * 1000)
const end = performance.now() + Number(seconds) * 1000
const [among, ...read] = await Promise.all([
  officer(end),
  ...Array.from({ length: Number(readers) }, (_, number) => reader(number, end)),
])
agent.destroy()
process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}
| who | answers/s | p50 | p95 | p99 ms | not 200 |
| --- | --- | --- | --- | --- | --- |
${row('an officer alone', alone)}
${row(`the officer among ${readers} readers`, among)}
${row(`${readers} readers`, read.flat())}
`)
