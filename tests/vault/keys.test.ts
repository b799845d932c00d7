import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HeldWhole, VaultAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import {
  ensureMasterKeyFile,
  type MasterKeys,
  newMasterKey,
  openMasterKeys,
} from '../../src/server/master-keys.ts'
import { rotateKeys } from '../../src/server/rotate-keys.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { rotateOldKeys } from '../../src/vault/key-rotation.job.ts'
import { phoneOf } from '../sync/phones.ts'
import { attached, behind, certify, guarded, opened } from './guarding.ts'

let house: TestHouse
let amina: Client
let layla: Client
let file: string
const { accounts, organisations } = world
const secret = 'قالت هدى إن أخاها يهددها'

beforeAll(async () => {
  house = await testHouse()
  file = path(mkdtempSync(path(tmpdir(), 'ihala-keys-')), 'keys', 'master.key')
  ensureMasterKeyFile(file)
  use(openMasterKeys({ kind: 'file', path: file }))
  amina = await house.signIn('amina')
  layla = await house.signIn('layla')
  await certify(house, accounts.amina)
})
afterAll(() => house?.close())

function use(masterKeys: MasterKeys): void {
  Object.assign(house.house, { masterKeys })
}
async function textsOf(caseId: string): Promise<(string | null)[]> {
  const { body } = await amina.get<VaultAnswer>(`/api/vault/${caseId}`)
  return body.vaults.flatMap(({ entries }) => entries.map(({ text }) => text))
}
async function codeOf(caseId: string): Promise<string> {
  const [row] = await behind<{ code: string }>(house, 'select code from case_file where id = $1', [caseId])
  return row?.code ?? ''
}
const rotate = (more: { forgetFormer?: boolean } = {}): Promise<unknown> =>
  withOwner(house.db.owner, (owner) =>
    rotateKeys(owner, { kind: 'file', path: file }, { log: () => {}, ...more }),
  )

it('the file of the key is made once and closed to others', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  ensureMasterKeyFile(file)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

it('after a rotation everything is readable, by a server that was already running too, and nothing is sealed by the old keys', async () => {
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, secret)
  const before = await behind<{ master: string; version: number }>(
    house,
    'select master, version from organisation_key',
  )
  const oldFile = readFileSync(file, 'utf8')
  await rotate()
  expect(await textsOf(caseId)).toEqual([secret])
  const after = await behind<{ master: string; version: number }>(
    house,
    'select master, version from organisation_key',
  )
  expect(after).toHaveLength(before.length)
  expect(after[0]?.version).toBe((before[0]?.version ?? 0) + 1)
  expect(after[0]?.master).not.toBe(before[0]?.master)
  const [stale] = await behind<{ n: number }>(
    house,
    'select count(*)::int as n from case_key k where not exists (select 1 from organisation_key o where o.organisation_id = k.organisation_id and o.version = k.organisation_version)',
  )
  expect(stale?.n).toBe(0)
  expect(readFileSync(file, 'utf8')).not.toBe(oldFile)
  const { vaultId } =
    (
      await behind<{ vaultId: string }>(house, 'select id as "vaultId" from vault where case_id = $1', [
        caseId,
      ])
    )[0] ?? {}
  await amina.done('vault.write', { vaultId, entryId: crypto.randomUUID(), text: 'بعد التبديل' })
  expect((await textsOf(caseId)).sort()).toEqual([secret, 'بعد التبديل'].sort())
})

it('what a phone wrote and could not be done opens after a rotation, by the new key', async () => {
  const phone = await phoneOf(house, 'amina')
  const answer = await phone.act('account.add', { text: secret })
  expect(answer.outcome).toBe('quarantined')
  await rotate()
  const [held] = await behind<{ master: string }>(house, 'select master from held_command where id = $1', [
    answer.id,
  ])
  const { body } = await phone.client.get<HeldWhole>(`/api/held/${answer.id}`)
  expect(held?.master).toBe(house.house.masterKeys.current?.id)
  expect(body.input).toEqual({ text: secret })
  await behind(house, 'delete from held_command')
})

