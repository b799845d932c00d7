/** A table as it leaves: a line that says who took it, the titles, the rows. Every cell is text. */
export type Sheet = readonly (readonly string[])[]

/**
 * Spreadsheets take a cell that begins so for a formula, which can send away what stands beside it (OWASP, CSV
 * injection). An apostrophe before it makes it text again; the wide signs are what input methods make of the same keys.
 */
const formula = /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/

export function harmless(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell
}

/** By which Excel knows that it is UTF-8. */
export const csvStart = '\uFEFF'

/** RFC 4180. */
export function csvOf(rows: Sheet): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')
  return rows.map((cells) => `${line(cells)}\r\n`).join('')
}
