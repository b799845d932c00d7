import type { Day, Id, Instant, Json } from './row-basics.ts'
import type { NameParts } from './person-rows.ts'

/** What waits for a second person on a case. */
export interface Pending {
  readonly kind: 'urgency' | 'closing'
  readonly to: string
  readonly reason: string
  readonly by: Id
  readonly at: Instant
  readonly remainingNeeds?: string | undefined
}
export interface CaseRow {
  id: Id
  organisationId: Id
  siteId: Id
  officerId: Id
  personId: Id
  code: string
  programme: string
  programmeVersion: number
  episode: number
  state: string
  urgency: string
  urgencyReason: string | null
  displayName: string
  statusCategory: string
  ageBand: string
  sex: string
  language: string
  placeCode: string | null
  returnedFromAbroad: boolean | null
  conflictDisplaced: boolean | null
  documentsHeld: string[] | null
  openedOn: Day
  enteredAt: Instant
  enteredLate: boolean
  nextContactAt: Instant | null
  nextDueAt: Instant | null
  nextDueKind: string | null
  nextDueRef: Id | null
  openNeeds: number
  waitingReferrals: number
  pending: Pending | null
  closedAt: Instant | null
  closureReason: string | null
  remainingNeeds: string | null
  rev: number
}
export interface CaseMemberRow {
  id: Id
  caseId: Id
  organisationId: Id
  nameParts: NameParts
  displayName: string
  relationship: string
  sex: string
  ageBand: string
  addedAt: Instant
  removedAt: Instant | null
}
export interface NeedRow {
  id: Id
  caseId: Id
  organisationId: Id
  memberId: Id | null
  service: string
  severity: number
  priority: number
  state: string
  statedByPerson: boolean
  blocks: string[]
  unblocksNeedId: Id | null
  unmetReason: string | null
  happenedOn: Day
  enteredAt: Instant
  enteredBy: Id
}
export interface ConsentRow {
  id: Id
  caseId: Id
  organisationId: Id
  recipientId: Id
  purpose: string
  items: string[]
  how: string
  language: string
  interpreterPresent: boolean
  givenOn: Day
  expiresOn: Day
  textVersion: number
  enteredAt: Instant
  enteredBy: Id
  /** consent, vital_interest, best_interests. */
  basis: string
  givenBy: string
  guardianRelation: string | null
  ageRule: string | null
  assent: string
  form: string
  present: readonly string[] | null
  askedHow: string
  understood: boolean | null
  interpreterCode: string | null
  interpreterMode: string | null
  hiddenItems: readonly string[]
  declined: readonly string[]
}
/** Sharing without consent: asked, signed by a second person, looked at by a third. */
export interface ConsentOverrideRow {
  id: Id
  caseId: Id
  organisationId: Id
  recipientId: Id
  basis: 'vital_interest' | 'best_interests'
  items: string[]
  reason: string
  askedAt: Instant
  askedBy: Id
  decidedAt: Instant | null
  decidedBy: Id | null
  approved: boolean | null
  reviewDueAt: Instant | null
  reviewedAt: Instant | null
  reviewedBy: Id | null
  upheld: boolean | null
  reviewNote: string | null
}
/** A receiver was told to stop, and what it said it did. */
export interface SharingStopRow {
  id: Id
  referralId: Id
  consentId: Id
  organisationId: Id
  receiverOrganisationId: Id
  receiverSiteId: Id
  toldAt: Instant
  confirmedAt: Instant | null
  confirmedBy: Id | null
  kept: string | null
}
/** Whom and what to keep away from: the person said so, nobody wrote down why. */
export interface Avoid {
  readonly organisations?: readonly Id[] | undefined
  readonly sites?: readonly Id[] | undefined
  readonly places?: readonly string[] | undefined
  readonly languages?: readonly string[] | undefined
}
/** Facts of a case for matching and for the health item (C3). */
export interface CaseFactRow {
  caseId: Id
  organisationId: Id
  /** Null: not asked. */
  householdTypes: string[] | null
  avoid: Avoid
  healthSummary: string | null
  changedAt: Instant
  changedBy: Id
}
export interface ConsentWithdrawalRow {
  consentId: Id
  caseId: Id
  organisationId: Id
  how: string
  at: Instant
  enteredBy: Id
}
export interface NoteRow {
  id: Id
  caseId: Id
  organisationId: Id
  kind: string
  class: number
  text: string
  happenedOn: Day
  enteredAt: Instant
  authorId: Id
  correctsId: Id | null
}
export interface TaskRow {
  id: Id
  caseId: Id
  organisationId: Id
  kind: string
  text: string | null
  dueAt: Instant
  assigneeId: Id
  referralId: Id | null
  madeAt: Instant
  doneAt: Instant | null
  doneBy: Id | null
  result: string | null
}
export interface CaseEventRow {
  id: Id
  caseId: Id
  organisationId: Id
  kind: string
  at: Instant
  happenedOn: Day
  accountId: Id | null
  ref: Id | null
  detail: { readonly [key: string]: Json | undefined }
}
export interface AlertRow {
  id: Id
  organisationId: Id
  accountId: Id | null
  siteId: Id | null
  kind: string
  level: number
  caseId: Id | null
  referralId: Id | null
  offerId: Id | null
  at: Instant
  seenAt: Instant | null
}
export interface FileRow {
  id: Id
  caseId: Id
  organisationId: Id
  uploadId: Id
  class: number
  kind: string
  title: string | null
  mediaType: string
  size: number
  /** Of somebody who is heard giving it. */
  consentId: Id | null
  /** How the person agreed to sound being kept. */
  agreed: string | null
  addedAt: Instant
  addedBy: Id
  removedAt: Instant | null
  removedBy: Id | null
  removalReason: string | null
}
