import type { InformationRow } from './rows.ts'

/** What decisions about the public pages can ask to know. Only the server answers these. */
export interface InformationKnowledge {
  /** Every version of an entry, newest first. */
  informationOf: readonly InformationRow[]
  /** Whether the asker's organisation keeps what the public reads; looked up by `me`. */
  keepsInformation: boolean
}
