import type * as z from 'zod/mini'
import type { RefusalDetails } from '../basics/refusal.ts'
import type { Permission } from '../permissions/permissions.ts'
import type { Who } from '../permissions/who.ts'
import type { Knowledge, KnowledgeKey, Needs } from '../records/knowledge.ts'
import type { Rows, Table } from '../records/rows.ts'

/** One row to write. Inserts name every column that has no default; updates name what changes. */
export type Change =
  | { [T in Table]: { readonly op: 'insert'; readonly table: T; readonly row: Partial<Rows[T]> } }[Table]
  | {
      [T in Table]: {
        readonly op: 'update'
        readonly table: T
        readonly key: string
        readonly set: Partial<Rows[T]>
      }
    }[Table]
  | { readonly op: 'delete'; readonly table: 'account_role'; readonly where: Partial<Rows['account_role']> }
  /** A definer function that does what no row policy lets anybody do directly; `false` from it refuses with `otherwise`. */
  | {
      readonly op: 'call'
      readonly function:
        | 'place_hold'
        | 'revoke_device'
        | 'ask_longer'
        | 'allow_longer'
        | 'end_longer'
        | 'keep_offline'
        | 'release_offline'
        | 'hand_over_vaults'
        | 'join_vault'
        | 'leave_vault'
        | 'destroy_case_key'
        | 'hand_over_case'
        | 'add_to_team'
        | 'remove_from_team'
        | 'set_password'
        | 'end_sessions_of'
        | 'issue_office_code'
        | 'ask_factor_reset'
        | 'approve_factor_reset'
        | 'set_factor_roles'
        | 'set_aside_held'
      readonly args: readonly (string | boolean | null)[]
      readonly otherwise:
        | 'case.not_found'
        | 'device.not_found'
        | 'vault.not_found'
        | 'vault.not_handed_over'
        | 'vault.member_not_certified'
        | 'vault.last_member'
        | 'case.officer_not_found'
        | 'account.not_found'
        | 'factor_reset.not_found'
        | 'factor_reset.open'
        | 'held.not_found'
    }

/** What a decision may know beside its records: never a clock or chance of its own. */
export interface Circumstances {
  readonly who: Who
  /** Instant of the server (or, drafting, of the device). */
  readonly now: string
  /** Calendar day in Iraq at `now`. */
  readonly today: string
  /** When a device kept it, where it comes from one: what had to lie ahead is asked against this. */
  readonly writtenAt?: string | undefined
  /** A fresh UUIDv7 for rows the caller did not name (events, alerts). */
  readonly newId: () => string
  /** Random bytes for spoken codes. */
  readonly random: (bytes: number) => Uint8Array
  /** Keyed hash of a chosen word or code word, folded first: what is stored instead of it. */
  readonly hashWord: (word: string) => Uint8Array
  /** SHA-256 of a one-time token: what is stored instead of it. */
  readonly hashToken: (token: string) => Uint8Array
}

export interface Decision {
  readonly changes: readonly Change[]
  /** Goes back to the caller under `result`. */
  readonly result?: { readonly [key: string]: unknown } | undefined
  /** Codes and ids for the audit line; never names or free text. */
  readonly audit?: { readonly [key: string]: string | number | boolean | null } | undefined
}

/**
 * The root whose revision the action raises before anything else: a case (by its own id or by that of a row beneath
 * it), or the case behind a referral. `new_case` makes its own; `none` is for what lies beneath no case.
 */
export type Root<Input> =
  | {
      readonly kind:
        | 'case'
        | 'new_case'
        | 'need'
        | 'consent'
        | 'note'
        | 'task'
        | 'case_member'
        | 'referral'
        | 'conference'
      readonly id: (input: Input) => string
    }
  /** The case behind the referral of a one-time link, by the link's id. */
  | { readonly kind: 'link'; readonly id: (input: Input) => string }
  | { readonly kind: 'none' }

/**
 * One thing a person can do. `decide` is pure: it sees what `needs` asked for, refuses or answers with rows, and runs
 * the same on server and device.
 */
export interface Action<Input = unknown, Key extends KnowledgeKey = KnowledgeKey> {
  readonly name: Permission
  readonly input: z.ZodMiniType<Input>
  readonly root: Root<Input>
  /** What to look up before deciding: knowledge key → argument made from the input (and from what is known of the root). */
  readonly needs: Needs<Input, Key>
  readonly decide: (known: Pick<Knowledge, Key>, input: Input, circumstances: Circumstances) => Decision
}

export function action<Input, Key extends KnowledgeKey>(definition: Action<Input, Key>): Action<Input, Key> {
  return definition
}

/** What travels: ids are UUIDv7 made by the caller; the same id with the same content answers as before. */
export interface Command {
  readonly id: string
  readonly name: string
  readonly input: unknown
  /** A held command of the same action that this one is performed instead of (src/records/sync-answers.ts). */
  readonly instead?: string | undefined
}

/** `applied`: done. `refused`: understood and not done; `refusal.code` is stable. `merged`, `superseded`, `review`, `quarantined` come with devices (src/sync/protocol.ts). */
export interface Answer {
  readonly id: string
  readonly outcome: 'applied' | 'merged' | 'superseded' | 'review' | 'quarantined' | 'refused'
  readonly result?: { readonly [key: string]: unknown } | undefined
  readonly refusal?:
    | { readonly code: string; readonly message: string; readonly details: RefusalDetails }
    | undefined
}
