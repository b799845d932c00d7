import type { Day, Id, Instant, Json } from './row-basics.ts'

export interface ConferenceRow {
  id: Id
  organisationId: Id
  caseId: Id
  needId: Id
  code: string
  service: string
  state: string
  meetsOn: Day
  endsOn: Day
  proposedAt: Instant
  proposedBy: Id
  consentedAt: Instant | null
  invitedAt: Instant | null
  minutes: string | null
  minutesAt: Instant | null
  endedAt: Instant | null
}
/** One organisation at the table: all it sees of the conference itself. */
export interface ConferenceSeatRow {
  id: Id
  conferenceId: Id
  organisationId: Id
  invitedOrganisationId: Id
  invitedSiteId: Id
  code: string
  service: string
  meetsOn: Day
  items: string[]
  /** The last day on which what was released is seen. */
  accessUntil: Day | null
  invitedAt: Instant | null
  joinedAt: Instant | null
  joinedBy: Id | null
  /** What this organisation says to the minutes; an objection has its reason (C3). */
  minutesAnswer: 'agreed' | 'objected' | null
  minutesReason: string | null
  minutesAnsweredAt: Instant | null
  minutesAnsweredBy: Id | null
  endedAt: Instant | null
}
export interface ConferenceReleaseRow {
  seatId: Id
  conferenceId: Id
  organisationId: Id
  invitedOrganisationId: Id
  items: { readonly [item: string]: Json | undefined }
  consentIds: Id[]
  minutes: string | null
  releasedAt: Instant
}
export interface ConferenceActionRow {
  id: Id
  conferenceId: Id
  organisationId: Id
  /** Whose it is; null: the convenor's own. */
  seatId: Id | null
  text: string
  dueOn: Day
  addedAt: Instant
  addedBy: Id
  doneAt: Instant | null
  doneBy: Id | null
}
