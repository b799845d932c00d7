import { canonical } from '../basics/canonical.ts'
import { columnOf } from '../records/names.ts'
import type { Id, Json } from '../records/rows.ts'
import type { ActionRules, FieldRule, MarkedTable } from './conflict-rules.ts'
import type { FromDevice, Stamp } from './protocol.ts'
import { compareStamps } from './stamps.ts'

/** Who wrote a field last: revision of the case, account, clock; of a device also which and its number. */
export interface Mark {
  readonly r: number
  readonly k: Id
  readonly a?: Id | null
  readonly ms: number
  readonly c: number
  readonly d?: Id
  readonly n?: number
}
export type MarkedRow = { readonly [field: string]: unknown } & {
  readonly marks?: { readonly [column: string]: Mark } | null
}

export interface Given {
  readonly [field: string]: unknown
}

/** A value that does not hold though somebody wrote it. */
export interface Lost {
  readonly field: string
  readonly holds: Json
  readonly lost: Json
}
/** Two values between which a person decides. */
export interface Undecided {
  readonly field: string
  readonly rule: 'review' | 'safer' | 'fork'
  readonly standing: Json
  readonly offered: Json
  /** Who wrote the value that was there first. */
  readonly by: Id | null
  readonly at: number
  /** The incoming value holds already, and the earlier one is what could be brought back. */
  readonly incomingHolds: boolean
  /** What brings the offered value in. */
  readonly bring: { readonly action: string; readonly input: Given }
}

export interface Merged {
  /** What goes on to be decided; null: nothing is left of it. */
  readonly input: Given | null
  readonly outcome: 'applied' | 'merged' | 'superseded' | 'review'
  readonly lost: readonly Lost[]
  readonly undecided: readonly Undecided[]
}

export interface Merging {
  readonly action: string
  readonly rules: ActionRules
  readonly input: Given
  readonly caseId: Id
  readonly from: Pick<FromDevice, 'device' | 'n' | 'seen'> & {
    readonly at: Stamp
    /** Written on a page and not on a device: whose. What they wrote themselves they know of, from wherever. */
    readonly page?: { readonly accountId: Id } | undefined
  }
  readonly rows: { readonly [table in MarkedTable]?: MarkedRow | undefined }
  /** What stood in a field when the author last saw the case, where the story tells: `table.field` → value. */
  readonly was: ReadonlyMap<string, Json>
  readonly today: string
}

/** Causality before clocks: had the author seen what they overwrite, or written it themselves before? */
export function hasSeen(mark: Mark | undefined, from: Merging['from'], caseId: Id): boolean {
  if (mark === undefined) return true
  if (mark.d === from.device && mark.n !== undefined && mark.n < from.n) return true
  // a page shows the person as they are, through whichever of their cases it was written
  if (from.page && (mark.a === from.page.accountId || mark.k !== caseId)) return true
  return from.seen !== null && mark.k === caseId && mark.r <= from.seen
}

/** The newest mark on the field's columns that the author had not seen. */
export function unseenMark(
  rule: FieldRule,
  rows: Merging['rows'],
  from: Merging['from'],
  caseId: Id,
): Mark | undefined {
  const marks = rows[rule.table]?.marks ?? {}
  return rule.columns
    .map((column) => marks[columnOf(column)])
    .filter((mark): mark is Mark => mark !== undefined && !hasSeen(mark, from, caseId))
    .sort(compareStamps)
    .at(-1)
}

/**
 * Splits what a device wrote into what goes on as if it had been written here, what gives way, and what a person has to
 * decide. Pure: the same inputs give the same answer on every server, in every order of arrival that the marks allow.
 */
