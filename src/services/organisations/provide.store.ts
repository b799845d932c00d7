import { codeRandomBytes, makeCode } from '../../basics/codes.ts'
import { camel } from '../../records/names.ts'
import { statement, type Transaction } from '../../server/database.ts'
import { type Application, filledFrom, type FollowedApplication, type Governorate } from './application.ts'
import { applicationPrefix } from './organisation-actions.ts'

const sql = {
  governorates: statement('select code, names from place where level = 1 order by code'),
  apply: statement('select apply_as_provider($1, $2, $3, $4, $5, $6, $7) as code'),
  follow: statement('select * from follow_application($1, $2)'),
  wait: statement('select throttle_wait($1) as seconds'),
  count: statement('select throttle_failure($1, $2)'),
  clear: statement('select throttle_clear($1)'),
}

/** Where somebody may work. */
export function governorates(tx: Transaction): Promise<Governorate[]> {
  return tx.rows<Governorate>(sql.governorates)
}

/** So many applications an hour from one address; then growing waits. */
const freeAnHour = 6
/** As for a request that is followed: a few slips of a person, many of an address. */
const freeFailures = [5, 40]

export type Applied =
  | { readonly code: string }
  | { readonly waitSeconds: number }
  | { readonly problem: 'invitation_unknown' }

/** Keeps the application of a visitor and answers the code to follow it by. */
export async function takeApplication(
  tx: Transaction,
  application: Application,
  {
    organisationId,
    now,
    dueAt,
    word,
    address,
    bytesOf,
  }: {
    readonly organisationId: string
    readonly now: string
    readonly dueAt: string
    readonly word: Buffer
    /** Keyed hash of the address that asks. */
    readonly address: Buffer
    /** Bytes for a code, the same for the same application and round. */
    readonly bytesOf: (round: number) => Buffer
  },
): Promise<Applied> {
  const waiting = await tx.row<{ seconds: number }>(sql.wait, [[address]])
  if (waiting && waiting.seconds > 0) return { waitSeconds: waiting.seconds }
  await tx.row(sql.count, [[address], [freeAnHour]])
  // a code that another application has already is drawn again
  for (let round = 0; ; round++) {
    const kept = await tx.row<{ code: string | null }>(sql.apply, [
      organisationId,
      JSON.stringify(filledFrom(application)),
      makeCode(applicationPrefix, bytesOf(round).subarray(0, codeRandomBytes)),
      word,
      application.invitation ?? null,
      now,
      dueAt,
    ])
    if (kept?.code === undefined || kept.code === null) return { problem: 'invitation_unknown' }
    if (kept.code !== '') return { code: kept.code }
  }
}

export type Followed = { readonly waitSeconds: number } | { readonly found: FollowedApplication | null }

/** Nothing found and a wrong word are one and the same, and count. */
export async function followApplication(
  tx: Transaction,
  keys: { readonly code: Buffer; readonly address: Buffer },
  { code, word }: { readonly code: string | null; readonly word: Buffer },
): Promise<Followed> {
  const both = [keys.code, keys.address]
  const waiting = await tx.row<{ seconds: number }>(sql.wait, [both])
  if (waiting && waiting.seconds > 0) return { waitSeconds: waiting.seconds }
  const [row] = await tx.rows<object>(sql.follow, [code, word])
  if (row === undefined) {
    await tx.row(sql.count, [both, freeFailures])
    return { found: null }
  }
  await tx.row(sql.clear, [keys.code])
  return { found: camel<FollowedApplication>(row) }
}
