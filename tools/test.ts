import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Count, countChecks, countTests } from './test-counts.ts'

// `npm test`: every check and test, stage after stage. `npm run test:long`: what takes long. The end names what
// failed, each in a line that begins with FAILED, and the last line counts.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const results = join(root, '.test-results')

interface Stage {
  name: string
  /** What Node runs, from the root. */
  command: string[]
  env?: Record<string, string>
  /** A stage that still runs after this long is stuck. */
  minutes: number
  /** Where the stage leaves its results, and how to read them. A stage without is one thing that works or does not. */
  report?: { file: string; count: (text: string) => Count }
}

const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

function tests(
  name: string,
  project: string,
  minutes: number,
  env: Record<string, string> = {},
  files: readonly string[] = [],
): Stage {
  const file = join(results, `${name.replace(/\W+/g, '-')}.json`)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    command: [vitest, 'run', '--project', project, ...files, ...reporters],
    env,
    minutes,
    report: { file, count: (text) => countTests(text, root) },
  }
}

const build: Stage = { name: 'build', command: [join(root, 'tools/build.mjs'), '--if-needed'], minutes: 5 }

// Schema, policies, plans and the loop; everything else on 15 waits for the long run.
const whereVersionsDiffer = [
  'src/server/migrate',
  'tests/loop/',
  'tests/permissions/definer',
  'tests/permissions/directory',
  'tests/permissions/sign-in',
  'tests/permissions/tables',
  'tests/plans/',
  'tests/sync/commands',
  'tests/sync/gap',
  'tests/sync/parallel',
  'tests/sync/pull',
  'tests/sync/touched',
]

const usual: Stage[] = [
  {
    name: 'checks',
    command: [tsx, join(root, 'tools/check.ts')],
    minutes: 5,
    report: { file: join(results, 'checks.json'), count: countChecks },
  },
  build,
  tests('rules', 'rules', 5),
  tests('database', 'database', 20),
  tests('database on PostgreSQL 15', 'database', 12, { IHALA_TEST_POSTGRES: '15' }, whereVersionsDiffer),
  tests('journeys', 'journeys', 20),
]

// Walks over pages whose other languages wait for the long run.
const manyTongued = [
  'access',
  'audit',
  'conference',
  'consent',
  'desk',
  'loop',
  'other-ways',
  'protected',
  'protected-files',
  'rare-ways',
  'sign-in',
  'supervision',
  'without-network',
].map((name) => `tests/journeys/${name}.test.ts`)
const long: Stage[] = [
  build,
  tests('long', 'long', 40),
  tests('everything on PostgreSQL 15', 'database', 20, { IHALA_TEST_POSTGRES: '15', IHALA_RUNS: '20' }),
  tests('journeys in the other languages', 'journeys', 25, { IHALA_JOURNEYS: 'rest' }, manyTongued),
]

function run(stage: Stage): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, stage.command, {
      cwd: root,
      env: { ...process.env, ...stage.env },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: stage.minutes * 60_000,
    })
    child.on('error', (error) => {
      console.error(error.message)
      done(false)
    })
    child.on('exit', (code, signal) => {
      if (signal)
        console.error(`${stage.name} was stopped (${signal}) after at most ${stage.minutes} minutes`)
      done(code === 0)
    })
  })
}

async function play(stage: Stage): Promise<Count> {
  if (stage.report) rmSync(stage.report.file, { force: true })
  const worked = await run(stage)
  const broke = `${stage.name} broke without naming a test; see what it said above`
  if (!stage.report) return { passed: worked ? 1 : 0, failures: worked ? [] : [broke] }
  const { file, count } = stage.report
  const counted = existsSync(file) ? count(readFileSync(file, 'utf8')) : { passed: 0, failures: [broke] }
  // An error outside of every test, or nothing found to run, is a failure too.
  const silent = counted.failures.length === 0 && (!worked || counted.passed === 0)
  return silent ? { ...counted, failures: [broke] } : counted
}

const wanted = process.argv.slice(2)
const stages = wanted.includes('long')
  ? long
  : usual.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
mkdirSync(results, { recursive: true })
const total: Count = { passed: 0, failures: [] }
const lines: string[] = []
for (const stage of stages) {
  console.log(`\n── ${stage.name} ──`)
  const started = Date.now()
  const { passed, failures } = await play(stage)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  lines.push(
    `${failures.length === 0 ? '✓' : '✗'} ${stage.name}: ${passed} passed, ${failures.length} failed, ${seconds} s`,
  )
  total.passed += passed
  total.failures.push(...failures.map((line) => `FAILED ${stage.name} › ${line}`))
}
console.log(
  `\n${[...lines, ...total.failures].join('\n')}\n${total.passed} passed, ${total.failures.length} failed`,
)
process.exitCode = total.failures.length === 0 && total.passed > 0 ? 0 : 1
