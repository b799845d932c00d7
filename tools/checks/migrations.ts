import { execFileSync } from 'node:child_process'
import { type Check, type Fault, type House } from './house.ts'

const folder = 'database/migrations/'
/** The marker a migration carries when it takes something away on purpose. */
const allowedLoss = /--\s*drops:\s*\S+/i

function faultsOfOrder(names: string[]): Fault[] {
  return names.flatMap((file, index) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file.slice(folder.length))?.[1]
    if (number === undefined) return [{ file, message: 'is not named 0001_what_it_does.sql' }]
    const expected = String(index + 1).padStart(4, '0')
    return number === expected
      ? []
      : [{ file, message: `should be number ${expected}: numbers follow one another` }]
  })
}

function faultsOfLoss(house: House, names: string[]): Fault[] {
  return names.flatMap((file) => {
    const text = house.text(file)
    const drops = /^\s*(drop\s+table|alter\s+table[^;]*\bdrop\s+column|truncate)\b/im.exec(text)
    return drops && !allowedLoss.test(text)
      ? [{ file, message: `"${drops[1] ?? ''}" loses data; say why in a line "-- drops: …"` }]
      : []
  })
}

/** Applied migrations are facts of every installation: they are added to, never rewritten. */
export function checkMigrations(committed: Map<string, string>): Check {
  return (house) => {
    const names = house.files.filter((path) => path.startsWith(folder) && path.endsWith('.sql'))
    const rewritten = [...committed].flatMap(([file, before]) => {
      if (!names.includes(file)) return [{ file, message: 'was committed before and is gone' }]
      return house.text(file) === before
        ? []
        : [{ file, message: 'was committed before and is changed; add a new one' }]
    })
    const faults = [...faultsOfOrder(names), ...faultsOfLoss(house, names), ...rewritten]
    return { faults, note: `${names.length} migrations, ${committed.size} of them committed` }
  }
}

/**
 * The migrations as the base branch knows them: `IHALA_BASE` (a branch or commit), else the last commit.
 * Without git (an unpacked archive) there is nothing to compare with.
 */
export function committedMigrations(root: string): Map<string, string> {
  const base = process.env.IHALA_BASE ?? 'HEAD'
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  let names: string[]
  try {
    names = git('ls-tree', '--name-only', base, folder).split('\n')
  } catch {
    return new Map()
  }
  return new Map(
    names.filter((name) => name.endsWith('.sql')).map((name) => [name, git('show', `${base}:${name}`)]),
  )
}
