import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { withOwner } from '../src/server/database-owner.ts'
import { hashPassword } from '../src/server/passwords.ts'
import { apart } from './drive-apart.ts'
import type { Guessed, Guesses } from './guesses.ts'
import type { Place, Server } from './house.ts'
import { counts, kind, sqlBenchId } from './ids.ts'
import type { Bench } from './measure.ts'

const password = 'reeds-in-the-marsh-8'
const crowds = [4, 32, 128] as const

/** What whoever works at their cases feels of others who sign in, or guess, as fast as they are answered. */
export async function measureSignIn(
  bench: Bench,
  place: Place,
  server: Server,
  seconds: number,
): Promise<string> {
  await withOwner(place.admin, async (admin) => {
    await admin.script(sqlBenchId)
    await admin.rows(
      `insert into account_secret (account_id, password_hash) select bench_id(${kind.officer}, k), $1 from generate_series(0, ${counts.officers - 1}) k on conflict do nothing`,
      [await hashPassword(password)],
    )
  })
  let from = 1
  const work = async (): Promise<string> => {
    const { report, figure } = await bench.ask({
      workload: 'W1',
      clients: counts.officers,
      seconds,
      from,
      until: Number.MAX_SAFE_INTEGER,
      thinkMs: 500,
    })
    from = report.next
    if (report.failed > 0) throw new Error(report.firstFailure)
    return `${figure.p50.toFixed(1)} | ${figure.p95.toFixed(1)} | ${figure.p99.toFixed(1)} | ${(100 * figure.machineBusy).toFixed(0)} %`
  }
  await work() // statements get their plans
  const rows = [`| nobody | ${await work()} | |`]
  for (const clients of crowds) {
    const order: Guesses = {
      port: server.port,
      clients,
      seconds: seconds + 4,
      password,
      officers: counts.officers,
    }
    const guessing = apart<Guesses, Guessed>('guesses.ts', order)
    await sleep(2000) // the other process has begun
    const felt = await work()
    const { tried, right, wrong, waits, other } = await guessing
    // between two crowds nobody, so that a machine that others use shows itself
    rows.push(
      `| ${clients} clients | ${felt} | ${(tried / (seconds + 4)).toFixed(0)}/s: ${right} right, ${wrong} wrong, ${waits} told to wait${other > 0 ? `, ${other} others` : ''} |`,
      `| nobody | ${await work()} | |`,
    )
  }
  return `${counts.officers} officers who open a case every half second, while others sign in (load average ${loadavg()[0]?.toFixed(1)}):

| who signs in meanwhile | p50 | p95 | p99 ms | machine busy | tries |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`
}
