import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkAnswers } from './checks/answers.ts'
import { checkDocuments } from './checks/documents.ts'
import { checkMarks, checkSuppressions, checkTests } from './checks/habits.ts'
import { type Check, houseAt } from './checks/house.ts'
import { checkImports } from './checks/imports.ts'
import { checkLiteralText } from './checks/literal-text.ts'
import { checkMigrations, committedMigrations } from './checks/migrations.ts'
import { checkPure } from './checks/pure.ts'
import { checkSides } from './checks/sides.ts'
import { checkSizes } from './checks/sizes.ts'
import { checkTraces } from './checks/traces.ts'
import { compareWithCode } from './words/check.ts'
import { keysInCode } from './words/code.ts'
import { compileWords } from './words/compile.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Outcome {
  passed: boolean
  note: string
  details: string
}

/** Runs a program of node_modules by its own file, so that nothing depends on a shell or on npx. */
function program(
  file: string,
  args: string[],
  note: (output: string) => string,
  shorten = (output: string): string => output,
): () => Promise<Outcome> {
  return () =>
    new Promise((done) => {
      const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } }
      execFile(
        process.execPath,
        [join(root, 'node_modules', file), ...args],
        options,
        (error, stdout, stderr) => {
          const output = `${stdout}${stderr}`.trim()
          const details = shorten(output)
          done({
            passed: error === null,
            note: error === null ? note(output) : `${details.split('\n').length} lines`,
            details,
          })
        },
      )
    })
}

const types = (project: string): (() => Promise<Outcome>) =>
  program('ts7/bin/tsc', ['-p', `tsconfig.${project}.json`, '--noEmit'], () => 'no errors')

function own(check: Check): () => Promise<Outcome> {
  return async () => {
    const { faults, note } = await check(houseAt(root))
    const details = faults.map(
      ({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}  ${message}`,
    )
    return {
      passed: faults.length === 0,
      note: faults.length === 0 ? note : `${faults.length} faults`,
      details: details.join('\n'),
    }
  }
}

const lint = program(
  'oxlint/bin/oxlint',
  ['--type-aware', '--deny-warnings', '--format=unix'],
  () => 'no complaints',
)

const deadCode = program(
  'knip/bin/knip.js',
  ['--no-progress'],
  () => 'every file, export and dependency is used',
)

const format = program(
  '@biomejs/biome/bin/biome',
  ['format', '--max-diagnostics=none', '.'],
  (output) => output.split('\n')[0] ?? '',
  (output) => [...output.matchAll(/^(\S+) format ━/gm)].map((match) => match[1]).join('\n') || output,
)

/** Compiles first: the types of the server and of the app read the compiled words. */
async function words(): Promise<Outcome> {
  const catalogue = await compileWords(root)
  const problems = compareWithCode(catalogue, keysInCode(root))
  const note =
    problems.length === 0
      ? `${catalogue.entries.size} messages in four languages`
      : `${problems.length} problems`
  return { passed: problems.length === 0, note, details: problems.join('\n') }
}

const all: Record<string, () => Promise<Outcome>> = {
  words,
  'types of pure files': types('pure'),
  'types of the server': types('server'),
  'types of the app': types('app'),
  'types of workers': types('worker'),
  'types of tools and tests': types('tools'),
  lint,
  imports: own(checkImports(root)),
  'dead code': deadCode,
  format,
  'left and right': own(checkSides),
  'literal text': own(checkLiteralText),
  'clock and dice': own(checkPure),
  traces: own(checkTraces),
  migrations: own(checkMigrations(committedMigrations(root))),
  'answers of the API': own(checkAnswers(root)),
  documents: own(checkDocuments),
  suppressions: own(checkSuppressions),
  'tests that run': own(checkTests),
  'unfinished marks': own(checkMarks),
  'file sizes': own(checkSizes),
}

/** `npm run check` runs all; words after it choose by the beginning of the name: `npm run check -- types lint`. */
const wanted = process.argv.slice(2)
const chosen = Object.entries(all).filter(
  ([name]) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
)
if (chosen.length === 0)
  throw new Error(`No check is called ${wanted.join(', ')}. There are: ${Object.keys(all).join(', ')}.`)

const results: { name: string; passed: boolean; note: string }[] = []

async function judge([name, run]: [string, () => Promise<Outcome>]): Promise<void> {
  const started = Date.now()
  const outcome = await run().catch((error: unknown) => {
    return {
      passed: false,
      note: 'could not be done',
      details: error instanceof Error ? error.message : String(error),
    }
  })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${outcome.passed ? '✓' : '✗'} ${name} (${seconds} s): ${outcome.note}`)
  if (!outcome.passed) console.log(outcome.details.replace(/^/gm, '    '))
  results.push({ name, passed: outcome.passed, note: outcome.note })
}

// Words come before the rest, three of which then share the processors.
const [first, ...others] = chosen
if (first) await judge(first)
await Promise.all(
  [1, 2, 3].map(async () => {
    for (let next = others.shift(); next; next = others.shift()) await judge(next)
  }),
)

const failed = results.filter(({ passed }) => !passed)
mkdirSync(join(root, '.test-results'), { recursive: true })
writeFileSync(join(root, '.test-results/checks.json'), JSON.stringify(results))
if (failed.length > 0) console.log(`Faults in: ${failed.map(({ name }) => name).join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
