// Weighs what a phone must fetch: the shell, each page's first load, and the scripts of the public pages.
// `tsx tools/bundle-sizes.ts` after a build; fails over budget (stack: shell ≤ 150 KB, first screen ≤ 200 KB, public script ≤ 10 KB, gzip -9).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
  readonly src?: string
}

const budgets = { shell: 150, screen: 200, script: 10 } as const
const web = resolve(process.argv[2] ?? 'dist/web')
const app = join(web, 'app')
if (!existsSync(join(app, 'manifest.json'))) {
  console.error(`There is no built app in ${app}. Run npm run build first.`)
  process.exit(2)
}
const manifest = JSON.parse(readFileSync(join(app, 'manifest.json'), 'utf8')) as Record<string, Chunk>

/** Everything a chunk needs before it can run, styles included. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const file of chunk.css ?? []) seen.add(file)
  for (const other of chunk.imports ?? []) filesOf(other, seen)
  return seen
}

function kilobytes(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length / 1000
}

const sum = (files: Iterable<string>) =>
  [...files].reduce((total, file) => total + kilobytes(join(app, file)), 0)
let isOver = false
function line(title: string, size: number, budget: number): void {
  const over = size > budget
  isOver ||= over
  console.log(
    `${title.padEnd(44)} ${size.toFixed(1).padStart(7)} KB  of ${budget} KB${over ? '  OVER BUDGET' : ''}`,
  )
}

const names = Object.keys(manifest)
/** Not a page: fetched when one shows it, or once the first page stands. */
const isLater = (name: string): boolean => /\/design\/|(^|\/)offline\/|\.local\.ts$/.test(name)
const entry = names.find((name) => manifest[name]?.isEntry)
if (!entry) throw new Error('the manifest names no entry')
const shell = filesOf(entry)
const shellSize = sum(shell) + kilobytes(join(app, 'index.html'))
line('shell (html, script, styles)', shellSize, budgets.shell)
const words = names.filter((name) => /compiled\/app\.\w+\.json$/.test(name))
for (const name of words)
  console.log(
    `${`  words ${/app\.(\w+)\.json/.exec(name)?.[1]}`.padEnd(44)} ${sum(filesOf(name)).toFixed(1).padStart(7)} KB  (one language is fetched)`,
  )
for (const name of names
  .filter((one) => manifest[one]?.isDynamicEntry && !words.includes(one) && !isLater(one))
  .sort())
  line(
    `  first load of ${name.replace(/^(\.\.\/)+/, '')}`,
    shellSize + sum([...filesOf(name)].filter((file) => !shell.has(file))),
    budgets.screen,
  )
for (const name of names.filter((one) => manifest[one]?.isDynamicEntry && isLater(one)).sort())
  console.log(
    `${`  later: ${name.replace(/^(\.\.\/)+/, '')}`.padEnd(44)} ${sum(
      [...filesOf(name)].filter((file) => !shell.has(file)),
    )
      .toFixed(1)
      .padStart(7)} KB`,
  )
const portal = join(web, 'portal')
for (const name of existsSync(portal) ? readdirSync(portal).filter((file) => file.endsWith('.js')) : [])
  line(`  public script ${name}`, kilobytes(join(portal, name)), budgets.script)
process.exit(isOver ? 1 : 0)
