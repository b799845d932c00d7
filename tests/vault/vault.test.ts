import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { VaultAnswer, VaultItem } from '../../src/records/answers.ts'
import { statement } from '../../src/server/database.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { behind, certify, guarded, join } from './guarding.ts'

let house: TestHouse
let amina: Client
let sana: Client
let baran: Client
let rozh: Client
beforeAll(async () => {
  house = await testHouse()
  for (const login of ['amina', 'sana', 'baran', 'rozh'] as const) await house.signIn(login)
  ;[amina, sana, baran, rozh] = (await Promise.all(
    (['amina', 'sana', 'baran', 'rozh'] as const).map((login) => house.signIn(login)),
  )) as [Client, Client, Client, Client]
})
afterAll(() => house?.close())
beforeEach(() =>
  behind(house, 'update certificate set revoked_at = now() where revoked_at is null').then(() => undefined),
)

const { accounts } = world
const secret = 'قالت هدى إن أخاها يهددها'
const read = (client: Client, caseId: string): Promise<{ status: number; body: VaultAnswer }> =>
  client.get<VaultAnswer>(`/api/vault/${caseId}`)
const listed = async (client: Client): Promise<string[]> =>
  (await client.get<{ items: VaultItem[] }>('/api/vault')).body.items.map(({ caseId }) => caseId)

describe('the team', () => {
  it('Amina, certified, opens the vault of her case, writes and reads it; the list shows its code', async () => {
    await certify(house, accounts.amina)
    const { caseId } = await openCase(amina)
    const { entryId } = await guarded(amina, caseId, secret)
    const { body } = await read(amina, caseId)
    expect(body.vaults).toHaveLength(1)
    expect(body.vaults[0]).toMatchObject({
      kind: 'gbv',
      glassUntil: null,
      members: [{ accountId: accounts.amina }],
    })
    expect(body.vaults[0]?.entries).toMatchObject([
      { id: entryId, text: secret, authorId: accounts.amina, correctsId: null },
    ])
    expect(await listed(amina)).toContain(caseId)
  })

  it('Sana sees it once Amina brought her in, and only while she is certified for that kind', async () => {
    await certify(house, accounts.amina)
    await certify(house, accounts.sana, 'child')
    const { caseId } = await openCase(amina)
    const { vaultId } = await guarded(amina, caseId, secret)
    const add = (): Promise<{ outcome: string; refusal?: { code: string } | undefined }> =>
      amina.act('vault.add_member', { vaultId, accountId: accounts.sana })
    expect((await add()).refusal?.code).toBe('vault.member_not_certified')
    expect((await read(sana, caseId)).status).toBe(404)
    const certificate = await certify(house, accounts.sana)
    expect((await add()).outcome).toBe('applied')
    expect((await read(sana, caseId)).body.vaults[0]?.entries[0]?.text).toBe(secret)
    await behind(house, 'update certificate set expires_on = today_in_iraq() - 1 where id = $1', [
      certificate,
    ])
    expect((await read(sana, caseId)).status).toBe(404)
    expect(await listed(sana)).toEqual([])
    expect((await sana.act('vault.write', { entryId: testId(), vaultId, text: 'x' })).refusal?.code).toBe(
      'vault.not_found',
    )
  })

  it('its last day still opens; the day after does not', async () => {
    await certify(house, accounts.amina, 'gbv', 0)
    const { caseId } = await openCase(amina)
    await guarded(amina, caseId, secret)
    expect((await read(amina, caseId)).status).toBe(200)
    await behind(house, 'update certificate set expires_on = today_in_iraq() - 1 where revoked_at is null')
    expect((await read(amina, caseId)).status).toBe(404)
  })

  it('somebody goes off it, but never the last one who is certified', async () => {
    await certify(house, accounts.amina)
    await certify(house, accounts.sana)
    const { caseId } = await openCase(amina)
    const { vaultId } = await guarded(amina, caseId, secret)
    const off = (accountId: string): Promise<{ outcome: string; refusal?: { code: string } | undefined }> =>
      amina.act('vault.remove_member', { vaultId, accountId })
    expect((await off(accounts.amina)).refusal?.code).toBe('vault.last_member')
    await amina.done('vault.add_member', { vaultId, accountId: accounts.sana })
    expect((await off(accounts.sana)).outcome).toBe('applied')
    expect((await read(sana, caseId)).status).toBe(404)
    await amina.done('vault.add_member', { vaultId, accountId: accounts.sana })
    expect((await read(sana, caseId)).status).toBe(200)
  })

  it('one corrects one’s own entry only; the first one stays beneath it', async () => {
    await certify(house, accounts.amina)
    await certify(house, accounts.sana)
    const { caseId } = await openCase(amina)
    const { vaultId, entryId } = await guarded(amina, caseId, secret)
    await amina.done('vault.add_member', { vaultId, accountId: accounts.sana })
    const correct = { correctsId: entryId, text: 'قالت إن ابن عمها يهددها' }
    expect((await sana.act('vault.correct', { ...correct, entryId: testId() })).refusal?.code).toBe(
      'vault.not_your_correction',
    )
    await amina.done('vault.correct', { ...correct, entryId: testId() })
    const entries = (await read(amina, caseId)).body.vaults[0]?.entries ?? []
    expect(entries.map(({ text, correctsId }) => [text, correctsId])).toEqual([
      [correct.text, entryId],
      [secret, null],
    ])
  })
})

