import { newId } from './circumstances.ts'
import type { OwnerSession } from './database-owner.ts'
import type { ReportLine, SourceRow } from '../services/import/entry.ts'
import {
  codePrefixes,
  type ImportSource,
  keepLines,
  linesOf,
  openRun,
  readKnown,
  remember,
  standingOf,
  writeChanges,
} from '../services/import/import.store.ts'
import { planRow } from '../services/import/plan.ts'

export interface ImportWish {
  readonly source: ImportSource
  /** SHA-256 of what was read: by it a run that broke off goes on. */
  readonly digest: Buffer
  readonly rows: readonly SourceRow[]
  readonly ancestors: (placeCode: string) => readonly string[]
  readonly now: string
  /** Plans and tells, and writes nothing. */
  readonly dryRun: boolean
  readonly onProgress?: ((done: number, all: number) => void) | undefined
}

/** Rows settled in one transaction: with their lines, or not at all. */
const piece = 200

/** Takes rows of another directory in, as the loader. Answers a line for every row, in their order. */
export async function importRows(owner: OwnerSession, wish: ImportWish): Promise<readonly ReportLine[]> {
  const { source, rows, now, dryRun } = wish
  const ask = owner.rows
  const lines: ReportLine[] = []
  const known = await owner.transaction(() => readKnown(ask, source, rows), 'loader')
  const prefixes = await owner.transaction(() => codePrefixes(ask), 'loader')
  const governorate = (place: string): string | undefined => wish.ancestors(place).at(-1)
  const prefixOf = (place: string): string =>
    prefixes.find(({ placeCode }) => governorate(placeCode) === governorate(place))?.prefix ?? 'XX'
  const settle = async (row: SourceRow): Promise<void> => {
    const { line, changes } = planRow(row, standingOf(known, row), newId, now)
    if (!dryRun && 'offer' in row)
      await writeChanges(ask, source, row.offer, changes, { prefix: prefixOf(row.offer.site.placeCode), now })
    remember(known, row, changes)
    lines.push(line)
  }
  if (dryRun) {
    for (const row of rows) await settle(row)
    return lines
  }
  const begun = { id: newId(), digest: wish.digest, allRows: rows.length, now }
  const run = await owner.transaction(() => openRun(ask, source, begun), 'loader')
  for (let at = run.doneRows; at < rows.length; at += piece) {
    const part = rows.slice(at, at + piece)
    const doneRows = at + part.length
    await owner.transaction(async () => {
      lines.length = 0
      for (const row of part) await settle(row)
      await keepLines(ask, run.id, lines, { doneRows, finishedAt: doneRows === rows.length ? now : null })
    }, 'loader')
    wish.onProgress?.(doneRows, rows.length)
  }
  return owner.transaction(() => linesOf(ask, run.id), 'loader')
}
