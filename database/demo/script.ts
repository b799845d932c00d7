import type { Permission } from '../../src/permissions/permissions.ts'
import type { Chance } from './chance.ts'
import { type Clock, dayMs, hourMs } from './clock.ts'

/** One action of the demo: who did it, when, and with what. Playing all of them in their order makes the rows. */
export interface DemoCommand {
  readonly id: string
  readonly login: string
  readonly at: string
  readonly name: Permission
  readonly input: object
}

/** What an input may look at: times of its tale, and records as they stand when its turn comes. */
export interface Sight {
  /** Instant of the step with this tag; without a tag, of this step. */
  at(tag?: string): string
  /** The calendar day that many days after this step. */
  dayAfter(days: number): string
  /** The first open task of this kind on the case, if it is due before `until`. */
  task(kind: string, until?: string): string | undefined
}

export interface Step {
  readonly by: string
  readonly name: Permission
  /** Hours after the step before. */
  readonly gap: number
  /** The action's input; undefined leaves the step out. */
  readonly input: (sight: Sight) => object | undefined
  readonly tag?: string | undefined
}

const minute = 60_000
const [opens, closes] = [8.5 * hourMs, 14.5 * hourMs]
const friday = 5

/**
 * Instants of the steps, the last one `ago` hours before now, all of them in office hours from Sunday to Thursday.
 * Counted backwards, so that nothing lies in the future and the order holds.
 */
export function schedule(steps: readonly Step[], ago: number, clock: Clock, chance: Chance): string[] {
  const midnight = Date.parse(clock.at(0, 0))
  const times: string[] = []
  let next = clock.now - ago * hourMs
  let after = next + minute
  for (const step of [...steps].reverse()) {
    let at = Math.min(next, after - chance.whole(2, 9) * minute)
    let day = Math.floor((at - midnight) / dayMs)
    if (at - midnight - day * dayMs > closes)
      at = midnight + day * dayMs + closes - chance.whole(1, 90) * minute
    if (at >= after) at = after - 2 * minute
    while (!worksOn(midnight, day) || at - midnight - day * dayMs < opens) {
      day -= 1
      at = midnight + day * dayMs + closes - chance.whole(1, 60) * minute
    }
    times.unshift(new Date(at - (at % 1000)).toISOString())
    after = at
    next = at - step.gap * hourMs
  }
  return times
}

function worksOn(midnight: number, day: number): boolean {
  // Noon of that day in Iraq falls on the same weekday in UTC.
  const weekday = new Date(midnight + day * dayMs + 12 * hourMs).getUTCDay()
  return weekday < friday
}
