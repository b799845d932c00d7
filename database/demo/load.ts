import { hashToken, hashWord } from '../../src/server/circumstances.ts'
import type { OwnerSession } from '../../src/server/database-owner.ts'
import { hashPassword } from '../../src/server/passwords.ts'
import { shippedPlaces } from '../../src/server/shipped-places.ts'
import { type RecordsInMemory, recordsInMemory } from '../../src/records/memory.ts'
import type { Table } from '../../src/records/rows.ts'
import { bulkInsert } from './bulk-insert.ts'
import { makeCertificates } from './certificates.ts'
import { clockAt } from './clock.ts'
import { type Directory, makeDirectory } from './directory.ts'
import { makeInformation } from './information.ts'
import { shippedReference } from './reference.ts'
import { type DemoAccount, demoPassword, makeStaff } from './staff.ts'
import { type Story, tell } from './story.ts'

export interface DemoOptions {
  /** Instant that the demo's days are counted from. */
  readonly now: string
  /** The installation's secret: keys the hashes of chosen words. */
  readonly secret: string
}
export interface Demo {
  readonly directory: Directory
  readonly staff: readonly DemoAccount[]
  readonly records: RecordsInMemory
  readonly story: Story
}

/** The invented Ninewa in memory: every row of people and cases is made by the actions themselves. */
export function makeDemo({ now, secret }: DemoOptions): Demo {
  const clock = clockAt(now)
  const directory = makeDirectory(clock)
  const staff = makeStaff(clock, directory)
  const records = recordsInMemory({
    reference: shippedReference(shippedPlaces()),
    organisations: directory.organisations.map(({ names, ...one }) => ({ ...one, names: { ...names } })),
    sites: directory.sites,
  })
  for (const offer of directory.offers) records.put('offer', offer)
  for (const { roles, siteId, ...account } of staff) {
    records.put('account', {
      ...account,
      digits: 'arab',
      state: 'active',
      mustChangePassword: false,
      invented: true,
    })
    for (const role of roles)
      records.put('account_role', {
        accountId: account.id,
        organisationId: account.organisationId,
        role,
        siteId,
      })
  }
  const story = tell(records, directory, staff, clock, {
    hashWord: (word) => hashWord(secret, word),
    hashToken,
  })
  return { directory, staff, records, story }
}

/** In an order in which every row finds what it points to. */
export const storyTables = [
  'person',
  'case_file',
  'case_member',
  'need',
  'consent',
  'consent_withdrawal',
  'note',
  'task',
  'case_event',
  'referral',
  'referral_origin',
  'referral_snapshot',
  'referral_event',
  'referral_link',
  'alert',
] as const satisfies readonly Table[]

// Any number no other program on the same database is likely to lock.
const demoLock = 7_318_402_211

/**
 * Fills an empty, migrated database with the invented Ninewa. One transaction: all of it or nothing. Where several
 * processes start at once, the first loads it and the others find it loaded. `made` is a demo made earlier with the
 * same options.
 */
export async function loadDemo(
  owner: OwnerSession,
  options: DemoOptions,
  made: Demo = makeDemo(options),
): Promise<void> {
  const hashing = hashPassword(demoPassword)
  const { directory, staff, records, story } = made
  const passwordHash = await hashing
  const [loaded] = await owner.transaction(async () => {
    await owner.rows('select pg_advisory_xact_lock($1)', [demoLock])
    const known = await owner.rows('select 1 from account limit 1')
    if (known.length > 0) return known
    await loadStage(owner, directory, staff, passwordHash)
    await bulkInsert(owner, 'offer', records.rows('offer'))
    await bulkInsert(owner, 'certificate', makeCertificates(clockAt(options.now), staff))
    for (const table of storyTables) await bulkInsert(owner, table, records.rows(table))
    await bulkInsert(owner, 'audit_line', story.audit)
    await bulkInsert(owner, 'information', makeInformation(clockAt(options.now), directory, staff))
    return known
  }, 'loader')
  if (loaded !== undefined) return
  await owner.script(
    `analyze ${['organisation', 'site', 'offer', 'account', 'account_role', ...storyTables, 'audit_line'].join(', ')}`,
  )
}

/** Organisations, sites and accounts, before anything happened. */
export async function loadStage(
  owner: OwnerSession,
  directory: Directory,
  staff: readonly DemoAccount[],
  passwordHash: string,
): Promise<void> {
  await bulkInsert(
    owner,
    'organisation',
    directory.organisations.map(({ key: _, ...row }) => row),
  )
  await bulkInsert(
    owner,
    'site',
    directory.sites.map(({ key: _, town: __, ...row }) => row),
  )
  await bulkInsert(owner, 'site_private', directory.sitesPrivate)
  await bulkInsert(
    owner,
    'account',
    staff.map(({ roles: _, siteId: __, ...row }) => ({
      ...row,
      digits: 'arab',
      state: 'active',
      mustChangePassword: false,
      invented: true,
    })),
  )
  await bulkInsert(
    owner,
    'account_secret',
    staff.map(({ id, createdAt }) => ({ accountId: id, passwordHash, changedAt: createdAt })),
  )
  await bulkInsert(
    owner,
    'account_role',
    staff.flatMap(({ id, organisationId, roles, siteId }) =>
      roles.map((role) => ({ accountId: id, organisationId, role, siteId })),
    ),
  )
}
