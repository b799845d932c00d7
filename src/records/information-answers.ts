/** Answers of the reads about the public pages. */
import type { InformationFacts, InformationText } from '../information/information.ts'
import type { Day, Id, Instant } from './rows.ts'

/** GET /api/information: a version of an entry of the public pages, for who keeps them. */
export interface InformationItem {
  readonly id: Id
  readonly entryId: Id
  readonly version: number
  readonly kind: string
  readonly position: number
  /** `waiting`, `published`, `returned`, `replaced` or `withdrawn`. */
  readonly state: string
  /** By language; Arabic always. */
  readonly texts: { readonly [locale: string]: InformationText }
  readonly facts: InformationFacts
  /** Governorates it is for; none: everywhere. */
  readonly places: readonly string[]
  readonly source: string
  readonly sourceOn: Day | null
  /** A proposal until the office it speaks of was asked. */
  readonly unverified: boolean
  readonly invented: boolean
  readonly writtenAt: Instant
  readonly decidedAt: Instant | null
  readonly remark: string | null
  readonly endedAt: Instant | null
  /** It came with Ihala. */
  readonly shipped: boolean
  /** Whether the asker wrote it and so cannot approve it; null for what came with Ihala. */
  readonly mine: boolean | null
  /** Of one's own organisation; else null. */
  readonly writtenByName: string | null
  readonly decidedByName: string | null
}
