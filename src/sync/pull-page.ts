import type { Instant } from '../records/rows.ts'
import type { CaseOnDevice, Scope } from './protocol.ts'

/** One case that a device lacks something of, as the comparison in the database finds it. */
export interface Lacking extends CaseOnDevice {
  /** The revision it has; null: everything of the case anew. */
  readonly since: number | null
  /** Something of the case is on the device already. */
  readonly held: boolean
  readonly own: boolean
  readonly dueAt: Instant | null
}

/** What one page brings of one case. */
export interface Sending extends CaseOnDevice {
  readonly since: number | null
}

/** Up to so many new cases come whole at once; more, and the list comes first. */
const listFirstAbove = 20
/**
 * A line is about a tenth of a whole case; forty wholes pack to some 64 KB where people wrote in words of their own
 * (1.5 KB a case), to 23 KB of the bench's, which repeat.
 */
const [wholesInPage, ofWhole] = [40, { whole: 1, change: 0.25, summary: 0.1 }]

/**
 * The next page: first the summaries of all that is new, so that list and search work after seconds; then what changed,
 * then wholes, the own cases with the nearest date first. A case whose summary alone was sent is met again by the next
 * comparison, because the device then holds less of it than it may.
 */
export function nextPage(lacking: readonly Lacking[]): {
  readonly sending: readonly Sending[]
  readonly more: boolean
} {
  const unseen = lacking.filter(({ held, scope }) => !held && scope === 2)
  const listFirst = unseen.length > listFirstAbove
  const due = listFirst
    ? lacking.filter(({ held }) => !held).map((one) => ({ ...one, scope: 1 as Scope, since: null }))
    : lacking
  const sorted = due.toSorted(
    (one, other) =>
      Number(one.since === null) - Number(other.since === null) ||
      Number(other.own) - Number(one.own) ||
      (one.dueAt ?? 'never').localeCompare(other.dueAt ?? 'never') ||
      one.id.localeCompare(other.id),
  )
  const sending: Sending[] = []
  let room = wholesInPage
  for (const { id, rev, scope, since } of sorted) {
    if (room <= 0) break
    room -= scope === 1 ? ofWhole.summary : since === null ? ofWhole.whole : ofWhole.change
    sending.push({ id, rev, scope, since })
  }
  return { sending, more: listFirst || sending.length < sorted.length }
}

/** What a device says it holds; a revision of an epoch before this one is of a history that may not have happened. */
export function heldNow(holds: readonly CaseOnDevice[], epoch: number): CaseOnDevice[] {
  return holds.map(({ id, rev, scope }) => ({
    id,
    rev: Math.floor(rev / 2 ** 32) === epoch ? rev : 0,
    scope,
  }))
}
