import { createHmac } from 'node:crypto'
import type { OwnerSession } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

export function fingerprintOf(secret: string): string {
  return createHmac('sha256', secret).update('fingerprint').digest('hex')
}

/**
 * A process with another secret than the database was made with would give the roles new passwords under the processes
 * that run, and no chosen word would be known again. So it does not start.
 */
export async function refuseOtherSecret(owner: OwnerSession, secret: string): Promise<void> {
  const [table] = await owner.rows<{ there: boolean }>(
    "select to_regclass('public.reference_data') is not null as there",
  )
  if (table?.there !== true) return
  const [kept] = await owner.transaction(
    () => owner.rows<{ checksum: string }>("select checksum from reference_data where name = 'secret'"),
    'loader',
  )
  if (kept !== undefined && kept.checksum !== fingerprintOf(secret))
    throw new StartProblem(
      'IHALA_SECRET is not the one this database was made with. Every process of an installation needs the same secret;\n' +
        'with another one nobody could sign in to the database and no chosen word would be known again.',
    )
}

export async function keepFingerprint(owner: OwnerSession, secret: string): Promise<void> {
  await owner.transaction(
    () =>
      owner.rows(
        "insert into reference_data (name, checksum) values ('secret', $1) on conflict (name) do nothing",
        [fingerprintOf(secret)],
      ),
    'loader',
  )
}

/** For a restore whose old secret is lost: the next start keeps that of the new one. */
export async function forgetFingerprint(owner: OwnerSession): Promise<void> {
  await owner.transaction(() => owner.rows("delete from reference_data where name = 'secret'"), 'loader')
}
