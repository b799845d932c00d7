import type { Day, Id, Instant, Json } from './row-basics.ts'

export interface OrganisationRow {
  id: Id
  code: string
  family: string
  unitKind: string
  names: { readonly [locale: string]: string }
  descriptions: { readonly [locale: string]: string }
  url: string | null
  registrations: Json
  state: string
  stateSince: Instant
  stateReason: string | null
  pausedUntil: Day | null
  /** Information-sharing protocol (DP-01). */
  protocolSignedOn: Day | null
  rev: number
}
export interface OrganisationApplicationRow {
  organisationId: Id
  source: string
  code: string
  wordHash: Uint8Array
  invitedBy: Id | null
  at: Instant
}
export interface OrganisationStepRow {
  id: Id
  organisationId: Id
  step: string
  result: string
  happenedOn: Day
  note: string | null
  recordedAt: Instant
  recordedBy: Id
  recordedAtOrganisation: Id
}
export interface OrganisationEventRow {
  id: Id
  organisationId: Id
  fromState: string | null
  toState: string
  at: Instant
  accountId: Id | null
  byOrganisationId: Id | null
  reason: string | null
  note: string | null
  told: string | null
  until: Day | null
}
/** A governorate that is being opened. */
export interface GrowthRow {
  placeCode: string
  begunAt: Instant
  begunBy: Id
  liveAt: Instant | null
  liveBy: Id | null
}
export interface GrowthTickRow {
  id: Id
  placeCode: string
  gate: string
  doneOn: Day | null
  note: string | null
  at: Instant
  accountId: Id
}
