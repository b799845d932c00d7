import { codeRandomBytes, makeCode } from '../basics/codes.ts'
import type { Names } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import type { FollowedComplaint, PublicComplaint } from './from-public.ts'
import { openComplaint, sealComplaint } from './seal-complaint.store.ts'

const sql = {
  hear: statement('select id, names from organisations_that_hear()'),
  complain: statement('select complain($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as code'),
  follow: statement('select * from follow_complaint($1, $2)'),
  wait: statement('select throttle_wait($1) as seconds'),
  count: statement('select throttle_failure($1, $2)'),
  clear: statement('select throttle_clear($1)'),
}

export interface Hearing {
  readonly id: string
  readonly names: Names
}

/** The organisations that have somebody who hears complaints. */
export function organisationsThatHear(tx: Transaction): Promise<Hearing[]> {
  return tx.rows<Hearing>(sql.hear)
}

/** For whom a code begins: nobody's office. */
const prefix = 'MT'
/** So many complaints an hour from one address, which an office or a village may share; then growing waits. */
const freeAnHour = 10
/** As for a request that is followed: a few slips of a person, many of an address. */
const freeFailures = [5, 40]

interface Taking {
  readonly complaintId: string
  readonly now: string
  readonly clocks: { readonly acknowledgeDueAt: string; readonly answerDueAt: string }
  readonly word: Buffer
  /** Keyed hash of the address that asks. */
  readonly address: Buffer
  readonly masterKeys: MasterKeys
  /** Bytes for a code, the same for the same complaint and round. */
  readonly bytesOf: (round: number) => Buffer
}

export type Taken =
  | { readonly code: string }
  | { readonly waitSeconds: number }
  | { readonly problem: 'nobody_hears' | 'no_key' }

/** Keeps a complaint of a visitor, sealed, and answers the code to follow it by. */
export async function takeComplaint(
  tx: Transaction,
  { organisationId, kind, text, reach }: PublicComplaint,
  { complaintId, now, clocks, word, address, masterKeys, bytesOf }: Taking,
): Promise<Taken> {
  const waiting = await tx.row<{ seconds: number }>(sql.wait, [[address]])
  if (waiting && waiting.seconds > 0) return { waitSeconds: waiting.seconds }
  const { sealed } = await sealComplaint({ complaintId, text, reach }, { masterKeys })
  if (sealed === undefined) return { problem: 'no_key' }
  await tx.row(sql.count, [[address], [freeAnHour]])
  // a code that another complaint has already is drawn again
  for (let round = 0; ; round++) {
    const code = makeCode(prefix, bytesOf(round).subarray(0, codeRandomBytes))
    const kept = await tx.row<{ code: string | null }>(sql.complain, [
      complaintId,
      organisationId,
      kind,
      reach === undefined,
      code,
      word,
      now,
      clocks.acknowledgeDueAt,
      clocks.answerDueAt,
      sealed.master,
      sealed.wrapped,
      sealed.ciphertext,
    ])
    if (kept?.code === undefined || kept.code === null) return { problem: 'nobody_hears' }
    if (kept.code !== '') return { code: kept.code }
  }
}

interface FollowedRow {
  readonly id: string
  readonly state: string
  readonly receivedAt: string
  readonly answerDueAt: string
  readonly master: string
  readonly wrapped: Buffer | null
  readonly stepId: string | null
  readonly stepAt: string | null
  readonly ciphertext: Buffer | null
}

export type Followed = { readonly waitSeconds: number } | { readonly found: FollowedComplaint | null }

/** For whoever knows code and word. Nothing found and a wrong word are one and the same, and count. */
export async function followComplaint(
  tx: Transaction,
  keys: { readonly code: Buffer; readonly address: Buffer },
  { code, word }: { readonly code: string | null; readonly word: Buffer },
  masterKeys: MasterKeys,
): Promise<Followed> {
  const both = [keys.code, keys.address]
  const waiting = await tx.row<{ seconds: number }>(sql.wait, [both])
  if (waiting && waiting.seconds > 0) return { waitSeconds: waiting.seconds }
  const rows = (await tx.rows<object>(sql.follow, [code, word])).map((row) => camel<FollowedRow>(row))
  const [first] = rows
  if (first === undefined) {
    await tx.row(sql.count, [both, freeFailures])
    return { found: null }
  }
  await tx.row(sql.clear, [keys.code])
  const steps = rows.flatMap(({ stepId, stepAt, ciphertext }) =>
    stepId === null || stepAt === null || ciphertext === null ? [] : [{ id: stepId, at: stepAt, ciphertext }],
  )
  const texts = openComplaint(masterKeys, { ...first, ciphertext: null }, steps).steps
  const { state, receivedAt, answerDueAt } = first
  return {
    found: {
      state,
      receivedAt,
      answerDueAt,
      answers: steps.map(({ at }, place) => ({ at, text: texts[place] ?? null })),
    },
  }
}
