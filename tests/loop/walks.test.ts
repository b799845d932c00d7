import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** docs/walks.md as somebody follows it: its blocks, as they stand there, in one shell, against an Ihala started as people start it. */
const root = fileURLToPath(new URL('../..', import.meta.url))
let data: string
let server: ChildProcess
let url: string

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'ihala-walks-'))
  server = spawn(process.execPath, [join(root, 'tools/start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', IHALA_DATA: data, IHALA_DEMO: '1', DATABASE_URL: '', IHALA_SECRET: '' },
  })
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    const found = /open at (\S+)/.exec(line)?.[1]
    if (found === undefined) continue
    url = found
    server.stdout?.resume()
    return
  }
  throw new Error('Ihala did not open')
}, 180_000)

afterAll(async () => {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  await rm(data, { recursive: true, force: true, maxRetries: 10 })
}, 60_000)

it('somebody who copies the walks into a shell goes the whole loop', async () => {
  const text = await readFile(join(root, 'docs/walks.md'), 'utf8')
  const blocks = [...text.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map((found) => found[1])
  expect(blocks.length).toBeGreaterThan(10)
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', blocks.join('\n')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      IHALA_URL: url,
      IHALA_DATA: data,
      IHALA_DEMO: '1',
      DATABASE_URL: '',
      IHALA_SECRET: '',
    },
  })
  let said = ''
  let errors = ''
  shell.stdout.on('data', (part: Buffer) => (said += part.toString()))
  shell.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const [status] = (await once(shell, 'close')) as [number | null]
  expect(status, `${said.slice(-1500)}\n${errors.slice(-1500)}`).toBe(0)
  for (const kind of [
    'case.open',
    'need.record',
    'consent.record',
    'referral.send',
    'referral.acknowledge',
    'referral.accept',
    'referral.start',
    'referral.complete',
    'referral.confirm',
  ])
    expect(said).toContain(kind)
  expect(said).toContain('هدى')
  expect(said).toContain('أبو سالم')
  expect(said).toContain('referral.move_not_allowed')
}, 180_000)
