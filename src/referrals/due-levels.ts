import type { Due } from './clocks.ts'

/** Share of the limit that has passed: 100 reminds, 150 goes to the supervisor, 200 expires (SOP 6.3). */
export const levels = [100, 150, 200] as const
export type Level = 0 | (typeof levels)[number]

/** When a level is reached; the sweep stores it as the next time to look. */
export function levelAt(due: Pick<Due, 'startedAt' | 'at'>, level: Level): string {
  const start = Date.parse(due.startedAt)
  return new Date(start + (Math.max(0, Date.parse(due.at) - start) * level) / 100).toISOString()
}

export function dueLevel(startedAt: string, dueAt: string, now: string): Level {
  const reached = levels.filter(
    (level) => Date.parse(levelAt({ startedAt, at: dueAt }, level)) <= Date.parse(now),
  )
  return reached.at(-1) ?? 0
}

/** No acknowledgement within twice the limit. The state stays `sent`: the sender chooses what next. */
export function isExpired(due: Due | null, now: string): boolean {
  return due?.kind === 'acknowledge' && dueLevel(due.startedAt, due.at, now) === 200
}

/** Whatever of a case is due first: a referral, a task, the next contact. */
export function earliestDue<T extends { at: string }>(dues: readonly (T | null | undefined)[]): T | null {
  const open = dues.filter((due): due is T => due != null)
  return open.reduce<T | null>(
    (soonest, due) => (soonest && Date.parse(soonest.at) <= Date.parse(due.at) ? soonest : due),
    null,
  )
}
