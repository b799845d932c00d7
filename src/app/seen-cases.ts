import type { ReadState } from './reads.ts'

/** A case as a page shows it. */
export interface SeenCase {
  readonly rev: number
  /** Made on this device from its copy. */
  readonly isHere: boolean
}

const pathOfCase = /^\/api\/cases\/[0-9a-f-]{36}$/

interface ShownCase {
  readonly id: string
  readonly rev: number
  readonly needs?: readonly { readonly id: string }[]
  readonly tasks?: readonly { readonly id: string }[]
}
export type ShownCases = readonly { readonly of: ShownCase; readonly isHere: boolean }[]

/** The cases among what is on screen. */
export function shownCases(reads: Iterable<readonly [path: string, seen: ReadState<unknown>]>): ShownCases {
  const shown: { of: ShownCase; isHere: boolean }[] = []
  for (const [path, { data, here }] of reads)
    if (pathOfCase.test(path) && isCase(data)) shown.push({ of: data, isHere: here !== undefined })
  return shown
}

/** The case that an input is about, by its own id or that of a need or task of it; undefined: it was not on screen. */
export function seenBy(input: unknown, shown: ShownCases): SeenCase | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const { caseId, needId, taskId } = input as Readonly<Record<string, unknown>>
  const found = shown.find(
    ({ of }) =>
      of.id === caseId ||
      (caseId === undefined &&
        (of.needs?.some(({ id }) => id === needId) || of.tasks?.some(({ id }) => id === taskId))),
  )
  return found && { rev: found.of.rev, isHere: found.isHere }
}

function isCase(data: unknown): data is ShownCase {
  return typeof data === 'object' && data !== null && 'rev' in data && typeof data.rev === 'number'
}
