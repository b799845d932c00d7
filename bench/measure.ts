import type { House } from '../src/server/house.ts'
import { addressAs } from '../src/server/roles.ts'
import { type Groups, floorOf } from './capture.ts'
import type { Order, Report } from './clients.ts'
import { apart } from './drive-apart.ts'
import { type Floor, runFloor } from './floor.ts'
import type { Place, Server } from './house.ts'
import { cpuOf, cpuOfPostgres, machineCpu } from './processes.ts'
import type { Workload } from './workloads.ts'

export interface Figure {
  readonly rate: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Milliseconds per operation. */
  readonly cpuServer: number
  readonly cpuDatabase: number
  readonly sentBytes: number
  readonly receivedBytes: number
  readonly failed: number
  readonly firstFailure: string | undefined
  /** Share of the machine's CPU in use meanwhile, by anybody. */
  readonly machineBusy: number
}

export interface Measured {
  readonly workload: Workload
  readonly clients: number
  readonly ihala: Figure
  readonly floor: (Figure & { readonly by: Floor['by']; readonly statements: number }) | undefined
}

/** Fewer requests than these each, and their times say nothing. */
const leastPerClient = 25

/** Measures workloads on one server and one database, and remembers which numbers are used up. */
export class Bench {
  readonly #place: Place
  readonly #server: Server
  readonly #house: House
  readonly #used = new Map<string, number>()
  readonly #scripts = new Map<string, Groups>()

  constructor(place: Place, server: Server, house: House) {
    this.#place = place
    this.#server = server
    this.#house = house
  }

  async measure(workload: Workload, clients: number, seconds: number, withFloor: boolean): Promise<Measured> {
    await this.#ask(workload, clients, 15, 800) // code is compiled, statements get their plans, pages come into memory
    const ihala = await this.#ask(workload, clients, seconds, Number.MAX_SAFE_INTEGER)
    if (!withFloor) return { workload, clients, ihala, floor: undefined }
    const groups = await this.#scriptOf(workload)
    const from = this.#next(workload)
    // twice what Ihala did in that time, so that what is used up lasts for the next measurement
    const until = Math.min(from + Math.ceil(ihala.rate * seconds * 2), workload.supply ?? 90_000_000)
    if (workload.range === undefined && until - from < leastPerClient * clients)
      return { workload, clients, ihala, floor: undefined }
    const floor = await this.#bare(workload, groups, clients, seconds, { from, until })
    return { workload, clients, ihala, floor: { ...floor, statements: groups.flat().length } }
  }

  async ask(order: Omit<Order, 'port'>): Promise<{ report: Report; figure: Figure }> {
    const watch = this.#watch()
    const report = await apart<Order, Report>('clients.ts', { ...order, port: this.#server.port })
    return { report, figure: figureOf(report, watch()) }
  }

  async #ask(workload: Workload, clients: number, seconds: number, most: number): Promise<Figure> {
    const from = this.#next(workload)
    const until = Math.min(from + most, workload.supply ?? Number.MAX_SAFE_INTEGER)
    const { report, figure } = await this.ask({ workload: workload.name, clients, seconds, from, until })
    this.#used.set(workload.name, report.next)
    return { ...figure, failed: report.failed, firstFailure: report.firstFailure }
  }

  async #scriptOf(workload: Workload): Promise<Groups> {
    const known = this.#scripts.get(workload.name)
    if (known !== undefined) return known
    const n = this.#next(workload)
    this.#used.set(workload.name, n + 1)
    const groups = await floorOf(this.#house, workload, n)
    this.#scripts.set(workload.name, groups)
    return groups
  }

  async #bare(
    workload: Workload,
    groups: Groups,
    clients: number,
    seconds: number,
    numbers: { readonly from: number; readonly until: number },
  ): Promise<Figure & { by: Floor['by'] }> {
    const watch = this.#watch()
    const floor = await runFloor(
      addressAs('ihala_app', this.#place.owner, this.#place.secret),
      workload,
      groups,
      clients,
      seconds,
      numbers,
    )
    if (workload.range === undefined) this.#used.set(workload.name, floor.next)
    return {
      ...figureOf({ ...floor, failed: 0, firstFailure: undefined, sentBytes: 0, receivedBytes: 0 }, watch()),
      by: floor.by,
    }
  }

  #next(workload: Workload): number {
    // what is opened anew is numbered behind everything loaded; `supply` begins at the first open case
    return (
      this.#used.get(workload.name) ??
      (workload.range === undefined && workload.supply === undefined ? 1_000_000 : 1)
    )
  }

  #watch(): () => Spent {
    const [server, database, machine] = [
      cpuOf(this.#server.pid),
      cpuOfPostgres(this.#place.postmaster),
      machineCpu(),
    ]
    return () => {
      const now = machineCpu()
      return {
        server: cpuOf(this.#server.pid) - server,
        database: cpuOfPostgres(this.#place.postmaster) - database,
        busy: now.busy - machine.busy,
        all: now.all - machine.all,
      }
    }
  }
}

interface Spent {
  readonly server: number
  readonly database: number
  readonly busy: number
  readonly all: number
}

function figureOf(
  report: Pick<
    Report,
    'done' | 'seconds' | 'times' | 'sentBytes' | 'receivedBytes' | 'failed' | 'firstFailure'
  >,
  spent: Spent,
): Figure {
  const { done, times } = report
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return {
    rate: done / report.seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpuServer: (1000 * spent.server) / done,
    cpuDatabase: (1000 * spent.database) / done,
    sentBytes: report.sentBytes / done,
    receivedBytes: report.receivedBytes / done,
    failed: report.failed,
    firstFailure: report.firstFailure,
    machineBusy: spent.busy / spent.all,
  }
}