it('keys that are a year old are made anew at night: every entry and file opens as before, and the audit says so', async () => {
  const { caseId } = await openCase(amina)
  const { vaultId } = await guarded(amina, caseId, secret)
  const paper = Buffer.from('%PDF-1.4\n%%EOF\n')
  const fileId = await attached(house, amina, vaultId, paper)
  const keysNow = (): Promise<{ version: number; wrapped: Buffer; cases: Buffer[] }[]> =>
    behind(
      house,
      `select o.version, o.wrapped, (select array_agg(k.wrapped order by k.case_id, k.version) from case_key k
        where k.organisation_id = o.organisation_id and k.organisation_version = o.version) as cases from organisation_key o`,
    )
  const night = (): Promise<number> =>
    rotateOldKeys(house.db.worker, house.house.masterKeys, { now: new Date().toISOString(), afterDays: 365 })
  const [before] = await keysNow()
  expect(await night()).toBe(0)
  expect((await keysNow())[0]).toEqual(before)
  await behind(house, `update organisation_key set made_at = now() - interval '366 days'`)
  expect(await night()).toBe(1)
  expect(await night()).toBe(0)
  const [after, ...more] = await keysNow()
  expect(more).toEqual([])
  expect(after?.version).toBe((before?.version ?? 0) + 1)
  expect(after?.cases).toHaveLength(before?.cases.length ?? 0)
  for (const wrapped of before?.cases ?? []) expect(after?.cases).not.toContainEqual(wrapped)
  expect(await textsOf(caseId)).toEqual([secret])
  expect((await opened(house, amina, fileId)).bytes).toEqual(paper)
  await amina.done('vault.write', { vaultId, entryId: crypto.randomUUID(), text: 'بعد السنة' })
  const lines = await behind(
    house,
    `select kind, outcome, detail->>'version' as version, detail->>'cases' as cases from audit_line where act = 'keys.rotate'`,
  )
  expect(lines).toEqual([
    {
      kind: 'worker',
      outcome: 'applied',
      version: String(after?.version),
      cases: String(after?.cases.length),
    },
  ])
})

it('where the master key is not here the night changes nothing, and says so', async () => {
  const aged = `update organisation_key set made_at = now() - interval '366 days' returning wrapped`
  const [before] = await behind<{ wrapped: Buffer }>(house, aged)
  const stranger = openMasterKeys({ kind: 'text', text: newMasterKey().bytes.toString('base64') })
  await expect(
    rotateOldKeys(house.db.worker, stranger, { now: new Date().toISOString(), afterDays: 365 }),
  ).rejects.toThrow(/master key/)
  expect(await behind(house, 'select wrapped from organisation_key')).toEqual([before])
  await behind(house, 'update organisation_key set made_at = now()')
})

it('with somebody else’s key nothing opens and nothing is written, and nobody is told a word of it', async () => {
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, secret)
  use(openMasterKeys({ kind: 'text', text: newMasterKey().bytes.toString('base64') }))
  const answer = await amina.get(`/api/vault/${caseId}`)
  expect(answer.status).toBe(503)
  expect(JSON.stringify(answer.body)).not.toContain(secret)
  use(openMasterKeys({ kind: 'file', path: file }))
  expect(await textsOf(caseId)).toEqual([secret])
})

it('what is moved to another case, another entry or another kind does not open, nor with a changed bit', async () => {
  const [here, there] = [await openCase(amina), await openCase(amina)]
  const one = await guarded(amina, here.caseId, secret)
  const other = await guarded(amina, there.caseId, 'شيء آخر')
  const sealed = (id: string): Promise<{ ciphertext: Buffer }[]> =>
    behind(house, 'select ciphertext from vault_entry where id = $1', [id])
  const [original] = await sealed(one.entryId)
  const [foreign] = await sealed(other.entryId)
  const put = (bytes: Buffer | undefined): Promise<unknown> =>
    behind(house, 'update vault_entry set ciphertext = $2 where id = $1', [one.entryId, bytes])
  await put(foreign?.ciphertext)
  expect((await amina.get(`/api/vault/${here.caseId}`)).body).toMatchObject({
    refusal: { code: 'vault.damaged' },
  })
  const flipped = Buffer.from(original?.ciphertext ?? [])
  flipped[20] = (flipped[20] ?? 0) ^ 4
  await put(flipped)
  expect((await amina.get(`/api/vault/${here.caseId}`)).body).toMatchObject({
    refusal: { code: 'vault.damaged' },
  })
  await put(original?.ciphertext)
  expect(await textsOf(here.caseId)).toEqual([secret])
  // a whole entry carried into the other case with its kind, as somebody with the database could
  const [target] = await behind<{ id: string }>(house, 'select id from vault where case_id = $1', [
    there.caseId,
  ])
  await behind(house, 'update vault_entry set vault_id = $2, case_id = $3 where id = $1', [
    one.entryId,
    target?.id,
    there.caseId,
  ])
  expect((await amina.get(`/api/vault/${there.caseId}`)).body).toMatchObject({
    refusal: { code: 'vault.damaged' },
  })
  await behind(house, 'update vault_entry set kind = $2 where id = $1', [other.entryId, 'child'])
  expect((await amina.get(`/api/vault/${there.caseId}`)).body).toMatchObject({
    refusal: { code: 'vault.damaged' },
  })
})

