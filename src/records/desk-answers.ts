/** Answers of the reads of the data protection desk. */
import type { Names } from './answer-basics.ts'
import type { BreachRow, DataRequestRow, Day, Id, Instant, LegalRequestRow } from './rows.ts'

type Named<T> = Omit<T, 'organisationId' | 'acknowledgedBy' | 'answeredBy' | 'takenBy'> & {
  readonly recordedByName: string
}
export type DataRequestItem = Named<DataRequestRow>
export type LegalRequestItem = Named<LegalRequestRow>
export type BreachItem = Named<BreachRow>

/** Demands of authorities in a year: how many came, and after how many anything was given. Published (DP-52). */
export interface LegalYear {
  readonly year: number
  readonly received: number
  readonly given: number
}

export interface HoldItem {
  readonly id: Id
  readonly caseCode: string
  readonly reason: string
  readonly lawyer: string
  readonly placedAt: Instant
}
export interface RetentionItem {
  readonly id: Id
  readonly madeAt: Instant
  readonly approvedAt: Instant | null
  readonly doneAt: Instant | null
  readonly erased: number
  readonly kept: number
  readonly cases: readonly { readonly code: string; readonly rule: string; readonly closedAt: Instant }[]
}

/** GET /api/desk: what waits comes first, the earliest due on top. */
export interface DeskAnswer {
  readonly requests: readonly DataRequestItem[]
  readonly legal: readonly LegalRequestItem[]
  readonly breaches: readonly BreachItem[]
  readonly holds: readonly HoldItem[]
  /** The list that waits, or was signed and is being worked on; then the last one that was done. */
  readonly retention: readonly RetentionItem[]
}

export interface ComplaintItem {
  readonly id: Id
  readonly kind: string
  readonly channel: string
  readonly isAnonymous: boolean
  readonly receivedAt: Instant
  /** `null`: by the public page. */
  readonly recordedByName: string | null
  /** For whoever complained by the public page, who reads answers with it. */
  readonly code: string | null
  readonly acknowledgeDueAt: Instant
  readonly answerDueAt: Instant
  readonly state: string
  readonly outcome: string | null
  readonly closedAt: Instant | null
  /** `null`: its key is not here or was destroyed. */
  readonly text: string | null
  readonly reach: string | null
  readonly steps: readonly {
    readonly id: Id
    readonly state: string
    readonly at: Instant
    /** Whoever complained can read it. */
    readonly isAnswer: boolean
    readonly text: string | null
  }[]
}

/** GET /api/cases/{id}/copy: what is written about a person, for that person (DP-25). Nothing of others. */
export interface RecordCopy {
  readonly code: string
  readonly openedOn: Day
  readonly state: string
  readonly person: {
    readonly name: string
    readonly code: string
    readonly sex: string
    readonly born: Day | null
    readonly bornPrecision: string
    readonly language: string
    readonly placeCode: string | null
    readonly phone: string | null
  }
  /** Others in the case: what they are to the person, without a name. */
  readonly others: readonly { readonly relationship: string; readonly ageBand: string }[]
  readonly needs: readonly { readonly service: string; readonly state: string; readonly on: Day }[]
  readonly consents: readonly {
    readonly organisationNames: Names
    readonly items: readonly string[]
    readonly givenOn: Day
    readonly withdrawnAt: Instant | null
  }[]
  readonly referrals: readonly {
    readonly code: string
    readonly service: string
    readonly organisationNames: Names
    readonly state: string
    readonly sentAt: Instant | null
  }[]
  /** Free text may name others: whoever hands the copy over reads each, and leaves out what is not the person's. */
  readonly notes: readonly { readonly id: Id; readonly on: Day; readonly text: string }[]
}
