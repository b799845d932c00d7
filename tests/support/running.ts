import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { underLock } from '../../src/server/embedded-lock.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const demoPassword = 'ihala-demo-2026'

export interface Running {
  readonly url: string
  readonly dataFolder: string
  readonly process: ChildProcess
  /** Everything the server printed. */
  output(): string
  /** Stops in order and, unless `keep`, removes the data. */
  stop(options?: { keep?: boolean }): Promise<void>
}

/**
 * The built server as people start it: `node dist/src/server/main.js`, its own database, the demo in it (unless the
 * environment says otherwise), a free port. Build first.
 */
export async function startIhala(
  options: { dataFolder?: string; environment?: Record<string, string> } = {},
): Promise<Running> {
  const dataFolder = options.dataFolder ?? (await filledFolder())
  const port = await freePort()
  let output = ''
  const child = spawn(process.execPath, [join(root, 'dist/src/server/main.js')], {
    cwd: root,
    env: { ...process.env, PORT: String(port), IHALA_DATA: dataFolder, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output += part.toString()))
  const url = `http://127.0.0.1:${port}`
  const stop: Running['stop'] = async ({ keep = false } = {}) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
    // The folder around the data was made here, unless it was given.
    if (!keep) await rm(options.dataFolder ?? dirname(dataFolder), { recursive: true, force: true })
  }
  // Seconds on an idle machine; a busy one that runs every test at once is slow, not broken.
  const until = Date.now() + 180_000
  while (!(await healthy(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`Ihala did not start:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { url, dataFolder, process: child, output: () => output, stop }
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-running-'))
  // Under root PostgreSQL runs as another user, who must be able to walk in.
  await chmod(folder, 0o711)
  return join(folder, 'data')
}

/**
 * A new place with the demo in it. In a run of tests it is made once and copied: a copy takes a tenth of the time. What
 * the environment of one server says about the demo itself is for those who name a folder of their own.
 */
async function filledFolder(): Promise<string> {
  const folder = await newFolder()
  const shared = process.env['IHALA_TEST_DEMO']
  if (shared === undefined || process.platform === 'win32') return folder
  const place = join(shared, 'data')
  await underLock(join(shared, 'lock'), async () => {
    if (await stat(join(shared, 'ready')).catch(() => undefined)) return
    await (await startIhala({ dataFolder: place })).stop({ keep: true })
    await writeFile(join(shared, 'ready'), '')
  })
  // with owners and rights: PostgreSQL looks at them
  await promisify(execFile)('cp', ['-a', place, folder])
  return folder
}

async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
