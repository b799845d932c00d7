import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CertificateItem, VaultAnswer } from '../../src/records/answers.ts'
import { sweepCertificates } from '../../src/staff/certificate-sweep.job.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, today, world } from '../support/house.ts'
import { behind, certify, guarded, join } from './guarding.ts'

let house: TestHouse
let amina: Client
let baran: Client
let rozh: Client
const { accounts, sites } = world

beforeAll(async () => {
  house = await testHouse()
  amina = await house.signIn('amina')
  baran = await house.signIn('baran')
  rozh = await house.signIn('rozh')
})
afterAll(() => house?.close())
beforeEach(async () => {
  await behind(house, 'update certificate set revoked_at = now() where revoked_at is null')
  await behind(house, `delete from alert where kind like 'certificate.%' or kind like 'vault.%'`)
})

const inDays = (days: number): string =>
  new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10)
const giving = (accountId: string, more: object = {}): object => ({
  certificateId: testId(),
  accountId,
  kind: 'gbv',
  expiresOn: inDays(300),
  ...more,
})
const told = async (): Promise<string[]> =>
  (
    await behind<{ line: string }>(
      house,
      `select kind || ' ' || coalesce(account_id::text, site_id::text) as line from alert where kind like 'certificate.%' order by 1`,
    )
  ).map(({ line }) => line)
const sweep = (now = new Date().toISOString(), day = today()): Promise<void> =>
  house.db.worker.as({ kind: 'worker' }, (tx) => sweepCertificates(tx, now, day))

it('Rozh, who administers, gives Amina one; she and the supervisors of her office hear of it, and it opens a vault', async () => {
  await rozh.done('certificate.grant', giving(accounts.amina))
  expect(await told()).toEqual(
    [`certificate.granted ${accounts.amina}`, `certificate.granted ${sites.mosul}`].sort(),
  )
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, 'x')
})

it('nobody gives one to themselves, to an administrator, to somebody without cases, for ever, or into the past', async () => {
  const manager = await join(house, ['branch_manager'])
  const code = async (client: Client, input: object): Promise<string | undefined> =>
    (await client.act('certificate.grant', input)).refusal?.code
  expect(await code(rozh, giving(accounts.rozh))).toBe('account.not_yourself')
  expect(await code(manager.client, giving(manager.accountId))).toBe('account.not_yourself')
  expect(await code(manager.client, giving(accounts.rozh))).toBe('certificate.not_for_role')
  expect(await code(rozh, giving(accounts.layla))).toBe('certificate.not_for_role')
  expect(await code(rozh, giving(accounts.amina, { expiresOn: inDays(800) }))).toBe('certificate.too_long')
  expect(await code(rozh, giving(accounts.amina, { expiresOn: inDays(-1) }))).toBe('input.invalid')
  expect(await code(baran, giving(accounts.amina))).toBe('permission.missing')
  expect(await code(manager.client, giving(accounts.younis))).toBe('account.not_found')
  expect(await code(rozh, giving(accounts.dara))).toBe('account.not_found')
  expect(await code(manager.client, giving(accounts.amina))).toBeUndefined()
})

it('revoked, it closes at once, and the supervisors hear that somebody else must guard', async () => {
  const certificateId = await certify(house, accounts.amina)
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, 'x')
  await rozh.done('certificate.revoke', { certificateId, accountId: accounts.amina })
  expect((await amina.get(`/api/vault/${caseId}`)).status).toBe(404)
  expect(await told()).toEqual(
    [`certificate.ended ${accounts.amina}`, `certificate.ended ${sites.mosul}`].sort(),
  )
  expect(
    (await rozh.act('certificate.revoke', { certificateId, accountId: accounts.amina })).refusal?.code,
  ).toBe('certificate.ended')
  expect(
    (await rozh.act('certificate.revoke', { certificateId, accountId: accounts.sana })).refusal?.code,
  ).toBe('certificate.not_found')
})

it('30 days before its end Amina and her supervisors are told once, and once more when it has ended', async () => {
  await certify(house, accounts.amina, 'gbv', 31)
  await sweep()
  expect(await told()).toEqual([])
  await behind(house, 'update certificate set expires_on = today_in_iraq() + 30 where revoked_at is null')
  await sweep()
  await sweep()
  const notice = [`certificate.ends_soon ${accounts.amina}`, `certificate.ends_soon ${sites.mosul}`].sort()
  expect(await told()).toEqual(notice)
  await behind(house, 'update certificate set expires_on = today_in_iraq() - 1 where revoked_at is null')
  await sweep()
  await sweep()
  expect(await told()).toEqual(
    [...notice, `certificate.ended ${accounts.amina}`, `certificate.ended ${sites.mosul}`].sort(),
  )
})

it('a certificate that was renewed in time ends without a word', async () => {
  await certify(house, accounts.amina, 'gbv', 10)
  await certify(house, accounts.amina, 'gbv', 400)
  await sweep()
  expect(await told()).toEqual([])
})

it('before the end Baran gives all Amina guards to Sana, unseen; while Amina stays certified nobody can', async () => {
  await certify(house, accounts.amina, 'gbv', 200)
  await certify(house, accounts.sana)
  const sana = await house.signIn('sana')
  const { caseId } = await openCase(amina)
  await guarded(amina, caseId, 'ما تحفظه أمينة')
  const move = { fromAccountId: accounts.amina, toAccountId: accounts.sana, kind: 'gbv' }
  expect((await baran.act('vault.hand_over', move)).refusal?.code).toBe('vault.not_handed_over')
  await behind(
    house,
    'update certificate set expires_on = today_in_iraq() + 20 where account_id = $1 and revoked_at is null',
    [accounts.amina],
  )
  const far = await join(house, ['case_supervisor'], sites.hamdaniya)
  expect((await far.client.act('vault.hand_over', move)).refusal?.code).toBe('vault.not_handed_over')
  expect((await baran.act('vault.hand_over', { ...move, toAccountId: accounts.baran })).refusal?.code).toBe(
    'vault.not_handed_over',
  )
  await baran.done('vault.hand_over', move)
  expect((await sana.get<VaultAnswer>(`/api/vault/${caseId}`)).body.vaults[0]?.entries[0]?.text).toBe(
    'ما تحفظه أمينة',
  )
  expect((await baran.get(`/api/vault/${caseId}`)).status).toBe(404)
})

it('who is certified is seen by administrators, by supervisors and by colleagues certified alike', async () => {
  await certify(house, accounts.amina, 'gbv', 12)
  await certify(house, accounts.sana, 'child')
  const seen = async (client: Client): Promise<string[]> =>
    (await client.get<{ items: CertificateItem[] }>('/api/certificates')).body.items
      .filter(({ state }) => state !== 'revoked')
      .map(({ displayName, kind, state }) => `${displayName} ${kind} ${state}`)
  const all = ['Amina gbv ends_soon', 'Sana child valid']
  expect(await seen(rozh)).toEqual(all)
  expect(await seen(baran)).toEqual(all)
  expect(await seen(amina)).toEqual(['Amina gbv ends_soon'])
  expect(await seen(await house.signIn('younis'))).toEqual([])
})
