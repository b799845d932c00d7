// `npm run bench`: loads a deployment's worth of invented people, measures the workloads over HTTP on the real server,
// and beside each the same SQL bare on the same database. Needs Linux (CPU is read from /proc).
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile, chmod } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withOwner } from '../src/server/database-owner.ts'
import { readSettings } from '../src/server/settings.ts'
import { openHouse } from '../src/server/start.ts'
import { hangUps } from './extras.ts'
import { hasPgbench } from './floor.ts'
import { loadedPlace, type Place, removePlace, startServer, stopPlace } from './house.ts'
import { crowdedService, offersSql, placesSql } from './load.ts'
import { Bench, type Measured } from './measure.ts'
import { readOptions, usage } from './options.ts'
import { memoryOf } from './processes.ts'
import { measureSignIn } from './sign-in.ts'
import { measureSync } from './sync.ts'
import { table } from './report.ts'
import { workloadNamed } from './workloads.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const options = readOptions(process.argv.slice(2))
if (options.help) {
  console.log(usage)
  process.exit(0)
}
if (process.platform !== 'linux') throw new Error('the measurements read CPU from /proc and need Linux')
const say = (line: string): void => console.log(line)
const findings: string[] = []
const tell = (text: string): void => {
  findings.push(text)
  say(text)
}

if (
  options.build &&
  spawnSync(process.execPath, ['tools/build.mjs', '--if-needed'], { cwd: root, stdio: 'inherit' }).status !==
    0
)
  process.exit(1)
tell(
  `# Measured on ${new Date().toISOString().slice(0, 16)}Z\n\n${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}; load by a generator of our own in a process apart; floor by ${hasPgbench ? 'pgbench -M prepared, pipelined' : 'a pipelined driver loop'}.\n`,
)
if (options.start) await startTimes()
if (options.startOnly) process.exit(0)
const place = await loadedPlace({ people: options.people, offers: 2000 }, options.keep, say)
try {
  await measureAll(place)
} finally {
  await removePlace(place)
}
await writeFile(join(root, 'bench/results-latest.md'), `${findings.join('\n')}\n`)

async function measureAll(at: Place): Promise<void> {
  // behind a proxy, so that a flood of sign-ins may come from many addresses
  const server = await startServer(at.folder, options.signIn ? { IHALA_TRUST_PROXY: '1' } : {})
  const settings = readSettings({ IHALA_DATA: at.folder, IHALA_DEMO: '0', IHALA_POOL: '2' })
  const house = await openHouse({ owner: at.owner, secret: at.secret, stop: async () => {} }, settings)
  try {
    if (options.sync) return tell(await measureSync(at, server))
    const bench = new Bench(at, server, house)
    if (options.signIn) return tell(await measureSignIn(bench, at, server, options.seconds))
    const all: Measured[] = []
    for (const name of options.only) {
      if (name === 'match10k')
        await withOwner(at.admin, (admin) =>
          admin.transaction(() =>
            admin.script(`${placesSql} ${offersSql(10_000, crowdedService)} analyze offer`),
          ),
        )
      for (const clients of options.clients) {
        const measured = await bench.measure(workloadNamed(name), clients, options.seconds, options.floor)
        all.push(measured)
        say(table([measured]).split('\n')[2] ?? '')
        if (measured.ihala.failed > 0)
          say(`${measured.ihala.failed} answers were not as expected, first:\n${measured.ihala.firstFailure}`)
      }
    }
    tell(`\n${table(all)}\n`)
    tell(`Memory of the server after the run: ${(memoryOf(server.pid) / 1e6).toFixed(0)} MB (target ≤ 180).`)
    if (options.extras) await measureExtras(bench, server)
    const busiest = Math.max(...all.map(({ ihala }) => ihala.machineBusy))
    tell(`Busiest moment of the machine, everything counted: ${(100 * busiest).toFixed(0)} %.`)
  } finally {
    await house.close()
    await server.stop()
  }
}

async function measureExtras(bench: Bench, server: Awaited<ReturnType<typeof startServer>>): Promise<void> {
  const { nextAnswerMs, busyAfterASecond } = await hangUps(server)
  tell(
    `64 clients hang up in the middle: next answer after ${nextAnswerMs.toFixed(0)} ms (target ≤ 500), connections in use a second later: ${busyAfterASecond} (1 is the one that asks).`,
  )
  const { report, figure } = await bench.ask({
    workload: 'mix',
    clients: 150,
    seconds: Math.max(10, options.seconds),
    from: 0,
    until: 30_000,
    thinkMs: 2000,
  })
  tell(
    `150 officers at work, each asking every two seconds: ${figure.rate.toFixed(0)} op/s, p50 ${figure.p50.toFixed(1)} ms, p95 ${figure.p95.toFixed(1)} ms (target ≤ 200), ${report.failed} errors.${report.firstFailure === undefined ? '' : `\n${report.firstFailure}`}`,
  )
}

async function startTimes(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-bench-start-'))
  await chmod(folder, 0o711)
  const data = join(folder, 'data')
  try {
    const times: number[] = []
    for (const _ of ['cold', 'warm', 'warm again', 'and again']) {
      const server = await startServer(data, { IHALA_DEMO: '1' })
      times.push(server.startedInMs)
      await server.stop()
    }
    const [cold = 0, ...warm] = times
    tell(
      `Start to the first answer of /health: cold with empty data and the demo ${(cold / 1000).toFixed(2)} s (target ≤ 5), warm ${(Math.min(...warm) / 1000).toFixed(2)} s (target ≤ 1); load average ${loadavg()[0]?.toFixed(1)}.`,
    )
    const sizes = spawnSync(process.execPath, ['--import', 'tsx', 'tools/bundle-sizes.ts'], {
      cwd: root,
      encoding: 'utf8',
    })
    tell(
      `\nSizes of what browsers fetch (gzip):\n\n\`\`\`\n${(sizes.stdout || sizes.stderr).trim()}\n\`\`\`\n`,
    )
  } finally {
    await stopPlace(data) // a server that failed leaves its database running
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
