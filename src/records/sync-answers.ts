/** Answers about what devices wrote: what needs a person's decision, and what could not be done. */
import type { RefusalDetails } from '../basics/refusal.ts'
import type { Id, Instant, Json } from './rows.ts'

/**
 * Two people wrote the same field without knowing of each other. `review`: what stood first stays until somebody decides.
 * `safer`: the safer value holds already. `fork`: both texts stay beside each other.
 */
export interface DecisionItem {
  readonly id: Id
  readonly caseId: Id
  readonly caseCode: string
  readonly caseName: string
  /** The need it is about; null: the case or its person. */
  readonly needId: Id | null
  /** Action that wrote the other value (`person.correct`), and its field (`name`, `contactSafety.phone`, `state`). */
  readonly action: string
  readonly field: string
  readonly rule: 'review' | 'safer' | 'fork'
  readonly standing: Json
  readonly standingByName: string | null
  readonly standingAt: Instant | null
  readonly offered: Json
  readonly offeredByName: string | null
  readonly offeredAt: Instant
  readonly raisedAt: Instant
  /** From then on whoever supervises the office is told. */
  readonly dueAt: Instant
  readonly decidedAt: Instant | null
  readonly decidedByName: string | null
  readonly decision: 'standing' | 'offered' | 'other' | null
  /** Whoever asks may decide it: the officer of the case, or who supervises its office. */
  readonly mayDecide: boolean
}
/** GET /api/decisions?scope=mine|office: those that wait, the earliest due on top. GET /api/decisions/{id}: one, also decided. */
export interface DecisionsAnswer {
  readonly items: readonly DecisionItem[]
}

/** A command of a device that could not be done, kept with everything that was typed. */
export interface HeldItem {
  /** Of the command. */
  readonly id: Id
  /** The action. */
  readonly name: string
  /** Why: a refusal's code and details. */
  readonly reason: { readonly code: string; readonly details: RefusalDetails }
  readonly authorId: Id
  readonly authorName: string
  readonly deviceName: string
  readonly n: number
  /** Id of the first command of its group: what belongs to a new case is done or set aside along with it, in order of `n`. */
  readonly groupId: Id
  /** Null: about no case. `caseCode` is null where the case is not there, or out of sight of whoever asks. */
  readonly caseId: Id | null
  readonly caseCode: string | null
  readonly writtenAt: Instant
  readonly heldAt: Instant
  /** From then on whoever supervises the office is told. */
  readonly dueAt: Instant
  readonly state: 'held' | 'done' | 'set_aside'
  readonly settledAt: Instant | null
  readonly settledByName: string | null
  /** The command that was performed instead of it. */
  readonly doneById: Id | null
  readonly setAsideReason: string | null
}
/** GET /api/held?scope=mine|office: what waits, the earliest due on top. */
export interface HeldAnswer {
  readonly items: readonly HeldItem[]
}
/**
 * GET /api/held/{id}: with what was typed (leaves an audit line). To do it after all send POST /actions
 * `{id, name, input, instead: <id of the held command>}`: the same action, the input as it is or mended.
 */
export interface HeldWhole extends HeldItem {
  /** As it was typed; null where its key is destroyed. */
  readonly input: Json
  readonly version: number
}

/** GET /sync/key: base64 of the uncompressed P-256 point that envelopes are sealed to, and its name. */
export interface SealingKey {
  readonly id: string
  readonly publicKey: string
}
