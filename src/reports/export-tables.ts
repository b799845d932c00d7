import type { Words } from '../language/words.ts'

type NamesRead = { readonly [locale: string]: string | undefined } | null

/** A case as it may leave: codes, no name of a person, nothing sensitive (C3), its place no finer than the district. */
export interface ExportedCase {
  readonly id: string
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
/** The same with what is sensitive (C3), for a list that two people answer for. Still no name, and nothing protected (C4). */
export interface SensitiveCase extends ExportedCase {
  readonly contactMode: string
  /** Only where the person may be called or written to. */
  readonly phone: string | null
  readonly placeNames: NamesRead
  readonly documentsHeld: readonly string[] | null
  readonly needs: readonly string[]
}
export interface ExportedReferral {
  readonly id: string
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

export type Column<Row> = readonly [title: string, cell: (row: Row, t: Words) => string]

const nameIn = (names: NamesRead, t: Words): string =>
  names?.[t.locale] ?? names?.['ar'] ?? names?.['en'] ?? ''

export const caseColumns: readonly Column<ExportedCase>[] = [
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
export const sensitiveColumns: readonly Column<SensitiveCase>[] = [
  ...caseColumns,
  ['contact', ({ contactMode }, t) => t(`programmes.contactSafety.${contactMode}`)],
  ['phone', ({ phone }) => phone ?? ''],
  ['place', ({ placeNames }, t) => nameIn(placeNames, t)],
  [
    'documents',
    ({ documentsHeld }, t) =>
      (documentsHeld ?? []).map((code) => t(`programmes.document.${code}`)).join(' · '),
  ],
  ['needList', ({ needs }, t) => needs.map((code) => t(`services.service.${code}`)).join(' · ')],
]
export const referralColumns: readonly Column<ExportedReferral>[] = [
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

/** Who took it, when and under which number, and who agreed: the first line of every sheet that leaves. */
export interface Taken {
  readonly login: string
  readonly at: string
  readonly exportId: string
  readonly purpose: string
  /** Of a list with sensitive columns. */
  readonly approver: string | null
}

export function watermark({ login, at, exportId, purpose, approver }: Taken, t: Words): string {
  const said = t('reports.watermark', { login, at, exportId, purpose: t(`reports.purpose.${purpose}`) })
  return approver === null ? said : `${said} ${t('reports.watermarkSensitive', { approver })}`
}
