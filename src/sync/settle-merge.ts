import type { Change, Circumstances } from '../actions/action.ts'
import { caseAlert, caseEvent } from '../cases/case-rules.ts'
import { clockCalendar } from '../places/calendar.ts'
import type { Reference } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import { dueAfter, type Limit } from '../referrals/clocks.ts'
import type { Merged, Undecided } from './merge.ts'

/** A safer value holds already, but somebody may be called on a number that is no longer safe: a day. Else three. */
const within: Readonly<Record<Undecided['rule'], Limit>> = {
  safer: { amount: 1, unit: 'wd' },
  review: { amount: 3, unit: 'wd' },
  fork: { amount: 3, unit: 'wd' },
}

export interface Settling {
  readonly commandId: string
  readonly action: string
  readonly file: CaseRow
  readonly needId: string | null
  readonly reference: Reference
  /** When the device wrote it, clamped. */
  readonly writtenAt: string
}

/**
 * What is written beside the merged input: the losers into the story, what a person has to decide into the queue of
 * whoever leads the case, who is told once.
 */
export function besides(
  { lost, undecided }: Merged,
  { commandId, action, file, needId, reference, writtenAt }: Settling,
  circumstances: Circumstances,
): readonly Change[] {
  const { who, now, newId } = circumstances
  const calendar = clockCalendar(reference.calendarOf(file.placeCode))
  const items = undecided.map((item): Change => {
    const [mine, theirs] = [
      { by: who.accountId, at: writtenAt },
      { by: item.by, at: new Date(item.at).toISOString() },
    ]
    const [standing, offered] = item.incomingHolds ? [mine, theirs] : [theirs, mine]
    return {
      op: 'insert',
      table: 'conflict',
      row: {
        id: newId(),
        caseId: file.id,
        organisationId: file.organisationId,
        commandId,
        action: item.bring.action,
        input: item.bring.input as NonNullable<
          Extract<Change, { table: 'conflict'; op: 'insert' }>['row']['input']
        >,
        field: item.field,
        rule: item.rule,
        needId,
        standing: item.standing,
        standingBy: standing.by,
        standingAt: standing.at,
        offered: item.offered,
        offeredBy: offered.by,
        offeredAt: offered.at,
        raisedAt: now,
        dueAt: dueAfter(now, within[item.rule], calendar),
      },
    }
  })
  return [
    ...items,
    ...(lost.length === 0
      ? []
      : [
          caseEvent(file, circumstances, 'conflict.also_reported', {
            ...(needId === null ? {} : { ref: needId }),
            detail: {
              action,
              changes: lost.map(({ field, holds, lost: value }) => ({ field, from: holds, to: value })),
            },
          }),
        ]),
    ...(undecided.length === 0
      ? []
      : [
          // which fields, not what they say: that stands with the decision
          caseEvent(file, circumstances, 'conflict.raise', {
            detail: { action, changes: undecided.map(({ field }) => ({ field })) },
          }),
          caseAlert(file, circumstances, 'case.decision_waits', { accountId: file.officerId }),
        ]),
  ]
}

/** What names no day of its own happened on the day on which it was written, not on that of its arrival. */
export function datedAsWritten(
  changes: readonly Change[],
  input: { readonly [field: string]: unknown },
  today: string,
  writtenOn: string,
): readonly Change[] {
  const fields = ['happenedOn', 'givenOn'] as const
  const undated = fields.filter((field) => input[field] === undefined && input['openedOn'] === undefined)
  if (writtenOn >= today || undated.length === 0) return changes
  return changes.map((change) => {
    if (change.op !== 'insert') return change
    const row: { readonly [field: string]: unknown } = { ...change.row }
    const late = undated.filter((field) => row[field] === today)
    return late.length === 0
      ? change
      : { ...change, row: { ...row, ...Object.fromEntries(late.map((field) => [field, writtenOn])) } }
  })
}

/** Days that a clock running ahead put into the future become today. */
export function withoutTomorrow(input: unknown, today: string): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input
  return Object.fromEntries(
    Object.entries(input).map(([field, value]: [string, unknown]) => [
      field,
      ['happenedOn', 'givenOn', 'openedOn'].includes(field) && typeof value === 'string' && value > today
        ? today
        : value,
    ]),
  )
}
