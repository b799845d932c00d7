import type { Id, Instant, Json } from './row-basics.ts'

/** Two values of one field, written by people who did not know of each other. */
export interface ConflictRow {
  id: Id
  caseId: Id
  organisationId: Id
  commandId: Id
  /** The action that writes the offered value, and its input with that field alone; null: erased. */
  action: string
  input: { readonly [field: string]: Json | undefined } | null
  field: string
  rule: 'review' | 'safer' | 'fork'
  needId: Id | null
  standing: Json
  standingBy: Id | null
  standingAt: Instant | null
  offered: Json
  offeredBy: Id | null
  offeredAt: Instant
  raisedAt: Instant
  dueAt: Instant
  noticedAt: Instant | null
  decidedAt: Instant | null
  decidedBy: Id | null
  decision: 'standing' | 'offered' | 'other' | null
}
