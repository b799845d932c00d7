import type { Figure, Measured } from './measure.ts'

const round = (value: number, digits = 2): string => (Number.isFinite(value) ? value.toFixed(digits) : '–')
const whole = (value: number): string => round(value, 0)
const met = (is: boolean): string => (is ? 'met' : 'MISSED')

const head = [
  'what',
  'clients',
  'op/s',
  'p50 ms',
  'p95',
  'p99',
  'CPU ms server',
  'CPU ms db',
  'CPU ms sum',
  'floor op/s',
  'floor p50',
  'floor p95',
  'floor p99',
  'floor CPU ms db',
  'share',
  'bytes out',
  'bytes in',
  'targets',
]

/** One line of the table for each measurement, with its targets beside it. */
export function table(all: readonly Measured[]): string {
  const rows = all.map(({ workload, clients, ihala, floor }) => [
    `${workload.name} ${workload.title}`,
    String(clients),
    whole(ihala.rate),
    ...times(ihala),
    round(ihala.cpuServer),
    round(ihala.cpuDatabase),
    round(ihala.cpuServer + ihala.cpuDatabase),
    ...(floor === undefined
      ? ['–', '–', '–', '–', '–', '–']
      : [
          whole(floor.rate),
          ...times(floor),
          round(floor.cpuDatabase),
          `${whole((100 * ihala.rate) / floor.rate)} %`,
        ]),
    whole(ihala.sentBytes),
    whole(ihala.receivedBytes),
    judged(workload.target, clients, ihala, floor),
  ])
  return asTable([head, ...rows])
}

const times = (figure: Figure): string[] => [round(figure.p50), round(figure.p95), round(figure.p99)]

function judged(
  target: Measured['workload']['target'],
  clients: number,
  ihala: Figure,
  floor: Measured['floor'],
): string {
  const sum = ihala.cpuServer + ihala.cpuDatabase
  const said: string[] = []
  if (target.cpuMs !== undefined) said.push(`CPU ≤ ${target.cpuMs}: ${met(sum <= target.cpuMs)}`)
  if (target.share !== undefined && floor !== undefined && clients === 16)
    said.push(`≥ ${whole(100 * target.share)} % of floor: ${met(ihala.rate >= target.share * floor.rate)}`)
  // one who waits for an answer, not a queue of sixteen
  if (target.p95Ms !== undefined && clients === 1)
    said.push(`p95 ≤ ${target.p95Ms}: ${met(ihala.p95 <= target.p95Ms)}`)
  if (target.cpuMs !== undefined) said.push(`p99 ≤ 4 × p50: ${met(ihala.p99 <= 4 * ihala.p50)}`)
  return said.join(', ')
}

/** Reads as a table in a terminal and as one in Markdown. */
export function asTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const [first = [], ...rest] = rows
  return [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rest.map(line)].join(
    '\n',
  )
}
