import { readdirSync, readFileSync } from 'node:fs'

// CPU as the operating system counts it: /proc, in ticks of a hundredth of a second.
const ticksPerSecond = 100

function fieldsOf(pid: number | string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // it has ended
  }
}

const seconds = (fields: readonly string[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + Number(fields[place]), 0) / ticksPerSecond

/** Seconds of CPU of one process with all its threads. */
export function cpuOf(pid: number): number {
  const fields = fieldsOf(pid)
  return fields === undefined ? 0 : seconds(fields, [11, 12])
}

/** Seconds of CPU of a PostgreSQL server: the postmaster, the children it has buried, and those that live. */
export function cpuOfPostgres(postmaster: number): number {
  const own = fieldsOf(postmaster)
  if (own === undefined) throw new Error('the database has stopped')
  let sum = seconds(own, [11, 12, 13, 14])
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const fields = fieldsOf(pid)
    if (fields !== undefined && Number(fields[1]) === postmaster) sum += seconds(fields, [11, 12])
  }
  return sum
}

/** Resident memory in bytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Seconds of CPU of the whole machine: how busy it was tells how far to trust a rate. */
export function machineCpu(): { readonly busy: number; readonly all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const fields = line.split(/\s+/).slice(1, 9).map(Number)
  const all = fields.reduce((sum, ticks) => sum + ticks, 0)
  return { busy: (all - (fields[3] ?? 0) - (fields[4] ?? 0)) / ticksPerSecond, all: all / ticksPerSecond }
}
