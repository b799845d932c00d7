import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { TrackedStep } from './track.page.ts'

const sql = {
  track: statement('select state, reason, appointment_at, expected_on, sent_on from track($1, $2, $3)'),
  wait: statement('select throttle_wait($1) as seconds'),
  failure: statement('select throttle_failure($1, $2)'),
  clear: statement('select throttle_clear($1)'),
  // found and not found run the same statement; the case is named in the line, never in an answer
  audit: statement('select audit_track($1, $2)'),
}

export interface TrackQuery {
  readonly code: string
  readonly word: Buffer | null
  readonly born: string | null
}

/** Keyed hashes of the code asked for and of the address that asks: the table names nobody. */
export interface TrackKeys {
  readonly code: Buffer
  readonly address: Buffer
}

/** A few slips of a person; many for an address that an office or a village shares. */
const freeFailures = [5, 40]

export type Tracked = { readonly waitSeconds: number } | { readonly steps: readonly TrackedStep[] }

/** Looks up a request for a visitor who proves that it is theirs. Nothing found and wrong proof are one and the same, and count. */
export async function trackRequest(
  tx: Transaction,
  keys: TrackKeys,
  query: TrackQuery | null,
): Promise<Tracked> {
  const both = [keys.code, keys.address]
  const waiting = await tx.row<{ seconds: number }>(sql.wait, [both])
  if (waiting && waiting.seconds > 0) return { waitSeconds: waiting.seconds }
  const rows = query === null ? [] : await tx.rows<object>(sql.track, [query.code, query.word, query.born])
  void tx.row(sql.audit, [query?.code ?? null, rows.length > 0])
  if (rows.length > 0) await tx.row(sql.clear, [keys.code])
  else await tx.row(sql.failure, [both, freeFailures])
  return { steps: rows.map((row) => camel<TrackedStep>(row)) }
}
