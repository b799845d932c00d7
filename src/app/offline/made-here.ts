import type { Id, Instant } from '../../records/rows.ts'

/** An answer made on this device. */
export interface MadeHere {
  /** When what it is made of was read from the server; null: never. */
  readonly asOf: Instant | null
  /** Rows in it that are on this device only, each with the command that made or changed it. */
  readonly onlyHere: ReadonlyMap<Id, Id>
}
