import type { CopySession } from './database-copy.ts'
import { raiseEpoch, takeAwayAgain } from './restore-devices.ts'
import type { Revocation } from './revocations-file.ts'

export interface Settled {
  readonly sessionsEnded: number
  readonly linksRevoked: number
  /** One-time links that still work. */
  readonly linksLeft: number
  /** Devices learn by it that this is another history. */
  readonly epoch: number
  /** Access that was taken away after the backup and was taken away again. */
  readonly takenAway: number
}

/**
 * What cannot simply go on from the moment of the backup. Every session and token ends: some were ended since, and
 * nobody knows which. One-time links whose time is over, or that nobody can check any more, are revoked; the others
 * stay, since a provider may hold one on paper. Codes from the office and sign-ins that stood half-way end too. Revocations of before survive, being rows; those of after are
 * taken from the file that is kept apart. Devices are told that it is another history. Each organisation's audit says
 * that its past was restored.
 */
export async function settle(
  owner: CopySession,
  madeAt: string,
  otherSecret: boolean,
  revocations: readonly Revocation[],
): Promise<Settled> {
  await owner.script("begin; select set_config('ihala.kind', 'loader', true)")
  const changed = async (sql: string, params: readonly unknown[] = []): Promise<number> =>
    (await owner.rows(`${sql} returning 1 as done`, params)).length
  const sessionsEnded = await changed('update session set ended_at = now() where ended_at is null')
  const linksRevoked = await changed(
    'update referral_link set revoked_at = now() where revoked_at is null and used_at is null and (expires_at <= now() or $1)',
    [otherSecret],
  )
  // Kept by the old secret, they match no word that anybody could say.
  if (otherSecret)
    await changed('update person set chosen_word_hash = null where chosen_word_hash is not null')
  // used since, perhaps: a code from the office, and a sign-in that stood half-way
  await changed('update office_code set used_at = now() where used_at is null')
  await changed('update sign_in_ticket set used_at = now() where used_at is null')
  const [left] = await owner.rows<{ count: number }>(
    'select count(*)::int as count from referral_link where revoked_at is null and used_at is null',
  )
  const takenAway = await takeAwayAgain(owner, revocations, madeAt)
  const epoch = await raiseEpoch(owner, revocations, Date.now())
  await owner.rows(
    `insert into audit_line (organisation_id, kind, act, outcome, detail)
    select id, 'worker', 'system.restore', 'applied', jsonb_build_object('madeAt', $1::text, 'epoch', $2::integer, 'takenAway', $3::integer) from organisation`,
    [madeAt, epoch, takenAway],
  )
  await owner.script('commit')
  return { sessionsEnded, linksRevoked, linksLeft: left?.count ?? 0, epoch, takenAway }
}
