import type { CopySession } from './database-copy.ts'
import type { Revocation } from './revocations-file.ts'

/** Quarters of an hour since this day number the epochs: also the same backup restored twice begins another one. */
const since = Date.UTC(2026, 0, 1)
const quarterMs = 900_000

/**
 * Begins a new history for devices: an epoch above all that ever were, and every case at its beginning. A revision that
 * was read in the lost time can then never pass for one that was seen.
 */
export async function raiseEpoch(
  owner: CopySession,
  revocations: readonly Revocation[],
  now: number,
): Promise<number> {
  const [row] = await owner.rows<{ last: number }>('select max(epoch) as last from sync_epoch')
  const told = revocations.map((one) => (one.kind === 'epoch' ? one.epoch : 0))
  const epoch = Math.max(
    (row?.last ?? 0) + 1,
    Math.floor((now - since) / quarterMs),
    ...told.map((n) => n + 1),
  )
  await owner.rows(`insert into sync_epoch (epoch, why) values ($1, 'restore')`, [epoch])
  await owner.rows('update case_file set rev = ($1::bigint << 32) + (rev & 4294967295)', [epoch])
  return epoch
}

/** So much earlier than the backup may something have been taken away that its moment does not show. */
const marginMs = 600_000

/** Takes away again what was taken away after the backup. Answers how much of it the backup had not known. */
export async function takeAwayAgain(
  owner: CopySession,
  revocations: readonly Revocation[],
  madeAt: string,
): Promise<number> {
  const from = Date.parse(madeAt) - marginMs
  let done = 0
  const changed = async (sql: string, params: readonly unknown[]): Promise<void> => {
    done += (await owner.rows(`${sql} returning 1`, params)).length
  }
  for (const one of revocations.filter(({ at }) => Date.parse(at) >= from)) {
    if (one.kind === 'device')
      // unknown to the backup, it is put in as lost, so that its token is answered
      await changed(
        `insert into device (id, account_id, organisation_id, name, kind, token_hash, enrolled_at, revoked_at)
          select $1, a.id, a.organisation_id, '—', 'phone', decode($3, 'hex'), $4::timestamptz, $4::timestamptz from account a where a.id = $2
          on conflict (id) do update set revoked_at = excluded.revoked_at where device.revoked_at is null`,
        [one.deviceId, one.accountId, one.tokenHash, one.at],
      )
    if (one.kind === 'account') {
      await changed(`update account set state = 'left' where id = $1 and state = 'active'`, [one.accountId])
      await changed('update device set revoked_at = $2 where account_id = $1 and revoked_at is null', [
        one.accountId,
        one.at,
      ])
    }
    if (one.kind === 'team')
      await changed(
        'update case_team set until = $3 where case_id = $1 and account_id = $2 and until is null and since < $3',
        [one.caseId, one.accountId, one.at],
      )
  }
  return done
}
