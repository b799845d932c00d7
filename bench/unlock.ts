// How long a device takes from its key to a caseload that can be searched, in a slowed browser: `npx tsx bench/unlock.ts`.
// Chromium slows the main thread alone, so the store runs there; in the app it runs in a worker, with the same code.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { launchBrowser } from '../tests/support/browser.ts'
import type { Measured } from './unlock-page.ts'

const rounds = 7
const folder = await mkdtemp(join(tmpdir(), 'ihala-unlock-'))
await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    outDir: folder,
    target: 'es2022',
    rolldownOptions: {
      input: fileURLToPath(new URL('unlock-page.ts', import.meta.url)),
      output: { format: 'es', entryFileNames: 'page.js' },
    },
  },
})
const script = await readFile(join(folder, 'page.js'))
const server = createServer(({ url }, answer) => {
  if (url === '/page.js') answer.setHeader('content-type', 'text/javascript').end(script)
  else
    answer
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><script type="module" src="/page.js"></script>')
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const browser = await launchBrowser()
const page = await browser.newPage()
const devTools = await page.context().newCDPSession(page)
await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const measure = <T>(what: keyof Measured, name: string, cases: number) =>
  page.evaluate(
    ({ method, args }) => {
      const { measured } = globalThis as unknown as {
        measured: Record<string, (...given: unknown[]) => unknown>
      }
      return measured[method]?.(...args)
    },
    { method: what, args: [name, cases] },
  ) as Promise<T>

const lines: object[] = []
for (const cases of [500, 2000]) {
  const name = `cases-${cases}`
  await measure('fill', name, cases)
  for (const rate of [1, 4, 6]) {
    await devTools.send('Emulation.setCPUThrottlingRate', { rate })
    const runs: { list: number; search: number; case: number; keep: number }[] = []
    for (let round = 0; round < rounds; round++) runs.push(await measure('open', name, cases))
    const of = (step: 'list' | 'search' | 'case' | 'keep') => Math.round(median(runs.map((run) => run[step])))
    lines.push({
      cases,
      slowed: `${rate}x`,
      'list ms': of('list'),
      'search ms': of('search'),
      'case ms': of('case'),
      'keep ms': of('keep'),
    })
  }
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
}
const derived = []
for (const rate of [1, 4, 6]) {
  await devTools.send('Emulation.setCPUThrottlingRate', { rate })
  derived.push({
    slowed: `${rate}x`,
    'Argon2id 64 MiB, 3 passes, ms': Math.round(await measure('derive', '', 0)),
  })
}
console.table(lines)
console.table(derived)
console.log(
  `Load of this machine: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}; medians of ${rounds}.`,
)
await browser.close()
server.close()
await rm(folder, { recursive: true, force: true })
