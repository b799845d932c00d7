import type { Day, Id, Instant, Json } from './row-basics.ts'

export interface Appointment {
  readonly at: Instant
  readonly contact?: string | undefined
  readonly note?: string | undefined
  readonly status: 'scheduled' | 'attended' | 'missed' | 'moved' | 'cancelled'
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
