import { randomBytes } from 'node:crypto'
import { aboutCaseKey, aboutOrganisationKey } from '../server/case-seal.ts'
import { type Database, statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import { seal, unseal } from '../server/seal.ts'

const old = statement('select organisations_with_old_keys($1) as id')
const keys = statement('select * from keys_to_rotate($1)')
const keep = statement('select keep_rotated_keys($1, $2, $3, $4, $5, $6, $7) as kept')

const dayMs = 86_400_000

interface KeyRow {
  readonly case_id: string | null
  readonly version: number
  readonly wrapped: Buffer
  readonly master: string | null
}

/**
 * Makes the keys of organisations anew that are older than so many days, and seals the keys of their cases by them: all of
 * one organisation in one transaction. No entry and no file is touched; servers keep running. Runs as the worker, which
 * sees sealed keys and nothing that they open.
 * @returns how many organisations have new keys
 * @throws when a master key that is needed is not here; the other organisations are done all the same
 */
export async function rotateOldKeys(
  database: Database,
  masterKeys: MasterKeys,
  { now, afterDays }: { readonly now: string; readonly afterDays: number },
): Promise<number> {
  const before = new Date(Date.parse(now) - afterDays * dayMs).toISOString()
  const waiting = await database.as({ kind: 'worker' }, (tx) => tx.rows<{ id: string }>(old, [before]))
  let done = 0
  for (const { id } of waiting)
    if (await database.as({ kind: 'worker' }, (tx) => rotate(tx, masterKeys, id))) done += 1
  if (done < waiting.length)
    throw new Error(
      `${waiting.length - done} organisations keep their old key: the master key that opens it is not here`,
    )
  return done
}

async function rotate(tx: Transaction, masterKeys: MasterKeys, organisationId: string): Promise<boolean> {
  const { current } = masterKeys
  const rows = await tx.rows<KeyRow>(keys, [organisationId])
  const present = rows.find(({ case_id: caseId }) => caseId === null)
  const opens = present?.master == null ? undefined : masterKeys.find(present.master)
  if (present === undefined || current === undefined || opens === undefined) return false
  const before = unseal(opens.bytes, present.wrapped, aboutOrganisationKey(organisationId, present.version))
  const after = randomBytes(32)
  const version = present.version + 1
  const cases = rows.flatMap(({ case_id: caseId, version: of, wrapped }) => {
    if (caseId === null) return []
    const about = aboutCaseKey(organisationId, caseId, of)
    return [{ caseId, version: of, wrapped: seal(after, unseal(before, wrapped, about), about) }]
  })
  const kept = await tx.row<{ kept: boolean }>(keep, [
    organisationId,
    version,
    seal(current.bytes, after, aboutOrganisationKey(organisationId, version)),
    current.id,
    cases.map(({ caseId }) => caseId),
    cases.map((one) => one.version),
    cases.map(({ wrapped }) => wrapped),
  ])
  return kept?.kept ?? false
}
