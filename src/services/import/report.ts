import type { Words } from '../../language/words.ts'
import type { ReportLine } from './entry.ts'

/** A line of the report in the reader's language. */
export function reportText(line: ReportLine, t: Words): string {
  const what =
    line.outcome === 'refused'
      ? t('server.import.refused', { problem: t(`server.import.${line.problem ?? 'unreadable'}`) })
      : line.outcome === 'differs'
        ? t('server.import.differs', { fields: (line.fields ?? []).join(', ') })
        : t(line.newOrganisation ? 'server.import.newOrganisation' : `server.import.${line.outcome}`)
  return [String(line.row), line.sourceId ?? '–', what, ...(line.said ? [`“${line.said}”`] : [])].join('\t')
}

export type Tally = Readonly<Record<ReportLine['outcome'], number>>

export function tallyOf(lines: readonly ReportLine[]): Tally {
  const count = (outcome: ReportLine['outcome']): number =>
    lines.filter((line) => line.outcome === outcome).length
  return { new: count('new'), same: count('same'), differs: count('differs'), refused: count('refused') }
}
