import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StartProblem } from './start-problem.ts'

/** The OS user PostgreSQL runs as. It refuses to run as root. */
export interface OsUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Undefined: PostgreSQL runs as whoever runs Ihala. As root: the user an existing cluster belongs to, else `postgres`
 * where that user exists, else `nobody`; Ihala never adds a user to a system.
 */
export async function chooseUser(clusters: readonly string[] = []): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const cluster of clusters) {
    const found = await stat(cluster).catch(() => undefined)
    if (found && found.uid !== 0) return { name: `number ${found.uid}`, uid: found.uid, gid: found.gid }
  }
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!entry)
    throw new StartProblem(
      'PostgreSQL does not run as root, and this system has neither the user postgres nor nobody. Start Ihala as an ordinary user.',
    )
  return { name: entry[0] ?? '', uid: Number(entry[2]), gid: Number(entry[3]) }
}

/** Whether that user may pass through every folder down to `path`. Mode bits only: an ACL may still say otherwise. */
export async function canEnter(path: string, user: OsUser | undefined): Promise<boolean> {
  if (!user) return true
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at)
    const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode
    if ((bits & 1) === 0) return false
    if (at === dirname(at)) return true
  }
}
