import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartProblem } from './start-problem.ts'

/**
 * Runs `work` while holding `file`, so that two processes do not set up, start or stop one database at once. A holder
 * that died is passed by: its process is looked up, also by its start, because numbers of processes are used again.
 */
export async function underLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const own = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(own, `${process.pid} ${await bornAt(process.pid)}`)
    const began = Date.now()
    while (!(await linked(own, file))) {
      const holder = await readFile(file, 'utf8').catch(() => '')
      if (holder !== '' && !(await isHeld(holder))) await takeAway(file, own, holder)
      else if (Date.now() - began > patienceMs) throw stuck(file, holder)
      else await sleep(20)
    }
    try {
      return await work()
    } finally {
      await rm(file, { force: true })
    }
  } finally {
    await rm(own, { force: true })
  }
}

// Longer than a repair after a power cut takes.
const patienceMs = 600_000

function stuck(file: string, holder: string): StartProblem {
  return new StartProblem(
    `Another process (${holder.split(' ')[0]}) has been starting or stopping this database for ten minutes. ` +
      `If it is not an Ihala, remove ${file} and start again.`,
  )
}

/** Renaming takes exactly one file away from exactly one taker; if a live process got in between, it gets it back. */
async function takeAway(file: string, own: string, dead: string): Promise<void> {
  const aside = `${own}.taken`
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  if ((await readFile(aside, 'utf8')) !== dead) await linked(aside, file)
  await rm(aside)
}

async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

async function isHeld(holder: string): Promise<boolean> {
  const [pid, born] = holder.split(' ')
  return isAlive(Number(pid)) && (await bornAt(Number(pid))) === born
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When the process started, in ticks since boot; `-` where the system does not tell (anything but Linux) or it is gone. */
async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in parentheses may hold spaces; what follows it begins with the third field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? '-' : (fields[19] ?? '-')
}
