import type { Day, Id, Instant } from './row-basics.ts'

/** The data protection desk. None of these rows is ever kept on a device. */
export interface DataRequestRow {
  id: Id
  organisationId: Id
  caseId: Id | null
  caseCode: string | null
  kind: string
  channel: string
  said: string
  reach: string
  askedOn: Day
  recordedAt: Instant
  recordedBy: Id
  acknowledgeDueAt: Instant
  answerDueAt: Instant
  acknowledgedAt: Instant | null
  acknowledgedBy: Id | null
  answeredAt: Instant | null
  answeredBy: Id | null
  outcome: string | null
  answer: string | null
}
export interface LegalRequestRow {
  id: Id
  organisationId: Id
  authority: string
  authorityName: string
  letter: string | null
  receivedOn: Day
  asks: string
  recordedAt: Instant
  recordedBy: Id
  answerDueAt: Instant
  answeredAt: Instant | null
  answeredBy: Id | null
  outcome: string | null
  lawyer: string | null
  given: string | null
  personTold: string | null
}
export interface BreachRow {
  id: Id
  organisationId: Id
  kind: string
  foundAt: Instant
  what: string
  people: number | null
  recordedAt: Instant
  recordedBy: Id
  officerDueAt: Instant
  riskDueAt: Instant
  toldDueAt: Instant
  takenAt: Instant | null
  takenBy: Id | null
  containedAt: Instant | null
  containedHow: string | null
  riskAt: Instant | null
  risk: string | null
  riskView: string | null
  toldAt: Instant | null
  told: string | null
  toldHow: string | null
  closedAt: Instant | null
  lessons: string | null
}
/** What it says is sealed before the decision (C4). */
export interface ComplaintRow {
  id: Id
  organisationId: Id
  kind: string
  channel: string
  isAnonymous: boolean
  receivedAt: Instant
  /** `null`: it came by the public page. */
  recordedBy: Id | null
  againstAccountId: Id | null
  acknowledgeDueAt: Instant
  answerDueAt: Instant
  master: string
  wrapped: Uint8Array | null
  ciphertext: Uint8Array
  state: string
  outcome: string | null
  movedAt: Instant
  acknowledgedAt: Instant | null
  decidedAt: Instant | null
  closedAt: Instant | null
  code: string | null
}
export interface ComplaintStepRow {
  id: Id
  complaintId: Id
  organisationId: Id
  state: string
  at: Instant
  accountId: Id
  ciphertext: Uint8Array
  isAnswer: boolean
}
/** One case is kept as it is. */
export interface LegalHoldRow {
  id: Id
  organisationId: Id
  caseId: Id
  caseCode: string
  reason: string
  lawyer: string
  placedAt: Instant
  placedBy: Id
  liftedAt: Instant | null
  liftedBy: Id | null
}
/** Cases closed long enough ago, to be read and signed. */
export interface RetentionListRow {
  id: Id
  organisationId: Id
  madeAt: Instant
  approvedAt: Instant | null
  approvedBy: Id | null
  doneAt: Instant | null
  erased: number
  kept: number
}
