import { refuse } from '../basics/refusal.ts'

/** What a list of cases is asked for, of the database and of the copy on a device alike. */
export interface CaseListAsk {
  readonly scope: 'mine' | 'officer' | 'site' | 'all'
  /** The officer or site of the scope. */
  readonly of?: string | undefined
  /** Closed cases, newest closing first; else open ones, next due first. */
  readonly closed: boolean
  readonly state?: string | undefined
  readonly urgency?: string | undefined
  /** Due before this instant. */
  readonly dueBefore?: string | undefined
  readonly limit: number
  readonly after?: Cursor | undefined
}
/** Where the page before ended: time (`null` behind all that have one) and id. */
export interface Cursor {
  readonly at: string | null
  readonly id: string
}

export function writeCursor({ at, id }: Cursor): string {
  return `${at ?? ''}~${id}`
}

const cursorForm = /^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f-]{36})$/

/** Refuses with `input.invalid` what this list has not given out. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [, at, id] = cursorForm.exec(text) ?? refuse('input.invalid', { field: 'after' })
  return { at: at || null, id: id as string }
}
