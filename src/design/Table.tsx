import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { useWords } from './language.tsx'

export interface ColumnOf<T> {
  key: string
  /** Empty for the column of a row's buttons. */
  title: string
  cell: (row: T) => ReactNode
  /** Names the row for a screen reader; one column of a table has it. */
  isRowName?: boolean | undefined
  isSortable?: boolean | undefined
}

export interface TableProps<T> {
  /** What the table holds. */
  label: string
  columns: readonly ColumnOf<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  sort?: { column: string; down: boolean } | undefined
  onSort?: ((sort: { column: string; down: boolean }) => void) | undefined
}

/** A plain table on a desk and on paper; on a phone each row is a card whose lines carry the columns' titles. */
export function Table<T>({ label, columns, rows, rowKey, sort, onSort }: TableProps<T>) {
  return (
    <table className="sheet">
      <caption className="only-read">{label}</caption>
      <thead>
        <tr>
          {columns.map((column) =>
            column.title === '' ? (
              <td key={column.key}>{column.title}</td>
            ) : (
              <th
                key={column.key}
                scope="col"
                aria-sort={sort?.column === column.key ? (sort.down ? 'descending' : 'ascending') : undefined}
              >
                {column.isSortable && onSort ? (
                  <Sorter column={column} sort={sort} onSort={onSort} />
                ) : (
                  column.title
                )}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) =>
              column.isRowName ? (
                <th key={column.key} scope="row" data-label={column.title}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.key} data-label={column.title}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type SorterProps<T> = {
  column: ColumnOf<T>
  sort: TableProps<T>['sort']
  onSort: NonNullable<TableProps<T>['onSort']>
}

function Sorter<T>({ column, sort, onSort }: SorterProps<T>) {
  const t = useWords()
  const isOn = sort?.column === column.key
  return (
    <Button
      look="quiet"
      onPress={() => onSort({ column: column.key, down: isOn ? !sort.down : false })}
      aria-label={t('design.sortBy', { column: column.title })}
    >
      {column.title} <span aria-hidden="true">{isOn ? (sort.down ? '↓' : '↑') : ''}</span>
    </Button>
  )
}
