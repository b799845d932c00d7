import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { aboutComplaintKey } from '../desk/seal-complaint.store.ts'
import { aboutCaseKey, aboutOrganisationKey } from './case-seal.ts'
import { aboutHeldKey, ownSecret } from '../sync/seal-held.store.ts'
import type { OwnerSession } from './database-owner.ts'
import {
  type MasterKey,
  type MasterKeySource,
  newMasterKey,
  readMasterKeys,
  writeMasterKeys,
} from './master-keys.ts'
import { seal, unseal } from './seal.ts'
import { StartProblem } from './start-problem.ts'

export interface RotateOptions {
  /** Former master keys leave the file: backups made before open no protected content from then on. */
  readonly forgetFormer?: boolean | undefined
  readonly log: (line: string) => void
}

export interface Rotated {
  readonly organisations: number
  readonly cases: number
}

/**
 * New keys all the way down but for the cases' own: a new master key, a new key for each organisation sealed by it, each
 * case's key sealed anew. No entry is touched. One organisation is one transaction; stopped half-way it is run again.
 * Servers may run meanwhile: they read the file of keys again when they meet a name they do not know.
 */
export async function rotateKeys(
  owner: OwnerSession,
  source: MasterKeySource,
  { forgetFormer = false, log }: RotateOptions,
): Promise<Rotated> {
  const keys = await withNewKey(owner, source)
  const [current] = keys
  if (current === undefined) throw new StartProblem('There is no master key here. Set IHALA_MASTER_KEY_FILE.')
  const organisations = await asLoader(owner, () =>
    owner.rows<{ id: string }>('select distinct organisation_id as id from organisation_key order by 1'),
  )
  let cases = 0
  for (const [place, { id }] of organisations.entries()) {
    cases += await asLoader(owner, () => rotateOrganisation(owner, id, current, keys))
    log(`${place + 1} of ${organisations.length} organisations, ${cases} cases`)
  }
  await asLoader(owner, () => rotateComplaints(owner, current, keys))
  await asLoader(owner, () => rotateHeld(owner, current, keys))
  if (source.kind === 'file' && forgetFormer) writeMasterKeys(source.path, [current])
  return { organisations: organisations.length, cases }
}

function asLoader<T>(owner: OwnerSession, work: () => Promise<T>): Promise<T> {
  return owner.transaction(work, 'loader')
}

/** The keys, the one to rotate to first: made and put into the file, or put first by hand where there is no file. */
async function withNewKey(owner: OwnerSession, source: MasterKeySource): Promise<readonly MasterKey[]> {
  const isNew = source.kind === 'file' && !existsSync(source.path)
  const known = isNew ? [] : readMasterKeys(source)
  const inUse = await asLoader(owner, () =>
    owner.rows<{ master: string }>(
      'select master from organisation_key union select master from complaint where wrapped is not null union select master from held_command where wrapped is not null and master <> $1',
      [ownSecret],
    ),
  )
  const first = known[0]
  // put first by hand, or by a rotation that was stopped half-way
  if (first !== undefined && inUse.some(({ master }) => master !== first.id)) return known
  if (known.length === 0 && inUse.length > 0)
    throw new StartProblem('The master key is not here. Put back the file that belongs to this database.')
  if (source.kind !== 'file')
    throw new StartProblem(
      'Put a new key first and keep the present one behind it: IHALA_MASTER_KEY=<new>,<present>. Make one with: openssl rand -base64 32\nThen run this again, and afterwards leave the present one out.',
    )
  const keys = [newMasterKey(), ...known]
  writeMasterKeys(source.path, keys)
  return keys
}

async function rotateOrganisation(
  owner: OwnerSession,
  organisationId: string,
  current: MasterKey,
  keys: readonly MasterKey[],
): Promise<number> {
  // nobody seals a new case's key by the old one meanwhile
  await owner.script('lock table organisation_key, case_key in share row exclusive mode')
  const [present] = await owner.rows<{ version: number; wrapped: Buffer; master: string }>(
    'select version, wrapped, master from organisation_key where organisation_id = $1 order by version desc limit 1',
    [organisationId],
  )
  if (present === undefined) return 0
  const opens = keys.find(({ id }) => id === present.master)
  if (opens === undefined)
    throw new StartProblem(
      'The key of an organisation is sealed by a master key that is not here. Put it behind the present one and run this again.',
    )
  const before = unseal(opens.bytes, present.wrapped, aboutOrganisationKey(organisationId, present.version))
  const fresh = randomBytes(32)
  const version = present.version + 1
  await owner.rows(
    'insert into organisation_key (organisation_id, version, wrapped, master) values ($1, $2, $3, $4)',
    [
      organisationId,
      version,
      seal(current.bytes, fresh, aboutOrganisationKey(organisationId, version)),
      current.id,
    ],
  )
  const cases = await owner.rows<{ case_id: string; version: number; wrapped: Buffer | null }>(
    'select case_id, version, wrapped from case_key where organisation_id = $1',
    [organisationId],
  )
  for (const { case_id: caseId, version: of, wrapped } of cases) {
    const about = aboutCaseKey(organisationId, caseId, of)
    const again = wrapped === null ? null : seal(fresh, unseal(before, wrapped, about), about)
    await owner.rows(
      'update case_key set wrapped = $3, organisation_version = $4 where case_id = $1 and version = $2',
      [caseId, of, again, version],
    )
  }
  await owner.rows('delete from organisation_key where organisation_id = $1 and version < $2', [
    organisationId,
    version,
  ])
  return cases.length
}

/** The key of each complaint sealed anew; their words are not touched. */
async function rotateComplaints(
  owner: OwnerSession,
  current: MasterKey,
  keys: readonly MasterKey[],
): Promise<void> {
  await owner.script('lock table complaint in share row exclusive mode')
  const complaints = await owner.rows<{ id: string; master: string; wrapped: Buffer }>(
    'select id, master, wrapped from complaint where wrapped is not null and master <> $1',
    [current.id],
  )
  for (const { id, master, wrapped } of complaints) {
    const opens = keys.find((key) => key.id === master)
    if (opens === undefined)
      throw new StartProblem(
        'A complaint is sealed by a master key that is not here. Put it behind the present one and run this again.',
      )
    const about = aboutComplaintKey(id)
    await owner.rows('update complaint set wrapped = $2, master = $3 where id = $1', [
      id,
      seal(current.bytes, unseal(opens.bytes, wrapped, about), about),
      current.id,
    ])
  }
}

/** The key of each held command sealed anew, but for those of a time when there was no master key. */
async function rotateHeld(
  owner: OwnerSession,
  current: MasterKey,
  keys: readonly MasterKey[],
): Promise<void> {
  await owner.script('lock table held_command in share row exclusive mode')
  const held = await owner.rows<{ id: string; master: string; wrapped: Buffer }>(
    'select id, master, wrapped from held_command where wrapped is not null and master not in ($1, $2)',
    [current.id, ownSecret],
  )
  for (const { id, master, wrapped } of held) {
    const opens = keys.find((key) => key.id === master)
    if (opens === undefined)
      throw new StartProblem(
        'A held command is sealed by a master key that is not here. Put it behind the present one and run this again.',
      )
    const about = aboutHeldKey(id)
    await owner.rows('update held_command set wrapped = $2, master = $3 where id = $1', [
      id,
      seal(current.bytes, unseal(opens.bytes, wrapped, about), about),
      current.id,
    ])
  }
}
