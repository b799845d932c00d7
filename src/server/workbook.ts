import { harmless, type Sheet } from '../reports/sheet.ts'

/** A workbook of one sheet. Every cell is written as text, so nothing in it is ever a formula. */
export async function xlsxOf(sheet: Sheet, rightToLeft: boolean): Promise<Buffer> {
  // with the first sheet that is asked for: few processes ever write one
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const rows = sheet.map((cells) => cells.map((cell) => ({ type: String, value: harmless(cell) })))
  return writeExcelFile(rows, { sheet: 'Ihala', rightToLeft }).toBuffer()
}
