import { keyColumns } from '../records/rows.ts'
import type { HeldRows, HeldTable } from './protocol.ts'
import { heldTables } from './protocol.ts'

type AnyRow = Readonly<Record<string, unknown>>

/** The column a row of this table is known by, as it stands in JSON. */
export function keyOfTable(table: HeldTable): string {
  return (keyColumns[table] ?? 'id').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** What is held with what came over it: rows of the same key are replaced whole, others stay, columns unknown to us too. */
export function mergeRows(held: HeldRows, came: HeldRows): HeldRows {
  const merged: Record<string, readonly AnyRow[]> = {}
  for (const table of heldTables) {
    const before = (held[table] ?? []) as readonly object[] as readonly AnyRow[]
    const after = (came[table] ?? []) as readonly object[] as readonly AnyRow[]
    if (before.length + after.length === 0) continue
    const column = keyOfTable(table)
    const rows = new Map(before.map((row) => [row[column], row]))
    for (const row of after) rows.set(row[column], row)
    merged[table] = [...rows.values()]
  }
  return merged
}