export function merge(merging: Merging): Merged {
  const { rules, from, rows, caseId } = merging
  const kept: Record<string, unknown> = { ...merging.input }
  const lost: Lost[] = []
  const undecided: Undecided[] = []
  let isMerged = false
  let isLeft = false
  let wholeGone = false
  for (const rule of rules.fields) {
    const mark = unseenMark(rule, rows, from, caseId)
    const isGiven = rule.field in merging.input && merging.input[rule.field] !== undefined
    if (mark === undefined || (!isGiven && rules.whole === undefined)) {
      isLeft ||= isGiven
      continue
    }
    const verdict = isOwnLater(mark, from)
      ? gaveWay(merging, rule)
      : rule.parts
        ? byParts(merging, rule, mark)
        : byRule(merging, rule, mark)
    lost.push(...verdict.lost)
    undecided.push(...verdict.undecided)
    isMerged ||= verdict.isConflict
    if ('keep' in verdict) {
      kept[rule.field] = verdict.keep
      isLeft = true
    } else {
      delete kept[rule.field]
      wholeGone ||= rules.whole !== undefined
    }
  }
  const isEmpty = wholeGone || (!isLeft && rules.whole === undefined && isMergedAway(merging, kept))
  return {
    input: isEmpty ? null : kept,
    lost,
    undecided,
    outcome: undecided.length > 0 ? 'review' : !isMerged ? 'applied' : isEmpty ? 'superseded' : 'merged',
  }
}

/** Nothing but what it is about is left, and something was there before. */
function isMergedAway({ rules, input }: Merging, kept: Given): boolean {
  const fields = (of: Given): string[] =>
    Object.keys(of).filter((name) => of[name] !== undefined && !rules.about.includes(name))
  return fields(kept).length === 0 && fields(input).length > 0
}

interface Verdict {
  readonly keep?: unknown
  readonly isConflict: boolean
  readonly lost: readonly Lost[]
  readonly undecided: readonly Undecided[]
}
const nothing = { lost: [], undecided: [] }

/** The same device wrote it again since: a number that was set aside and comes late. */
function isOwnLater(mark: Mark, from: Merging['from']): boolean {
  return mark.d === from.device && mark.n !== undefined && mark.n > from.n
}
function gaveWay({ rows, input }: Merging, rule: FieldRule): Verdict {
  const column = rule.columns[0] ?? rule.field
  const holds = rule.columns.includes('chosenWordHash')
    ? null
    : ((rows[rule.table]?.[column] ?? null) as Json)
  const lost = rule.columns.includes('chosenWordHash') ? null : ((input[rule.field] ?? null) as Json)
  return { isConflict: true, undecided: [], lost: [{ field: rule.field, holds, lost }] }
}

function byRule(merging: Merging, rule: FieldRule, mark: Mark): Verdict {
  const { input, rows, from } = merging
  const given = input[rule.field]
  const row = rows[rule.table] ?? {}
  const columns = rule.written
    ? rule.written(given as never, merging.today)
    : { [rule.columns[0] ?? rule.field]: (given ?? null) as Json }
  const offered = told(rule, columns, given)
  const standing = told(rule, Object.fromEntries(rule.columns.map((one) => [one, row[one] as Json])), null)
  const isSame = (before: (column: string) => unknown): boolean =>
    Object.keys(columns).every((column) => same(columns[column], before(column)))
  // the same value, or no change to what its author saw: there is nothing to do
  if (isSame((column) => row[column])) return { isConflict: false, ...nothing }
  // a column that nobody wrote since still stands as its author saw it
  const was = (column: string): unknown =>
    merging.was.get(`${rule.table}.${column}`) ??
    (hasSeen(row.marks?.[columnOf(column)], from, merging.caseId) ? row[column] : undefined)
  if (rule.columns.every((column) => was(column) !== undefined) && isSame(was))
    return { isConflict: false, ...nothing }
  const mine = isLater(from, mark)
  if (rule.rule === 'last')
    return mine
      ? { keep: given, isConflict: true, ...nothing }
      : { isConflict: true, undecided: [], lost: [{ field: rule.field, holds: standing, lost: offered }] }
  if (rule.rule === 'once')
    return { isConflict: true, undecided: [], lost: [{ field: rule.field, holds: standing, lost: offered }] }
  if (rule.rule === 'union')
    return { keep: united(row[rule.columns[0] ?? ''], given), isConflict: true, ...nothing }
  const incomingHolds = rule.rule === 'safer' && rule.isSafer?.(offered, standing) === true
  const item: Undecided = {
    field: rule.field,
    rule: rule.rule,
    standing: incomingHolds ? offered : standing,
    offered: incomingHolds ? standing : offered,
    by: mark.a ?? null,
    at: mark.ms,
    incomingHolds,
    bring: incomingHolds
      ? backFrom(merging, rule, standing)
      : { action: merging.action, input: partOf(merging, rule) },
  }
  return { isConflict: true, lost: [], undecided: [item], ...(incomingHolds ? { keep: given } : {}) }
}

