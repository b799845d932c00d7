import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { DatabaseAddress } from '../src/server/database-address.ts'
import { withOwner } from '../src/server/database-owner.ts'
import { startEmbeddedPostgres } from '../src/server/embedded-postgres.ts'
import { rolePassword } from '../src/server/roles.ts'
import { prepareDatabase } from '../src/server/start.ts'
import { load, type LoadSize } from './load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Place {
  /** IHALA_DATA. */
  readonly folder: string
  readonly owner: DatabaseAddress
  readonly admin: DatabaseAddress
  readonly secret: string
  readonly postmaster: number
  stop(): Promise<void>
}

/** The embedded database of a folder, running, with fsync on as in real work. */
export async function openPlace(folder: string): Promise<Place> {
  const storage = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} })
  const postmaster = Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
  const admin = { ...storage.owner, user: 'postgres', password: rolePassword(storage.secret, 'postgres') }
  return {
    folder,
    owner: storage.owner,
    admin,
    secret: storage.secret,
    postmaster,
    stop: () => storage.stop(),
  }
}

/** A fresh folder of its own with everything loaded; `kept` names a folder that holds the load from run to run. */
export async function loadedPlace(
  size: LoadSize,
  kept: string | undefined,
  log: (line: string) => void,
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-bench-'))
  await chmod(folder, 0o711) // started by root, the database belongs to another user
  const data = join(folder, 'data')
  const source = kept ?? data
  if (kept === undefined || !(await stat(join(kept, 'postgres')).catch(() => undefined))) {
    const began = Date.now()
    const place = await openPlace(source)
    await prepareDatabase({ owner: place.owner, secret: place.secret, stop: place.stop }, () => {})
    await withOwner(place.admin, (admin) => load(admin, size, log))
    await place.stop()
    log(`loaded in ${((Date.now() - began) / 1000).toFixed(0)} s`)
  }
  // the cluster belongs to another user of the system when root runs this
  if (kept !== undefined) execFileSync('cp', ['-a', kept, data])
  return openPlace(data)
}

/** Stops what still serves a folder. */
export async function stopPlace(folder: string): Promise<void> {
  if (await stat(join(folder, 'postgres/postmaster.pid')).catch(() => undefined))
    await (await openPlace(folder)).stop()
}

export async function removePlace(place: Place): Promise<void> {
  await place.stop()
  await rm(join(place.folder, '..'), { recursive: true, force: true, maxRetries: 5 })
}

export interface Server {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** From the start of the process to the first answer of /health. */
  readonly startedInMs: number
  stop(): Promise<void>
}

/** The real server as `npm start` runs it once built, in a process of its own. */
export async function startServer(folder: string, environment: Record<string, string> = {}): Promise<Server> {
  const began = performance.now()
  const flags = (process.env['IHALA_BENCH_NODE'] ?? '').split(' ').filter(Boolean)
  const main = join(process.env['IHALA_BENCH_DIST'] ?? join(root, 'dist'), 'src/server/main.js')
  const child = spawn(process.execPath, [...flags, main], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      IHALA_DATA: folder,
      PORT: '0',
      IHALA_DEMO: '0',
      IHALA_LIMITS: '0',
      ...environment,
    },
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  let url: string | undefined
  while (url === undefined || !(await answers(url))) {
    if (child.exitCode !== null || performance.now() - began > 60_000)
      throw new Error(`the server did not start:\n${said}`)
    await sleep(5)
    url = /Ihala is open at (http:\S+)/.exec(said)?.[1]
  }
  const startedInMs = performance.now() - began
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid as number,
    startedInMs,
    stop: () => ended(child, () => said),
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    (answer) => answer.ok,
    () => false,
  )
}

async function ended(child: ChildProcess, said: () => string): Promise<void> {
  const end = new Promise<void>((done) => child.once('exit', () => done()))
  if (child.exitCode !== null) throw new Error(`the server ended by itself:\n${said()}`)
  child.kill('SIGTERM')
  await end
  if (said().includes(' failed: ')) process.stdout.write(`The server reported:\n${said()}\n`)
}
