import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/permissions/roles.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { askByHand } from '../permissions/by-hand.ts'
import { type Client, openCase, type TestHouse, testHouse, world } from '../support/house.ts'
import { behind, certify, guarded, join } from './guarding.ts'

/** The functions that run with other rights, called by hand: what the app could be tricked into asking. */
let house: TestHouse
let amina: Client
let caseId: string
let vaultId: string
let code: string
const { accounts, organisations, sites } = world

beforeAll(async () => {
  house = await testHouse()
  amina = await house.signIn('amina')
  await certify(house, accounts.amina)
  ;({ caseId } = await openCase(amina))
  ;({ vaultId } = await guarded(amina, caseId, 'محمي'))
  const [row] = await behind<{ code: string }>(house, 'select code from case_file where id = $1', [caseId])
  code = row?.code ?? ''
})
afterAll(() => house?.close())

async function certified(roles: readonly Role[], site: string, organisation: string): Promise<ActingAs> {
  const { accountId } = await join(house, roles, site, organisation)
  for (const kind of ['gbv', 'trafficking', 'child', 'mental_health', 'confidential_place', 'complaints'])
    await certify(house, accountId, kind)
  const supervisedSites = roles.includes('case_supervisor') ? [site] : []
  return { kind: 'account', accountId, organisationId: organisation, sites: [site], supervisedSites, roles }
}

const asked = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  askByHand(house, identity, sql, params)

const everyRole: readonly Role[] = [
  'caseworker',
  'case_supervisor',
  'branch_manager',
  'data_protection_officer',
]

describe('certified for everything and with every role, but of another organisation, or nobody at all', () => {
  const doors = [
    ['see a vault', 'select unnest(my_vaults()) as got', () => []],
    ['list vaults', 'select nullif(read_my_vaults()::text, $1) as got', () => ['[]']],
    ['read the vaults of a case', 'select read_vaults_of($1) as got', () => [caseId]],
    ['get its sealed keys', 'select wrapped as got from sealed_keys_of($1)', () => [caseId]],
    ['join', 'select nullif(join_vault($1, me_account()), false) as got', () => [vaultId]],
    ['take Amina off', 'select nullif(leave_vault($1, $2), false) as got', () => [vaultId, accounts.amina]],
    [
      'claim an entry',
      `select nullif(belongs_to_vault($1, $2, 'gbv'), false) as got`,
      () => [vaultId, caseId],
    ],
    ['destroy its key', 'select nullif(destroy_case_key($1), false) as got', () => [code]],
    ['read who broke a glass', 'select nullif(read_broken_glass()::text, $1) as got', () => ['[]']],
    [
      'have what Amina guards handed over',
      `select nullif(hand_over_vaults($1, $2, 'gbv'), false) as got`,
      () => [accounts.amina, accounts.karim],
    ],
  ] as const
  it.each(doors)('is not let to %s', async (_what, sql, params) => {
    const strangers: ActingAs[] = [
      { kind: 'visitor' },
      { kind: 'person' },
      { kind: 'link' },
      { kind: 'worker' },
      await certified(everyRole, sites.olive, organisations.olive),
    ]
    for (const identity of strangers) {
      const rows = await asked<{ got: unknown }>(identity, sql, params())
      expect(
        rows.filter(({ got }) => got !== null),
        identity.kind,
      ).toEqual([])
    }
  })

  it('leaves no key behind for a case of others, nor takes the place of one', async () => {
    const before = await behind(house, 'select * from case_key')
    const karim = await certified(everyRole, sites.olive, organisations.olive)
    await house.db.database.as(karim, async (tx) => {
      await tx.rows(statement(`select keep_case_key($1, '\\x01', 1)`), [caseId])
    })
    expect(await behind(house, 'select * from case_key')).toEqual(before)
  })
})

it('a certified colleague of the same office who is not on the vault gets nothing either', async () => {
  const colleague = await certified(['caseworker'], sites.mosul, organisations.ministry)
  expect(await asked(colleague, 'select read_vaults_of($1) as got', [caseId])).toEqual([{ got: null }])
  expect(await asked(colleague, 'select * from sealed_keys_of($1)', [caseId])).toEqual([])
  expect(await asked(colleague, 'select join_vault($1, me_account()) as got', [vaultId])).toEqual([
    { got: false },
  ])
  expect(await asked(colleague, 'select destroy_case_key($1) as got', [code])).toEqual([{ got: false }])
})

it('somebody of the team cannot put an entry under another case or another kind, nor in another name', async () => {
  const asAmina: ActingAs = {
    kind: 'account',
    accountId: accounts.amina,
    organisationId: organisations.ministry,
    sites: [sites.mosul],
    roles: ['caseworker'],
  }
  const other = await openCase(amina)
  const insert = (of: string, kind: string, author: string): Promise<unknown> =>
    asked(
      asAmina,
      `insert into vault_entry (id, vault_id, case_id, organisation_id, kind, ciphertext, key_version, happened_on, entered_at, author_id)
        values (gen_random_uuid(), $1, $2, $3, $4, '\\x01', 1, current_date, now(), $5)`,
      [vaultId, of, organisations.ministry, kind, author],
    )
  await expect(insert(other.caseId, 'gbv', accounts.amina)).rejects.toMatchObject({ code: '42501' })
  await expect(insert(caseId, 'child', accounts.amina)).rejects.toMatchObject({ code: '42501' })
  await expect(insert(caseId, 'gbv', accounts.sana)).rejects.toMatchObject({ code: '42501' })
  expect(await insert(caseId, 'gbv', accounts.amina)).toEqual([])
})

it('the worker sees certificates and the clocks of reviews, and no vault, entry, key or reason', async () => {
  for (const sql of [
    'select 1 from vault',
    'select 1 from vault_team',
    'select 1 from vault_entry',
    'select 1 from case_key',
    'select 1 from organisation_key',
    'select ciphertext from break_glass',
    'select reason from break_glass',
  ])
    await expect(
      house.db.worker.as({ kind: 'worker' }, (tx) => tx.rows(statement(sql))),
      sql,
    ).rejects.toMatchObject({ code: '42501' })
})

it('the inner functions are closed to the app', async () => {
  const identity = await certified(['caseworker'], sites.mosul, organisations.ministry)
  await expect(asked(identity, 'select me_holds_keys_of($1)', [caseId])).rejects.toMatchObject({
    code: '42501',
  })
})
