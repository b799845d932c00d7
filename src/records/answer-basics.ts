import type { Day, Id, Instant } from './rows.ts'

export type Names = {
  readonly ar: string
  readonly en: string
  readonly ckb?: string | undefined
  readonly kmr?: string | undefined
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
}

/** One thing that happened, of a case or a referral. */
export interface StoryItem {
  readonly id: Id
  readonly kind: string
  readonly at: Instant
  readonly happenedOn: Day
  readonly actorName: string | null
  readonly organisationNames: Names | null
  readonly party: 'sender' | 'receiver' | 'person' | 'system' | null
  readonly ref: Id | null
  readonly referralId: Id | null
  readonly channel: string | null
  readonly saidBy: string | null
  readonly reason: string | null
  readonly fromState: string | null
  readonly toState: string | null
  readonly detail: { readonly [key: string]: unknown }
}
