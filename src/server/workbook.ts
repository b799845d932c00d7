import writeExcelFile from 'write-excel-file/node'
import { harmless, type Sheet } from '../reports/sheet.ts'

/** A workbook of one sheet. Every cell is written as text, so nothing in it is ever a formula. */
export function xlsxOf(sheet: Sheet, rightToLeft: boolean): Promise<Buffer> {
  const rows = sheet.map((cells) => cells.map((cell) => ({ type: String, value: harmless(cell) })))
  return writeExcelFile(rows, { sheet: 'Ihala', rightToLeft }).toBuffer()
}
