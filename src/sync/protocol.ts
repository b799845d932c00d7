import type { Answer, Command } from '../actions/action.ts'
import type { Id, Instant, Rows } from '../records/rows.ts'

/**
 * What devices and the server say to each other: commands up, rows down, one revision a case, and on the server a
 * record of what each device holds (docs/decisions/041, 042). Nothing here is found by a global sequence or a clock.
 */

/** Hybrid logical clock: milliseconds since 1970 and a counter within them. Used for true concurrency only. */
export interface Stamp {
  readonly ms: number
  readonly c: number
}

/** Where a command comes from and what its author had seen. */
export interface FromDevice {
  readonly device: Id
  /** Gap-free number of this device, from 1. */
  readonly n: number
  /** Epoch in which `seen` was read; the server raises it when it was restored from a backup. */
  readonly epoch: number
  /** Revision of the case as its author saw it when the form was opened; null where no case stands behind the command. */
  readonly seen: number | null
  readonly at: Stamp
  /** Version of the inputs the app writes ({@link inputVersion} when it was built). */
  readonly version: number
}

/** Raised when an action's input changes so that an older app's input has to be lifted (`src/sync/lift.ts`). */
export const inputVersion = 1

/** One write of a device, as it is kept there: the envelope of every client plus `from`. */
export interface DeviceCommand extends Command {
  readonly from: FromDevice
}

/** The same as it travels in POST /actions. */
export interface SentCommand extends Command {
  readonly from: FromDevice & {
    /** Its author is still at the form: a refusal is answered as `refused` and mended there, not kept in quarantine. */
    readonly attended?: true | undefined
    /**
     * Numbers below this one that the server may miss for good or for now: a command set aside because no request with
     * it gets through, or older than the journal. Other gaps are answered with `retry`.
     */
    readonly skips?: readonly number[] | undefined
  }
}

/**
 * What became of a command of a device, for good:
 * `applied` as it was asked · `merged` at the same time as somebody else's, and the rule decided for it, at least in
 * part · `superseded` the rule decided for the other; kept in the story · `review` both stand beside each other until a
 * person decides · `quarantined` not possible any more (refused, or the right was lost): kept with what was typed ·
 * `refused` the same while its author was at the form: told there, and kept nowhere.
 */
export type DeviceOutcome = Answer['outcome']

/** `retry`: not now (a command before it is missing, or the server is busy); nothing was kept. */
export interface RetryAnswer {
  readonly id: Id
  readonly outcome: 'retry'
  readonly refusal: { readonly code: string }
}

/**
 * The tables of a case that a device holds, each with the rows of {@link Rows} without what is secret in them.
 */
export const heldTables = [
  'case_file',
  'person',
  'case_member',
  'need',
  'consent',
  'consent_withdrawal',
  'consent_override',
  'sharing_stop',
  'case_fact',
  'note',
  'task',
  'case_event',
  'referral_origin',
  'referral',
  'referral_snapshot',
  'referral_event',
  'file',
] as const
export type HeldTable = (typeof heldTables)[number]

/**
 * Never leave the server, whatever row they stand in: what proves a person, and what the device works out itself (the
 * keys of a search, some fifty a person).
 */
export const keptBack = { person: ['chosenWordHash', 'searchKeys', 'searchVersion'] } as const

/** A person as a device holds them: that a word was chosen, never which. */
export type HeldPerson = Omit<Rows['person'], (typeof keptBack.person)[number]> & {
  readonly hasChosenWord: boolean
}
export type HeldRow<T extends HeldTable = HeldTable> = (T extends 'person' ? HeldPerson : Rows[T]) & {
  readonly rev?: number
}
export type HeldRows = { readonly [T in HeldTable]?: readonly HeldRow<T>[] }

/** How much of a case a device may hold: 1 its summary (the row of case_file), 2 the whole case up to C3. Never C4. */
export type Scope = 1 | 2

export interface CaseOnDevice {
  readonly id: Id
  readonly rev: number
  readonly scope: Scope
}

/** POST /sync/pull, one page. */
export interface PullRequest {
  readonly device: Id
  /** Of the page before; null for the first pull. */
  readonly cookie: string | null
  readonly epoch: number | null
  /** What the device holds, where the server has lost its own record of it: asked for by `state: 'say_what_you_hold'`. */
  readonly holds?: readonly CaseOnDevice[] | undefined
  /** Input version of the app. */
  readonly version: number
  /** Counts without content: the server compares them and tells a supervisor when something is stuck. */
  readonly counters: { readonly made: number; readonly acknowledged: number; readonly parked: number }
}

export interface CaseDelta extends CaseOnDevice {
  /** True: throw away what is held of this case first (first time, another scope, or rows were erased). */
  readonly replace: boolean
  readonly rows: HeldRows
}

export type PullAnswer =
  | {
      readonly state: 'ok'
      readonly epoch: number
      readonly cookie: string
      readonly now: Instant
      readonly cases: readonly CaseDelta[]
      /** Out of sight now: nothing of them may stay on the device. */
      readonly forget: readonly Id[]
      /** Another page follows at once. */
      readonly more: boolean
      /** Until when the device may be opened without having asked the server. */
      readonly leaseUntil: Instant
      /** Highest number of this device the server knows; a device that was restored or a server that was finds gaps by it. */
      readonly lastN: number
      /** Versions of what is kept beside the cases, by collection (offers, services, places …): other than before, fetch it. */
      readonly reference: { readonly [collection: string]: string }
      /** Name of the key that is sealed to from now on (GET /sync/key); another than the device's own: fetch it. Absent: an older server. */
      readonly sealTo?: string | undefined
    }
  /** The server was restored or has lost its record: send `holds`, and hand in the journal again. */
  | { readonly state: 'say_what_you_hold'; readonly epoch: number; readonly lastN: number }
  /** Revoked: hand in what is in the outbox, then wipe. */
  | { readonly state: 'wipe' }
  /** The app is too old to read what is there; writing goes on. */
  | { readonly state: 'update_app' }

/** POST /sync/hand-in: envelopes sealed to the server's key when they were written, sent while the app is locked. */
export interface HandIn {
  readonly device: Id
  readonly envelopes: readonly SealedEnvelope[]
}
export interface SealedEnvelope {
  readonly id: Id
  readonly n: number
  /** base64 of HPKE (P-256, HKDF-SHA256, AES-256-GCM): encapsulated key ‖ ciphertext of the JSON of {name, input, from}; AAD `${device}:${id}:${n}`. */
  readonly sealed: string
}

/** GET /sync/lease?device=: the server's part of the key of one's own copy, until when it may lie on the device. */
export interface LeaseAnswer {
  /** base64 of 32 bytes. */
  readonly share: string
  readonly leaseUntil: Instant
}
