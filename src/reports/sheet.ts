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

/** RFC 4180 with a byte order mark, by which Excel knows that it is UTF-8. */
export function csvOf(sheet: Sheet): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')
  return `\uFEFF${sheet.map(line).join('\r\n')}\r\n`
}
