/** Answers of the reads about organisations on their way, and about opening a governorate. */
import type { Names } from './answer-basics.ts'
import type { GrowthFacts } from './organisation-knowledge.ts'
import type { Day, Id, Instant } from './rows.ts'

/** GET /api/directory/organisations?state= : for the committee; what has a clock comes first. */
export interface OrganisationStanding {
  readonly id: Id
  readonly code: string
  readonly names: Names
  readonly family: string
  readonly state: string
  readonly stateSince: Instant
  readonly pausedUntil: Day | null
  readonly screeningDueAt: Instant | null
  readonly mine: boolean
  readonly invented: boolean
}

/** GET /api/directory/organisations/{id} : one organisation, its papers and its story; nothing of any person it serves. */
export interface OrganisationPage extends OrganisationStanding {
  readonly unitKind: string
  readonly descriptions: { readonly [locale: string]: string }
  readonly url: string | null
  readonly registrations: readonly { readonly register: string; readonly number: string }[]
  readonly stateReason: string | null
  readonly protocolSignedOn: Day | null
  readonly application: {
    readonly source: string
    readonly code: string
    readonly at: Instant
    readonly appliedAt: Instant | null
    readonly contact: {
      readonly name?: string | undefined
      readonly phone?: string | undefined
      readonly mail?: string | undefined
    }
    readonly sectors: readonly string[]
    readonly areas: readonly { readonly code: string; readonly names: Names }[]
  } | null
  readonly steps: readonly {
    readonly id: Id
    readonly step: string
    readonly result: string
    readonly happenedOn: Day
    readonly note: string | null
    readonly recordedAt: Instant
    readonly recordedBy: Id
    /** Null: of another organisation than the reader. */
    readonly recordedByName: string | null
    readonly organisationNames: Names
  }[]
  readonly events: readonly {
    readonly id: Id
    readonly fromState: string | null
    readonly toState: string
    readonly at: Instant
    readonly accountId: Id | null
    readonly accountName: string | null
    readonly organisationNames: Names | null
    readonly reason: string | null
    readonly note: string | null
    readonly told: string | null
    readonly until: Day | null
  }[]
  readonly standing: {
    readonly openReferrals: number
    readonly openCases: number
    readonly offers: number
    readonly accounts: number
  }
  /** How many people wait there, by the office that sent them. */
  readonly waiting: readonly {
    readonly organisationNames: Names
    readonly siteNames: Names
    readonly waiting: number
  }[]
}

/** GET /api/growth : governorates that are being opened, and those that could be. */
export interface GrowthAnswer {
  readonly mayTick: boolean
  readonly items: readonly GrowthItem[]
  readonly others: readonly { readonly code: string; readonly names: Names }[]
}
export interface GrowthItem {
  readonly placeCode: string
  readonly names: Names
  readonly begunAt: Instant
  /** The reader began it: somebody else opens it. */
  readonly begunByMe: boolean
  readonly liveAt: Instant | null
  /** The day on which somebody looks back; null before going live. */
  readonly reviewDueOn: Day | null
  readonly reviewedOn: Day | null
  readonly facts: GrowthFacts
  readonly gates: readonly {
    readonly gate: string
    readonly isOpen: boolean
    readonly counted: { readonly have: number; readonly need: number } | null
    readonly needsTick: boolean
    readonly tickedOn: Day | null
    readonly note: string | null
  }[]
}
