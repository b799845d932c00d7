import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseAddress, roleSettings } from '../src/server/database-address.ts'
import type { Groups } from './capture.ts'
import { apart } from './drive-apart.ts'
import type { Workload } from './workloads.ts'

export interface Floor {
  readonly by: 'pgbench' | 'driver loop'
  readonly done: number
  readonly seconds: number
  /** Milliseconds, sorted. */
  readonly times: readonly number[]
  /** The first number not used. */
  readonly next: number
}

export interface FloorOrder {
  readonly address: DatabaseAddress
  readonly groups: Groups
  readonly clients: number
  readonly seconds: number
  /** Numbers that may be used once only; without it they are drawn from `range`. */
  readonly once: { readonly from: number; readonly until: number } | undefined
  readonly range: number
}

export const hasPgbench = spawnSync('pgbench', ['--version']).status === 0

/** The same statements under the same policies, without Ihala: as fast as this database can do it here. */
export async function runFloor(
  address: DatabaseAddress,
  workload: Workload,
  groups: Groups,
  clients: number,
  seconds: number,
  numbers: NonNullable<FloorOrder['once']>,
): Promise<Floor> {
  const once = workload.range === undefined ? numbers : undefined
  const order = { address, groups, clients, seconds, once, range: workload.range ?? 1 }
  return hasPgbench ? byPgbench(order) : apart<FloorOrder, Floor>('floor-loop.ts', order)
}

async function byPgbench({ address, groups, clients, seconds, once, range }: FloorOrder): Promise<Floor> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-floor-'))
  try {
    // a client's own numbers, none of which another client uses
    const number =
      once === undefined
        ? `\\set n random(0, ${range - 1})`
        : `\\set i :i + 1\n\\set n ${once.from} + :client_id + ${clients} * :i`
    const script = [
      number,
      ...groups.flatMap((group) => ['\\startpipeline', ...group.map((one) => `${one};`), '\\endpipeline']),
    ].join('\n')
    await writeFile(join(folder, 'script.sql'), `${script}\n`)
    const most = once === undefined ? undefined : Math.floor((once.until - once.from) / clients) - 1
    const limit =
      most !== undefined && most * clients < 40_000
        ? ['-t', String(Math.min(most, Math.ceil((seconds * 3000) / clients)))]
        : ['-T', String(seconds)]
    const args = [
      '-n',
      '-M',
      'prepared',
      '-D',
      'i=-1',
      '-c',
      String(clients),
      '-j',
      '1',
      ...limit,
      '-f',
      'script.sql',
      '--log',
      '--log-prefix=times',
      '-h',
      address.host,
      '-p',
      String(address.port),
      '-U',
      address.user,
      address.database,
    ]
    const options = Object.entries(roleSettings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' ')
    await run('pgbench', args, folder, {
      PGPASSWORD: address.password ?? '',
      PGOPTIONS: options,
      PATH: process.env['PATH'] ?? '',
    })
    const lines = (
      await Promise.all(
        (
          await readdir(folder)
        )
          .filter((name) => name.startsWith('times'))
          .map((name) => readFile(join(folder, name), 'utf8')),
      )
    )
      .join('')
      .trim()
      .split('\n')
    const rows = lines.map((line) => line.split(' ').map(Number))
    const ends = rows.map((row) => (row[4] ?? 0) + (row[5] ?? 0) / 1e6)
    const begins = rows.map((row, place) => (ends[place] as number) - (row[2] ?? 0) / 1e6)
    const lasted =
      ends.reduce((one, other) => Math.max(one, other)) - begins.reduce((one, other) => Math.min(one, other))
    const perClient = rows.reduce((one, row) => Math.max(one, (row[1] ?? 0) + 1), 0)
    return {
      by: 'pgbench',
      done: rows.length,
      seconds: lasted,
      times: rows.map((row) => (row[2] ?? 0) / 1000).sort((one, other) => one - other),
      next: (once?.from ?? 0) + (perClient + 1) * clients,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.on('error', fail)
    child.on('exit', (code) =>
      code === 0 && !said.includes('aborted')
        ? done()
        : fail(new Error(`${program} ended with ${code}:\n${said.slice(0, 3000)}`)),
    )
  })
}
