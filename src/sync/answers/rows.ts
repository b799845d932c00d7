import { type HeldRow, type HeldRows, type HeldTable, heldTables } from '../protocol.ts'

/** The rows of one case, every table of it a list. */
export type CaseRows = { readonly [T in HeldTable]: readonly HeldRow<T>[] }

export function wholeRows(rows: HeldRows): CaseRows {
  return Object.fromEntries(heldTables.map((table) => [table, rows[table] ?? []])) as unknown as CaseRows
}

/** Sorts a copy; each rule answers below zero where the first comes first, and the first that tells decides. */
export function inOrder<T>(rows: readonly T[], ...rules: readonly ((one: T, other: T) => number)[]): T[] {
  return [...rows].sort((one, other) => {
    for (const rule of rules) {
      const order = rule(one, other)
      if (order !== 0) return order
    }
    return 0
  })
}

type Value = string | number | null

/** As PostgreSQL sorts: rising, and what is not there last. */
export function rising<T>(of: (row: T) => Value): (one: T, other: T) => number {
  return (one, other) => {
    const [a, b] = [of(one), of(other)]
    if (a === b) return 0
    if (a === null) return 1
    if (b === null) return -1
    return a < b ? -1 : 1
  }
}

/** Falling, and what is not there first. */
export function falling<T>(of: (row: T) => Value): (one: T, other: T) => number {
  const up = rising(of)
  return (one, other) => up(other, one)
}
