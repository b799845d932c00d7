import type { Table } from './rows.ts'
import { jsonColumns, keyColumns } from './rows.ts'

/** camelCase of TypeScript → snake_case of the database. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const fields = new Map<string, string>()

/** snake_case of the database → camelCase of TypeScript. */
export function fieldOf(column: string): string {
  let field = fields.get(column)
  if (field === undefined) {
    field = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    fields.set(column, field)
  }
  return field
}

export function camel<T>(row: object): T {
  const result: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) result[fieldOf(column)] = value
  return result as T
}

export function keyColumnOf(table: Table): string {
  return keyColumns[table] ?? 'id'
}

export function isJson(table: Table, field: string): boolean {
  return (jsonColumns[table] as readonly string[] | undefined)?.includes(field) ?? false
}
