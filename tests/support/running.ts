import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
  const dataFolder = options.dataFolder ?? (await newFolder())
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
