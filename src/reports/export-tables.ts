import type { Words } from '../language/words.ts'
import type { Sheet } from './sheet.ts'

type NamesRead = { readonly [locale: string]: string | undefined } | null

/** A case as it may leave: codes, no name of a person, nothing sensitive (C3), its place no finer than the district. */
export interface ExportedCase {
  readonly code: string
  readonly state: string
  readonly urgency: string
  readonly statusCategory: string
  readonly ageBand: string
  readonly sex: string
  readonly districtNames: NamesRead
  readonly siteNames: NamesRead
  readonly officerLogin: string
  readonly openedOn: string
  readonly nextDueOn: string | null
  readonly openNeeds: number
  readonly waitingReferrals: number
  readonly closedOn: string | null
}
export interface ExportedReferral {
  readonly code: string
  readonly caseCode: string
  readonly service: string
  readonly urgency: string
  readonly state: string
  readonly receiverNames: NamesRead
  readonly sentOn: string | null
  readonly answeredOn: string | null
  readonly completedOn: string | null
  readonly outcome: string | null
  readonly helped: boolean | null
  readonly loopClosedOn: string | null
}

type Column<Row> = readonly [title: string, cell: (row: Row, t: Words) => string]

const nameIn = (names: NamesRead, t: Words): string =>
  names?.[t.locale] ?? names?.['ar'] ?? names?.['en'] ?? ''

const caseColumns: readonly Column<ExportedCase>[] = [
  ['code', ({ code }) => code],
  ['state', ({ state }, t) => t(`programmes.caseState.${state}`)],
  ['urgency', ({ urgency }, t) => t(`programmes.urgency.${urgency}`)],
  ['status', ({ statusCategory }, t) => t(`programmes.statusCategory.${statusCategory}`)],
  ['age', ({ ageBand }, t) => t(`programmes.ageBand.${ageBand}`)],
  ['sex', ({ sex }, t) => t(`programmes.sex.${sex}`)],
  ['district', ({ districtNames }, t) => nameIn(districtNames, t)],
  ['office', ({ siteNames }, t) => nameIn(siteNames, t)],
  ['officer', ({ officerLogin }) => officerLogin],
  ['opened', ({ openedOn }) => openedOn],
  ['due', ({ nextDueOn }) => nextDueOn ?? ''],
  ['needs', ({ openNeeds }) => String(openNeeds)],
  ['waiting', ({ waitingReferrals }) => String(waitingReferrals)],
  ['closed', ({ closedOn }) => closedOn ?? ''],
]
const referralColumns: readonly Column<ExportedReferral>[] = [
  ['referral', ({ code }) => code],
  ['code', ({ caseCode }) => caseCode],
  ['service', ({ service }, t) => t(`services.service.${service}`)],
  ['urgency', ({ urgency }, t) => t(`programmes.urgency.${urgency}`)],
  ['state', ({ state }, t) => t(`referrals.state.${state}`)],
  ['receiver', ({ receiverNames }, t) => nameIn(receiverNames, t)],
  ['sent', ({ sentOn }) => sentOn ?? ''],
  ['answered', ({ answeredOn }) => answeredOn ?? ''],
  ['completed', ({ completedOn }) => completedOn ?? ''],
  ['outcome', ({ outcome }, t) => (outcome === null ? '' : t(`programmes.outcome.${outcome}`))],
  ['helped', ({ helped }, t) => (helped === null ? '' : t(helped ? 'reports.yes' : 'reports.no'))],
  ['loopClosed', ({ loopClosedOn }) => loopClosedOn ?? ''],
]

/** Who took it, when and under which number: the first line of every sheet that leaves. */
export interface Taken {
  readonly login: string
  readonly at: string
  readonly exportId: string
  readonly purpose: string
}

export function casesSheet(rows: readonly ExportedCase[], taken: Taken, t: Words): Sheet {
  return sheetOf(caseColumns, rows, taken, t)
}

export function referralsSheet(rows: readonly ExportedReferral[], taken: Taken, t: Words): Sheet {
  return sheetOf(referralColumns, rows, taken, t)
}

function sheetOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], taken: Taken, t: Words): Sheet {
  const { login, at, exportId, purpose } = taken
  return [
    [t('reports.watermark', { login, at, exportId, purpose: t(`reports.purpose.${purpose}`) })],
    columns.map(([title]) => t(`reports.column.${title}`)),
    ...rows.map((row) => columns.map(([, cell]) => cell(row, t))),
  ]
}