describe('nobody else', () => {
  it('Sana without certificate, Baran who supervises, the administrator and another office see nothing', async () => {
    await certify(house, accounts.amina)
    const { caseId } = await openCase(amina)
    const { vaultId, entryId } = await guarded(amina, caseId, secret)
    const younis = await house.signIn('younis')
    await certify(house, accounts.younis)
    await certify(house, accounts.rozh)
    const asNobody = (await read(amina, testId())).body
    for (const other of [sana, baran, younis]) {
      const seen = await read(other, caseId)
      expect(seen.status).toBe(404)
      expect(seen.body).toEqual(asNobody)
      expect(await listed(other)).toEqual([])
      for (const [name, input] of [
        ['vault.write', { entryId: testId(), vaultId, text: 'x' }],
        ['vault.correct', { entryId: testId(), correctsId: entryId, text: 'x' }],
        ['vault.add_member', { vaultId, accountId: accounts.sana }],
        ['vault.remove_member', { vaultId, accountId: accounts.amina }],
      ] as const)
        expect((await other.act(name, input)).refusal?.code, name).toBe('vault.not_found')
    }
    expect((await read(rozh, caseId)).status).toBe(403)
  })

  it('an administrator who is also a caseworker and certified reads nothing protected, brought in or not', async () => {
    await certify(house, accounts.amina)
    const both = await join(house, ['system_admin', 'caseworker'], null)
    await certify(house, both.accountId)
    const { caseId } = await openCase(amina)
    const { vaultId } = await guarded(amina, caseId, secret)
    await amina.act('vault.add_member', { vaultId, accountId: both.accountId })
    expect((await read(both.client, caseId)).status).toBe(404)
    const own = await openCase(both.client)
    expect(
      (await both.client.act('vault.open', { vaultId: testId(), caseId: own.caseId, kind: 'gbv' })).refusal
        ?.code,
    ).toBe('vault.not_certified')
  })

  it('a supervisor who is certified does not see it either until somebody brings her in', async () => {
    await certify(house, accounts.amina)
    await certify(house, accounts.baran)
    const { caseId } = await openCase(amina)
    await guarded(amina, caseId, secret)
    expect((await read(baran, caseId)).status).toBe(404)
    expect((await baran.act('vault.open', { vaultId: testId(), caseId, kind: 'gbv' })).refusal?.code).toBe(
      'vault.not_your_case',
    )
  })

  it('who opens one without a certificate, for another kind, or twice, is told why not', async () => {
    const { caseId } = await openCase(amina)
    const open = async (kind: string): Promise<string | undefined> =>
      (await amina.act('vault.open', { vaultId: testId(), caseId, kind })).refusal?.code
    expect(await open('gbv')).toBe('vault.not_certified')
    await certify(house, accounts.amina)
    expect(await open('child')).toBe('vault.not_certified')
    expect(await open('gbv')).toBeUndefined()
    expect(await open('gbv')).toBe('vault.already_open')
  })

  it('after a hand-over the new officer, certified too, learns nothing of it and may open her own', async () => {
    await certify(house, accounts.amina)
    await certify(house, accounts.sana)
    const { caseId } = await openCase(amina)
    await guarded(amina, caseId, secret)
    await amina.done('case.hand_over', {
      caseId,
      accountId: accounts.sana,
      siteId: world.sites.mosul,
      note: 'تسليم',
    })
    expect((await read(sana, caseId)).status).toBe(404)
    await guarded(sana, caseId, 'ملاحظة أخرى')
    expect(
      (await read(sana, caseId)).body.vaults.flatMap(({ entries }) => entries.map(({ text }) => text)),
    ).toEqual(['ملاحظة أخرى'])
    expect(
      (await read(amina, caseId)).body.vaults.flatMap(({ entries }) => entries.map(({ text }) => text)),
    ).toEqual([secret])
  })

  it('a route that forgets every condition gets no row: not of the vault, its team, its entries, its keys', async () => {
    await certify(house, accounts.amina)
    const { caseId } = await openCase(amina)
    await guarded(amina, caseId, secret)
    const other = await join(house, ['caseworker'])
    const asOther = {
      kind: 'account',
      accountId: other.accountId,
      organisationId: world.organisations.ministry,
      sites: [world.sites.mosul],
      supervisedSites: [world.sites.mosul],
      roles: ['caseworker', 'case_supervisor', 'data_protection_officer'],
    } as const
    await certify(house, other.accountId)
    await house.db.database.as(asOther, async (tx) => {
      for (const table of ['vault', 'vault_team', 'vault_entry'])
        expect(await tx.rows(statement(`select 1 from ${table}`)), table).toEqual([])
    })
    for (const table of ['case_key', 'organisation_key'])
      await expect(
        house.db.database.as(asOther, (tx) => tx.rows(statement(`select 1 from ${table}`))),
        table,
      ).rejects.toMatchObject({ code: '42501' })
    for (const change of [
      `update vault_entry set kind = 'child'`,
      'delete from vault_entry',
      `update vault set kind = 'child'`,
      'update vault_team set until = now()',
      `insert into vault_team (vault_id, account_id, organisation_id, since, added_by) select id, '${other.accountId}', organisation_id, now(), '${other.accountId}' from vault`,
      `update break_glass set expires_at = now() + interval '1 day'`,
      `update certificate set expires_on = expires_on + 999`,
    ])
      await expect(
        house.db.database.as(asOther, (tx) => tx.rows(statement(change))),
        change,
      ).rejects.toMatchObject({ code: '42501' })
  })
})

it('a server without the key refuses protected notes kindly, and everything else works', async () => {
  await certify(house, accounts.amina)
  const { caseId } = await openCase(amina)
  const { vaultId } = await guarded(amina, caseId, secret)
  const keys = house.house.masterKeys
  Object.assign(house.house, { masterKeys: { current: undefined, find: () => undefined } })
  try {
    expect((await amina.act('vault.write', { entryId: testId(), vaultId, text: secret })).refusal?.code).toBe(
      'vault.no_key',
    )
    expect((await read(amina, caseId)).status).toBe(503)
    expect(
      (await amina.act('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'اتصلنا' })).outcome,
    ).toBe('applied')
  } finally {
    Object.assign(house.house, { masterKeys: keys })
  }
  expect((await read(amina, caseId)).status).toBe(200)
})

it('a note of class 4 is still refused in the case, and the refusal names the protected notes', async () => {
  const { caseId } = await openCase(amina)
  const answer = await amina.act('note.add', {
    noteId: testId(),
    caseId,
    kind: 'contact',
    class: 4,
    text: 'x',
  })
  expect(answer.refusal).toMatchObject({ code: 'case.protected_not_yet' })
  expect(answer.refusal?.message).toContain('protected notes')
})
