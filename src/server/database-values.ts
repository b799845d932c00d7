import pg from 'pg'

/**
 * How values travel from PostgreSQL: int8 and numeric as numbers, days as `2026-11-22`, instants as
 * `2026-11-22T09:12:00.000Z`. Records then need no conversion on their way to JSON, and no `Date` is made per cell.
 */
export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    return parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text')
  },
}

const { INT8, NUMERIC, DATE, TIMESTAMPTZ } = pg.types.builtins
const asIs = (value: string): string => value

const parsers = new Map<number, (value: string) => unknown>([
  [INT8, wholeNumber],
  [1016, listOf(wholeNumber)],
  [NUMERIC, Number],
  [1231, listOf(Number)],
  [DATE, asIs],
  [1182, listOf(asIs)],
  [TIMESTAMPTZ, instant],
  [1185, listOf(instant)],
])

function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError('a whole number of the database is too large for JavaScript')
  return number
}

/** Connections run with TimeZone UTC, so the text always looks like `2026-11-22 09:12:00.123456+00`. */
function instant(value: string): string {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(value)) return otherInstant(value)
  const fraction = value.length > 22 ? value.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000'
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${fraction}Z`
}

function otherInstant(value: string): string {
  if (value.endsWith('infinity')) return value
  return new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
}

function listOf<T>(read: (value: string) => T): (value: string) => unknown {
  return (value) => pg.types.arrayParser(value, read)
}
