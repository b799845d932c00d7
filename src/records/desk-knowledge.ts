import type {
  BreachRow,
  ComplaintRow,
  DataRequestRow,
  ExportLogRow,
  LegalHoldRow,
  LegalRequestRow,
  RetentionListRow,
} from './rows.ts'

/** What decisions of the data protection desk can ask to know. Only the server answers these. */
export interface DeskKnowledge {
  dataRequest: DataRequestRow | undefined
  legalRequest: LegalRequestRow | undefined
  breach: BreachRow | undefined
  complaint: Pick<ComplaintRow, 'id' | 'organisationId' | 'state' | 'code'> | undefined
  /** By the account a complaint is about, or `nobody`: whether there is an officer for complaints who may hear it. */
  complaintIsHeard: boolean
  legalHold: LegalHoldRow | undefined
  retentionList: RetentionListRow | undefined
  /** A list that somebody asked to take out, for who decides. */
  exportAsked: (ExportLogRow & { isDecided: boolean }) | undefined
}