it('Layla destroys the key of a case: nothing opens again, new entries do, and the others of the office are untouched', async () => {
  const [here, there] = [await openCase(amina), await openCase(amina)]
  const { vaultId } = await guarded(amina, here.caseId, secret)
  await guarded(amina, there.caseId, 'تبقى')
  const destroy = { code: await codeOf(here.caseId), reason: 'person_asked' }
  expect((await amina.act('vault.destroy', destroy)).refusal?.code).toBe('permission.missing')
  await layla.done('vault.destroy', destroy)
  expect(await textsOf(here.caseId)).toEqual([null])
  expect(await textsOf(there.caseId)).toEqual(['تبقى'])
  await amina.done('vault.write', { vaultId, entryId: crypto.randomUUID(), text: 'بداية جديدة' })
  expect((await textsOf(here.caseId)).filter((text) => text !== null)).toEqual(['بداية جديدة'])
  const told = await behind(house, `select 1 from alert where kind = 'vault.destroyed' and account_id = $1`, [
    accounts.amina,
  ])
  expect(told).toHaveLength(1)
})

it('destroying answers the same for a case that never had anything protected, and not found for what is no case', async () => {
  const { caseId } = await openCase(amina)
  expect(
    (await layla.act('vault.destroy', { code: await codeOf(caseId), reason: 'person_asked' })).outcome,
  ).toBe('applied')
  expect(
    (await layla.act('vault.destroy', { code: 'NV-234-567', reason: 'person_asked' })).refusal?.code,
  ).toBe('case.not_found')
})

it('what is on legal hold is not destroyed until the hold is lifted', async () => {
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, secret)
  const code = await codeOf(caseId)
  await behind(
    house,
    `insert into legal_hold (id, organisation_id, case_id, case_code, reason, lawyer, placed_at, placed_by)
      values ($1, $2, $3, $4, 'دعوى', 'محامٍ متخيل', now(), $5)`,
    [testId(), organisations.ministry, caseId, code, accounts.layla],
  )
  const destroy = async (): Promise<string | undefined> =>
    (await layla.act('vault.destroy', { code, reason: 'person_asked' })).refusal?.code
  expect(await destroy()).toBe('vault.held')
  expect(await textsOf(caseId)).toEqual([secret])
  await behind(house, 'update legal_hold set lifted_at = now(), lifted_by = $1', [accounts.layla])
  expect(await destroy()).toBeUndefined()
  expect(await textsOf(caseId)).toEqual([null])
})

it('a backup from before, put back: what was destroyed opens as long as the former master key is kept, and never after it is forgotten', async () => {
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, secret)
  const backup = {
    organisation: await behind<object>(house, 'select * from organisation_key where organisation_id = $1', [
      organisations.ministry,
    ]),
    cases: await behind<object>(house, 'select * from case_key where organisation_id = $1', [
      organisations.ministry,
    ]),
  }
  const restore = async (): Promise<void> => {
    await behind(house, 'delete from case_key')
    await behind(house, 'delete from organisation_key')
    for (const [table, rows] of [
      ['organisation_key', backup.organisation],
      ['case_key', backup.cases],
    ] as const)
      for (const row of rows)
        await behind(
          house,
          `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
            .map((_, place) => `$${place + 1}`)
            .join(', ')})`,
          Object.values(row),
        )
  }
  await layla.done('vault.destroy', { code: await codeOf(caseId), reason: 'kept_long_enough' })
  await rotate()
  await restore()
  expect(await textsOf(caseId)).toEqual([secret])
  await rotate({ forgetFormer: true })
  await restore()
  expect((await amina.get(`/api/vault/${caseId}`)).status).toBe(503)
  expect(readFileSync(file, 'utf8').match(/^[A-Za-z0-9+/]{43}=$/gm)).toHaveLength(1)
})

it('without a file the new key is put first by hand; without a new one the rotation says so', async () => {
  await behind(house, 'delete from case_key')
  await behind(house, 'delete from organisation_key')
  const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
  use(openMasterKeys({ kind: 'text', text: first }))
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, secret)
  const by = (text: string): Promise<unknown> =>
    withOwner(house.db.owner, (owner) => rotateKeys(owner, { kind: 'text', text }, { log: () => {} }))
  await expect(by(first)).rejects.toThrow(/IHALA_MASTER_KEY/)
  await by(`${second},${first}`)
  use(openMasterKeys({ kind: 'text', text: second }))
  expect(await textsOf(caseId)).toEqual([secret])
})
