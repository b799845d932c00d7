import { spawn } from 'node:child_process'
import { open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, program } from './embedded-binaries.ts'
import { isAlive } from './embedded-lock.ts'
import type { OsUser } from './embedded-user.ts'
import { StartProblem } from './start-problem.ts'

/** A running server as its `postmaster.pid` describes it. */
export interface Running {
  readonly pid: number
  readonly host: string
  readonly port: number
  /** It ran before we came. */
  readonly attached: boolean
}

export interface ServerOptions {
  readonly binaries: Binaries
  readonly cluster: string
  readonly user: OsUser | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly logFile: string
  readonly log: (line: string) => void
  /** Called once the server is starting by itself, or runs already. */
  readonly meanwhile: () => void
}

/** Attaches to the live server of the cluster, or starts one that outlives this process. Returns when it answers. */
export async function runServer(options: ServerOptions): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const live = await findLive(options.cluster)
    if (live) {
      options.meanwhile()
      const ready = await untilReady(options, live.pid, () => false)
      if (ready) return { ...ready, attached: true }
      continue
    }
    await dropStalePidFile(options.cluster)
    const started = await startOnce(options)
    if (typeof started !== 'string') return { ...started, attached: false }
    // Children of a killed server hold its memory for a moment after it; another process may have been first.
    const passing = /pre-existing shared memory block|lock file ".*" already exists/.test(started)
    if (!passing || attempt === 100) throw startProblem(options, started)
    await sleep(100)
  }
}

/** Asks the server to stop at once, open transactions being rolled back, and waits until it is gone. */
export async function stopServer(cluster: string): Promise<void> {
  const live = await findLive(cluster)
  if (!live) return
  process.kill(live.pid, 'SIGINT')
  while ((await findLive(cluster))?.pid === live.pid) await sleep(5)
}

interface PidFile {
  readonly pid: number
  readonly host: string
  readonly port: number
  readonly status: string
}

async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (!text) return undefined
  const [pid, , , port, socket, address, , status] = text.split('\n')
  return { pid: Number(pid), port: Number(port), host: socket || address || '', status: status?.trim() ?? '' }
}

async function findLive(cluster: string): Promise<PidFile | undefined> {
  const found = await readPidFile(cluster)
  return found && (await isServerOf(found.pid, cluster)) ? found : undefined
}

/** A server stands in its cluster's folder; a zombie, or another program with a used-again number, does not. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return standsIn !== undefined && standsIn === (await realpath(cluster))
}

/**
 * PostgreSQL itself passes by the file of a process that is gone. A zombie nobody reaps (as in a container without
 * an init) and a used-again number look alive to it, so then the file is removed. Only ever called under the lock.
 */
async function dropStalePidFile(cluster: string): Promise<void> {
  const found = await readPidFile(cluster)
  if (found && isAlive(found.pid)) await rm(join(cluster, 'postmaster.pid'))
}

/** A running server, or the last lines of its log when it ended at once. */
async function startOnce(options: ServerOptions): Promise<Omit<Running, 'attached'> | string> {
  const { binaries, cluster, user, settings, logFile } = options
  await keepShort(logFile)
  const logHandle = await open(logFile, 'a', 0o600)
  const from = (await logHandle.stat()).size
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program(binaries, 'postgres'), ['-D', cluster, ...args], {
    // A group of its own: Ctrl-C and the end of this process do not reach it, and the next start attaches.
    detached: true,
    stdio: ['ignore', logHandle.fd, logHandle.fd],
    env: serverEnvironment,
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  })
  let end: string | undefined
  child.once('error', (error) => (end = error.message))
  child.once('exit', (code, signal) => (end ??= `it ended with ${signal ?? code}`))
  child.unref()
  options.meanwhile()
  try {
    const ready = child.pid ? await untilReady(options, child.pid, () => end !== undefined) : undefined
    if (ready) return ready
    while (end === undefined) await sleep(5)
    return `${(await readFile(logFile)).subarray(from).toString('utf8').trim()}\n${end}`.trim()
  } finally {
    await logHandle.close()
  }
}

/** Of our environment the server gets nothing that could change it (PGDATA, PGPORT, locale). */
export const serverEnvironment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }

async function untilReady(
  options: ServerOptions,
  pid: number,
  ended: () => boolean,
): Promise<Omit<Running, 'attached'> | undefined> {
  const began = Date.now()
  let said = false
  while (!ended()) {
    const found = await readPidFile(options.cluster)
    if (found?.pid === pid && found.status === 'ready') return { pid, host: found.host, port: found.port }
    // After a power cut PostgreSQL repairs itself first, which may take minutes and must not be cut short.
    if (!said && Date.now() - began > 3000) {
      options.log('The database is still starting (it repairs itself after an unclean stop) …')
      said = true
    }
    if (Date.now() - began > 1000 && !(await isServerOf(pid, options.cluster))) return undefined
    await sleep(4)
  }
  return undefined
}

function startProblem({ cluster, logFile }: ServerOptions, said: string): StartProblem {
  if (/No space left on device/.test(said))
    return new StartProblem(`The disk of the database ${cluster} is full. Free some space and start again.`)
  if (/ENOENT/.test(said))
    return new StartProblem(
      'The PostgreSQL that Ihala brings does not run on this system (it needs glibc). Set DATABASE_URL to a PostgreSQL server instead.',
    )
  return new StartProblem(`The database in ${cluster} did not start. It said (${logFile}):\n${said}`)
}

async function keepShort(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  if (size > 5_000_000) await rename(logFile, `${logFile}.1`)
}
