import type { OwnerSession } from '../../src/server/database-owner.ts'
import { hashPassword } from '../../src/server/passwords.ts'
import { bulkInsert } from './bulk-insert.ts'
import { clockAt } from './clock.ts'
import { makeDirectory } from './directory.ts'
import { demoPassword, makeStaff } from './staff.ts'

export interface DemoOptions {
  /** Instant that the demo's days are counted from. */
  readonly now: string
  /** The installation's secret: keys the hashes of chosen words. */
  readonly secret: string
}

/** Fills an empty, migrated database with the invented Ninewa. One transaction: all of it or nothing. */
export async function loadDemo(owner: OwnerSession, { now }: DemoOptions): Promise<void> {
  const clock = clockAt(now)
  const passwordHash = await hashPassword(demoPassword)
  const directory = makeDirectory(clock)
  const staff = makeStaff(clock, directory)
  await owner.transaction(async () => {
    await bulkInsert(owner, 'organisation', directory.organisations.map(({ key: _, ...row }) => row))
    await bulkInsert(owner, 'site', directory.sites.map(({ key: _, town: __, ...row }) => row))
    await bulkInsert(owner, 'site_private', directory.sitesPrivate)
    await bulkInsert(owner, 'offer', directory.offers)
    await bulkInsert(owner, 'account', staff.map(({ roles: _, siteId: __, ...row }) => ({ ...row, digits: 'arab', invented: true })))
    await bulkInsert(owner, 'account_secret', staff.map(({ id, createdAt }) => ({ accountId: id, passwordHash, changedAt: createdAt })))
    await bulkInsert(owner, 'account_role', staff.flatMap(({ id, organisationId, roles, siteId }) => roles.map((role) => ({ accountId: id, organisationId, role, siteId }))))
  }, 'loader')
}
