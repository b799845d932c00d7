import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts'
import { embeddedBinaries } from './database.ts'

export const asRoot = process.getuid?.() === 0
export const nobody = 65534

export const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

/** A data folder of its own, in which embedded servers are started, killed and looked at. */
export interface EmbeddedTrial {
  readonly folder: string
  /** IHALA_DATA; a test may choose another one inside `folder` before it starts anything. */
  data: string
  readonly children: ChildProcess[]
  start(options?: { binaries?: string }): Promise<EmbeddedPostgres>
  /** The same in a process of its own; `uid` runs it as an ordinary user, `stay` keeps it running until SIGTERM. */
  startApart(options?: { stay?: boolean; uid?: number; binaries?: string }): Promise<Answer>
  /** Process id of the server. */
  postmaster(): Promise<number>
  isRunning(): Promise<boolean>
  /** Kills what is left and removes the folder. */
  close(): Promise<void>
}

interface Answer {
  readonly attached?: boolean
  readonly host?: string
  readonly problem?: string
  readonly child: ChildProcess
}

export async function embeddedTrial(): Promise<EmbeddedTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-embedded-'))
  await chmod(folder, 0o711)
  const trial: EmbeddedTrial = {
    folder,
    data: join(folder, 'data'),
    children: [],
    start: (options) =>
      startEmbeddedPostgres({
        dataFolder: trial.data,
        binaries: embeddedBinaries(),
        fsync: false,
        log: () => {},
        ...options,
      }),
    async startApart({ stay = false, uid, binaries = embeddedBinaries() ?? '' } = {}) {
      const script = fileURLToPath(new URL('embedded-child.ts', import.meta.url))
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', script, trial.data, binaries, stay ? 'stay' : 'stop'],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
          env: { ...process.env, TSX_DISABLE_CACHE: '1' },
          ...(uid ? { uid, gid: uid } : {}),
        },
      )
      trial.children.push(child)
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      if (!stay) await once(child, 'exit')
      return { ...(JSON.parse(line) as Omit<Answer, 'child'>), child }
    },
    async postmaster() {
      return Number((await readFile(join(trial.data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
    },
    isRunning: () =>
      trial.postmaster().then(
        () => true,
        () => false,
      ),
    async close() {
      for (const child of trial.children) child.kill('SIGKILL')
      const pid = await trial.postmaster().catch(() => undefined)
      if (pid) process.kill(pid, 'SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
  return trial
}