/** Parts that only one of the two changed need nobody; where both did, the part's own rule. */
function byParts(merging: Merging, rule: FieldRule, mark: Mark): Verdict {
  const column = rule.columns[0] ?? rule.field
  const standing = (merging.rows[rule.table]?.[column] ?? {}) as { readonly [part: string]: Json }
  const mine = (rule.written?.(merging.input[rule.field] as never, merging.today)[column] ??
    {}) as typeof standing
  const was = merging.was.get(`${rule.table}.${column}`) as typeof standing | undefined
  const whole: Record<string, Json | undefined> = {}
  const lost: Lost[] = []
  const undecided: Undecided[] = []
  let isConflict = false
  for (const part of new Set([...Object.keys(standing), ...Object.keys(mine)])) {
    const [theirs = null, ours = null] = [standing[part], mine[part]]
    const before = was === undefined ? undefined : (was[part] ?? null)
    if (same(theirs, ours) || (before !== undefined && same(ours, before))) whole[part] = theirs
    else if (before !== undefined && same(theirs, before)) whole[part] = ours
    else {
      isConflict = true
      const isSafer = rule.parts?.[part]
      const incomingHolds = isSafer ? isSafer(ours, theirs) : isLater(merging.from, mark)
      whole[part] = incomingHolds ? ours : theirs
      const name = `${rule.field}.${part}`
      if (isSafer)
        undecided.push({
          field: name,
          rule: 'safer',
          standing: incomingHolds ? ours : theirs,
          offered: incomingHolds ? theirs : ours,
          by: mark.a ?? null,
          at: mark.ms,
          incomingHolds,
          bring: {
            action: merging.action,
            input: { ...aboutOf(merging), [rule.field]: { [part]: incomingHolds ? theirs : ours } },
          },
        })
      else if (!incomingHolds) lost.push({ field: name, holds: theirs, lost: ours })
    }
  }
  const filled = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null))
  return {
    isConflict: isConflict || !same(filled, mine),
    lost,
    undecided,
    ...(same(filled, standing) ? {} : { keep: filled }),
  }
}

const aboutOf = ({ rules, input }: Merging): Given =>
  Object.fromEntries(rules.about.map((name) => [name, input[name]]))

function partOf(merging: Merging, { field }: FieldRule): Given {
  return merging.rules.whole ? merging.input : { ...aboutOf(merging), [field]: merging.input[field] }
}

function backFrom(merging: Merging, { field }: FieldRule, former: Json): Undecided['bring'] {
  const { back } = merging.rules
  return back
    ? { action: back.action, input: back.input(former, merging.input) }
    : { action: merging.action, input: { ...aboutOf(merging), [field]: former } }
}

/** What is shown of a value: itself, or its columns where it fills several; never a hash. */
function told(rule: FieldRule, columns: { readonly [column: string]: Json }, given: unknown): Json {
  if (rule.columns.includes('chosenWordHash')) return null
  if (rule.columns.includes('pending') || rule.columns.includes('doneAt'))
    return given === null ? (columns[rule.columns[0] ?? ''] ?? null) : ((given ?? null) as Json)
  return rule.columns.length === 1 ? (columns[rule.columns[0] ?? ''] ?? null) : columns
}

function isLater(from: Merging['from'], mark: Mark): boolean {
  const order = compareStamps(from.at, mark)
  return order > 0 || (order === 0 && from.device > (mark.d ?? ''))
}

/** What both wrote, list by list. */
function united(standing: unknown, given: unknown): unknown {
  if (Array.isArray(given)) return [...new Set([...(Array.isArray(standing) ? standing : []), ...given])]
  if (given === null || typeof given !== 'object') return standing ?? given
  const before = (standing ?? {}) as Given
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(given)])].map((key) => [
      key,
      Reflect.get(given, key) === undefined ? before[key] : united(before[key], Reflect.get(given, key)),
    ]),
  )
}

function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}
