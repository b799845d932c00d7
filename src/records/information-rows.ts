import type { Day, Id, Instant, Json } from './row-basics.ts'

/** One version of an entry of the public pages. */
export interface InformationRow {
  id: Id
  entryId: Id
  version: number
  /** Whose keeper wrote it; null: it came with Ihala. */
  organisationId: Id | null
  kind: string
  position: number
  state: string
  /** By language; Arabic always. */
  texts: Json
  facts: Json
  /** Governorates it is for; none: everywhere. */
  places: readonly string[]
  source: string
  sourceOn: Day | null
  unverified: boolean
  invented: boolean
  writtenBy: Id | null
  writtenAt: Instant
  decidedBy: Id | null
  decidedAt: Instant | null
  remark: string | null
  endedBy: Id | null
  endedAt: Instant | null
}
