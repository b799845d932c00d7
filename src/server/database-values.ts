/**
 * How values travel from PostgreSQL: int8 and numeric as numbers, days as `2026-11-22`, instants as
 * `2026-11-22T09:12:00.000Z`. Records then need no conversion on their way to JSON, and no `Date` is made per cell.
 * Keys are the type numbers of pg_type; `readList` is the driver's reader of array text.
 */
export function valueReaders(readList: ReadList): ReadonlyMap<number, Read> {
  const listOf =
    (read: Read): Read =>
    (value) =>
      readList(value, read)
  return new Map<number, Read>([
    [20, wholeNumber],
    [1016, listOf(wholeNumber)],
    [1700, Number],
    [1231, listOf(Number)],
    [1082, asIs],
    [1182, listOf(asIs)],
    [1184, instant],
    [1185, listOf(instant)],
  ])
}

type Read = (value: string) => unknown
type ReadList = (value: string, read: Read) => unknown[]

const asIs: Read = (value) => value

function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number))
    throw new RangeError('a whole number of the database is too large for JavaScript')
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
