import type { Opening } from '../opening.ts'
import type { Texts } from '../hsds/listed.ts'

/** What another source says of an organisation, brought to our codes. */
export interface SourceOrganisation {
  readonly sourceId: string
  readonly names: Texts
  readonly descriptions: Texts
  readonly family: string
  readonly url: string | null
}

/** Where it says an offer is given. `placeCode` is a P-code of ours. */
export interface SourceSite {
  readonly sourceId: string
  readonly names: Texts
  readonly placeCode: string
  readonly address: string | null
  readonly phone: string | null
  readonly confidential: boolean
}

/** One offer of another source, whatever form it came in: what an import of HSDS and of a spreadsheet both end in. */
export interface SourceOffer {
  readonly sourceId: string
  readonly organisation: SourceOrganisation
  readonly site: SourceSite
  readonly service: string
  readonly names: Texts
  readonly descriptions: Texts
  readonly areas: readonly string[]
  readonly languages: readonly string[]
  readonly eligibility: Readonly<Record<string, unknown>>
  readonly access: Readonly<Record<string, unknown>>
  readonly phone: string | null
  readonly opening: Opening | null
}

/** A row that could be read, or why not; codes are of {@link importProblems}. */
export type SourceRow =
  | { readonly row: number; readonly sourceId: string | null; readonly offer: SourceOffer }
  | {
      readonly row: number
      readonly sourceId: string | null
      readonly problem: ImportProblem
      readonly said?: string | undefined
    }

/** Why a row is left out; words: `server.import.<code>`. */
export const importProblems = [
  'unreadable',
  'no_name',
  'no_organisation',
  'service_unknown',
  'place_unknown',
  'twice',
] as const
export type ImportProblem = (typeof importProblems)[number]

export type Outcome = 'new' | 'same' | 'differs' | 'refused'

/** What became of one row. No text of the row stands in it but what could not be understood. */
export interface ReportLine {
  readonly row: number
  readonly sourceId: string | null
  readonly outcome: Outcome
  readonly problem?: ImportProblem | undefined
  readonly said?: string | undefined
  /** Fields in which the source says otherwise than the directory. */
  readonly fields?: readonly string[] | undefined
  /** The organisation is new in the directory too. */
  readonly newOrganisation?: true | undefined
}
