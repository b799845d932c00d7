import type { RefusalDetails } from '../basics/refusal.ts'
import type { Id, Instant } from '../records/rows.ts'
import type { CaseDelta, DeviceCommand, DeviceOutcome, HeldRows, Stamp } from './protocol.ts'

/**
 * The copy on the device as the sync engine sees it. What stands behind it encrypts every byte before it is written;
 * all of it is open only while the app is unlocked. Each call is one transaction: whole or not at all.
 */
export interface DeviceStore {
  readonly device: Id
  state(): Promise<SyncState>
  /**
   * Keeps a command before anything is sent: allots the next `n` and stores the copy for this device and the envelope
   * sealed to the server in one strict transaction. Rejects with a refusal `device.full` when the device is full:
   * then nothing was kept.
   */
  keep(
    command: Omit<DeviceCommand, 'from'> & { readonly from: Omit<DeviceCommand['from'], 'n'> },
  ): Promise<Waiting>
  /** Everything that is not settled, in order of `n`: waiting, parked, and answered but not yet pulled. */
  waiting(): Promise<readonly Waiting[]>
  /** Marks what the server answered; the command stays until {@link settle} has its effect. */
  answered(answers: readonly Acknowledged[]): Promise<void>
  /** Counts a failure, or parks a command that the server cannot take (it is never dropped). */
  failed(id: Id, attempts: number, parked: boolean): Promise<void>
  /** Its author was told of the refusal at the form and still has the words there: out of the outbox and nowhere else. */
  takeBack(id: Id): Promise<void>
  /**
   * One page of a pull: rows in, forgotten cases out with everything of them, the cookie on. Commands that were
   * answered before this pull began (`answeredBefore`) leave the outbox for the journal, where they stay 14 days.
   */
  settle(page: {
    readonly cases: readonly CaseDelta[]
    readonly forget: readonly Id[]
    readonly epoch: number
    readonly cookie: string
    readonly leaseUntil: Instant
    readonly answeredBefore: readonly Id[]
    readonly pulledAt: Instant
    /** Another page follows: until it has come the copy is as old as it was. */
    readonly more?: boolean | undefined
  }): Promise<void>
  /** The server's new public key: for what is written from now on, and for envelopes that still wait. */
  sealTo(ingestKey: string): Promise<void>
  /** Commands of the last 14 days that were acknowledged, in order: handed in again after the server was restored. */
  journal(): Promise<readonly DeviceCommand[]>
  caseIds(): Promise<readonly Id[]>
  /** Null: not on this device. `scope` 1 holds the row of case_file only. */
  heldCase(id: Id): Promise<{ readonly rev: number; readonly scope: 1 | 2; readonly rows: HeldRows } | null>
  /** The rows of case_file of all cases, decrypted at unlock and kept in memory. */
  summaries(): Promise<readonly NonNullable<HeldRows['case_file']>[number][]>
  /** Answers kept as they came (services, places, me …), by the question's path. */
  keepAnswer(path: string, version: string, answer: unknown): Promise<void>
  keptAnswer(path: string): Promise<{ readonly version: string; readonly answer: unknown } | null>
  /** What the server said of commands that need the person's decision; kept until seen to. */
  decisions(): Promise<readonly Decision[]>
  seenTo(id: Id): Promise<void>
}

export interface SyncState {
  readonly epoch: number | null
  readonly cookie: string | null
  readonly lastN: number
  readonly leaseUntil: Instant | null
  readonly pulledAt: Instant | null
  readonly clock: Stamp
  /** Name of the key that is sealed to, as a pull tells it. */
  readonly sealsTo: string
}

export interface Waiting {
  readonly command: DeviceCommand
  readonly attempts: number
  readonly parked: boolean
  /** Set once the server answered. */
  readonly answer: Acknowledged | null
}

/** What was answered other than `applied` or `merged`, with what the person wrote. */
export interface Decision extends Acknowledged {
  readonly command: DeviceCommand
}

export interface Acknowledged {
  readonly id: Id
  readonly outcome: DeviceOutcome
  readonly result?: { readonly [key: string]: unknown } | undefined
  readonly refusal?:
    | { readonly code: string; readonly message: string; readonly details: RefusalDetails }
    | undefined
}
