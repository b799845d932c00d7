/**
 * Rows as they are written: one interface a table, camelCase of its columns. `decide` functions speak in these, the
 * writer turns them into SQL, and a device can keep them as they are.
 */
export type Instant = string // 2026-11-22T09:12:00.000Z
export type Day = string // 2026-11-22
export type Id = string
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

export interface ContactSafety {
  readonly mode: string
  readonly phone?: string | undefined
  readonly hours?: string | undefined
  readonly callAs?: string | undefined
  readonly codeWord?: string | undefined
  readonly mayLeaveMessage?: boolean | undefined
  readonly through?: string | undefined
}
export interface NameParts {
  readonly given?: string | undefined
  readonly father?: string | undefined
  readonly grandfather?: string | undefined
  readonly greatGrandfather?: string | undefined
  readonly family?: string | undefined
  readonly mother?: string | undefined
}
export interface Appointment {
  readonly at: Instant
  readonly contact?: string | undefined
  readonly note?: string | undefined
  readonly status: 'scheduled' | 'attended' | 'missed' | 'moved' | 'cancelled'
}
/** What waits for a second person on a case. */
export interface Pending {
  readonly kind: 'urgency' | 'closing'
  readonly to: string
  readonly reason: string
  readonly by: Id
  readonly at: Instant
  readonly remainingNeeds?: string | undefined
}

export interface PersonRow {
  id: Id
  organisationId: Id
  siteId: Id
  code: string
  nameParts: NameParts
  codeName: string | null
  displayName: string
  sex: string
  birthDate: Day | null
  birthPrecision: string
  birthYear: number | null
  language: string
  interpreterNeeded: boolean
  contactSafety: ContactSafety
  chosenWordHash: Uint8Array | null
  placeCode: string | null
  governorate: string | null
  searchKeys: string[]
  searchVersion: number
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
export interface ReferralRow {
  id: Id
  code: string
  organisationId: Id
  siteId: Id
  officerId: Id
  receiverOrganisationId: Id
  receiverSiteId: Id
  offerId: Id
  service: string
  urgency: string
  state: string
  ageBand: string | null
  sex: string | null
  language: string | null
  interpreterNeeded: boolean
  placeCode: string | null
  accompaniment: string
  sharedItems: string[]
  channel: string
  previousReferralId: Id | null
  draftedAt: Instant
  sentAt: Instant | null
  deliveredAt: Instant | null
  acknowledgedAt: Instant | null
  infoRequestedAt: Instant | null
  infoQuestion: string | null
  infoAnsweredAt: Instant | null
  answeredAt: Instant | null
  appointment: Appointment | null
  expectedOn: Day | null
  startedAt: Instant | null
  completedAt: Instant | null
  outcome: string | null
  outcomeNote: string | null
  reason: string | null
  reasonNote: string | null
  cancelAskedAt: Instant | null
  cancelConfirmedAt: Instant | null
  toldPersonAt: Instant | null
  confirmedAt: Instant | null
  received: boolean | null
  helped: boolean | null
  disputedAt: Instant | null
  loopClosedAt: Instant | null
  acknowledgeDueAt: Instant | null
  decideDueAt: Instant | null
  startDueAt: Instant | null
  confirmDueAt: Instant | null
  nextDueAt: Instant | null
  nextDueKind: string | null
  alertLevel: number
  expiredAt: Instant | null
  /** Whose limits the clocks run by, as in its case; and since when the present state holds. */
  programme: string
  programmeVersion: number
  stateSince: Instant
}
export interface ReferralOriginRow {
  referralId: Id
  organisationId: Id
  caseId: Id
  needId: Id
  personId: Id
  consentIds: Id[]
  narrative: string | null
  openKey: string | null
}
export interface ReferralSnapshotRow {
  referralId: Id
  organisationId: Id
  receiverOrganisationId: Id
  items: { readonly [item: string]: Json | undefined }
  madeAt: Instant
  withdrawnAt: Instant | null
}
export interface ReferralEventRow {
  id: Id
  referralId: Id
  organisationId: Id
  receiverOrganisationId: Id
  kind: string
  fromState: string | null
  toState: string | null
  at: Instant
  happenedOn: Day
  party: 'sender' | 'receiver' | 'person' | 'system'
  accountId: Id | null
  organisationName: { readonly [locale: string]: string } | null
  channel: string
  saidBy: string | null
  reason: string | null
  detail: { readonly [key: string]: Json | undefined }
  shared: boolean
}
export interface ReferralLinkRow {
  id: Id
  referralId: Id
  organisationId: Id
  step: string
  tokenHash: Uint8Array
  wordHash: Uint8Array
  madeBy: Id
  madeAt: Instant
  expiresAt: Instant
  openedAt: Instant | null
  usedAt: Instant | null
  revokedAt: Instant | null
  failures: number
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
export interface OfferRow {
  id: Id
  organisationId: Id
  siteId: Id
  service: string
  sector: string
  state: string
  names: { readonly [locale: string]: string }
  descriptions: { readonly [locale: string]: string }
  areas: string[]
  placeCode: string
  lon: number | null
  lat: number | null
  confidential: boolean
  eligibility: Json
  access: Json
  languages: string[]
  capacity: string
  waitDays: number | null
  capacityAt: Instant
  verifiedAt: Instant
  verifiedHow: string
  verifyEveryDays: number
  fundingEndsOn: Day | null
  contactPublic: Json
  contactForReferral: Json
  invented: boolean
  rev: number
}
export interface AccountRow {
  id: Id
  organisationId: Id
  login: string
  displayName: string
  locale: string
  digits: string
  state: string
  mustChangePassword: boolean
  invented: boolean
  createdAt: Instant
}
export interface AccountRoleRow {
  accountId: Id
  organisationId: Id
  role: string
  siteId: Id | null
}

export interface Rows {
  person: PersonRow
  case_file: CaseRow
  case_member: CaseMemberRow
  need: NeedRow
  consent: ConsentRow
  consent_withdrawal: ConsentWithdrawalRow
  note: NoteRow
  task: TaskRow
  case_event: CaseEventRow
  referral: ReferralRow
  referral_origin: ReferralOriginRow
  referral_snapshot: ReferralSnapshotRow
  referral_event: ReferralEventRow
  referral_link: ReferralLinkRow
  alert: AlertRow
  offer: OfferRow
  account: AccountRow
  account_role: AccountRoleRow
}
export type Table = keyof Rows

/** Columns that hold JSON: the writer sends them as text, so that an array is not taken for a PostgreSQL array. */
export const jsonColumns: { readonly [T in Table]?: readonly (keyof Rows[T] & string)[] } = {
  person: ['nameParts', 'contactSafety'],
  case_file: ['pending'],
  case_member: ['nameParts'],
  case_event: ['detail'],
  referral: ['appointment'],
  referral_snapshot: ['items'],
  referral_event: ['organisationName', 'detail'],
  offer: ['names', 'descriptions', 'eligibility', 'access', 'contactPublic', 'contactForReferral'],
}

/** Key column of each table, where it is not `id`. */
export const keyColumns: { readonly [T in Table]?: string } = {
  consent_withdrawal: 'consent_id',
  referral_origin: 'referral_id',
  referral_snapshot: 'referral_id',
}
