import type { GrowthRow, GrowthTickRow, Id, OrganisationRow, OrganisationStepRow } from './rows.ts'

/** What Ihala can count of a governorate's checklist. */
export interface GrowthFacts {
  /** Branch offices of the ministry. */
  readonly offices: number
  /** Core services with at least one offer that was confirmed in time. */
  readonly coreServices: number
  /** Organisations with offers there that have not signed the protocol. */
  readonly unsigned: number
  readonly districts: number
  /** In the next 365 days. */
  readonly holidays: number
  readonly staff: number
  readonly certified: number
}

/** What decisions about the directory's organisations can ask to know: for its committee alone, and on the server alone. */
export interface OrganisationKnowledge {
  sitsOnCommittee: boolean
  provider:
    | (OrganisationRow & {
        readonly steps: readonly OrganisationStepRow[]
        readonly lastBy: Id | null
        readonly openCases: number
      })
    | undefined
  /** By P-code. */
  growth:
    | { readonly row: GrowthRow; readonly ticks: readonly GrowthTickRow[]; readonly facts: GrowthFacts }
    | undefined
  /** By P-code: whether it is a governorate that could be opened. */
  governorate: { readonly code: string } | undefined
}
