import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { statement } from '../../src/server/database.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makeWorld, world } from '../support/world.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const asked = <T>(sql: string): Promise<T[]> => withOwner(db.admin, (admin) => admin.rows<T>(sql))

test('no table stands without forced row security and a policy for somebody', async () => {
  const tables = await asked<{ name: string; on: boolean; forced: boolean; policies: number }>(`
    select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname not in ('loader', 'backup')) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')`)
  expect(tables.length).toBeGreaterThan(25)
  expect(tables.filter((table) => !table.on || !table.forced || table.policies === 0)).toEqual([])
})

test('no role that serves people can step around the policies, nor owns a table', async () => {
  const roles = await asked<{ name: string; bad: boolean; owns: number }>(`
    select r.rolname as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb as bad,
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relowner = r.oid) as owns
    from pg_roles r where r.rolname in ('ihala_app', 'ihala_worker', 'ihala_definer', 'ihala_backup')`)
  expect(roles).toHaveLength(4)
  expect(roles.filter((role) => role.bad || role.owns > 0)).toEqual([])
})

test('every function that runs with other rights has a fixed search path and is closed to the public', async () => {
  const loose = await asked(`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prosecdef
      and (p.proconfig is null or not p.proconfig @> array['search_path=public, pg_temp'] or has_function_privilege('public', p.oid, 'execute')
        or pg_get_userbyid(p.proowner) <> 'ihala_definer')`)
  expect(loose).toEqual([])
})

test('nobody, a visitor and the owner without saying so see no row of any table about people', async () => {
  const about = [
    'person',
    'case_file',
    'need',
    'consent',
    'note',
    'task',
    'referral',
    'referral_snapshot',
    'account',
    'audit_line',
    'action_ledger',
    'file',
    'file_upload',
    'file_chunk',
    'file_arriving',
    'file_arriving_piece',
    'vault_entry',
    'vault_piece',
    'export_log',
    'device',
    'offline_choice',
  ]
  for (const kind of ['visitor', 'person', 'link'] as const) {
    await db.database.as({ kind }, async (tx) => {
      for (const table of about) expect(await tx.rows(statement(`select 1 from ${table}`))).toEqual([])
    })
  }
  await withOwner(db.owner, async (owner) => {
    for (const table of about) expect(await owner.rows(`select 1 from ${table}`)).toEqual([])
  })
})

test('the app may not read what only functions may: password hashes, throttle counters, addresses of shelters as a visitor', async () => {
  for (const table of [
    'account_secret',
    'sign_in_throttle',
    'sign_in_factor',
    'printed_code',
    'sign_in_ticket',
    'known_device',
    'sign_in_rule',
    'office_code',
    'factor_reset',
    'identity_link',
    'device_record',
    'revocation',
  ]) {
    await expect(
      db.database.as({ kind: 'account' }, (tx) => tx.rows(statement(`select 1 from ${table}`))),
    ).rejects.toMatchObject({ code: '42501' })
  }
})

test('what is append-only cannot be changed or deleted by the app', async () => {
  for (const table of [
    'consent',
    'consent_withdrawal',
    'note',
    'case_event',
    'referral_event',
    'audit_line',
    'action_ledger',
    'file_upload',
    'file_chunk',
    'export_log',
  ]) {
    const [row] = await asked<{ update: boolean; delete: boolean }>(
      `select has_table_privilege('ihala_app', '${table}', 'update') as update, has_table_privilege('ihala_app', '${table}', 'delete') as delete`,
    )
    expect(row, table).toEqual({ update: false, delete: false })
  }
})

test('what was handed over, why something was shared without consent and who was told to stop never change', async () => {
  const kept = [
    ['referral_snapshot', 'items'],
    ['consent_override', 'reason'],
    ['consent_override', 'items'],
    ['consent_override', 'asked_by'],
    ['sharing_stop', 'told_at'],
    ['sharing_stop', 'receiver_organisation_id'],
  ] as const
  for (const [table, column] of kept) {
    const [row] = await asked<{ update: boolean; delete: boolean }>(
      `select has_column_privilege('ihala_app', '${table}', '${column}', 'update') as update, has_table_privilege('ihala_app', '${table}', 'delete') as delete`,
    )
    expect(row, `${table}.${column}`).toEqual({ update: false, delete: false })
  }
})

test('a buggy update without any condition changes no row of somebody else', async () => {
  await withOwner(db.owner, makeWorld)
  const { accounts, organisations, sites } = world
  const younis = {
    kind: 'account',
    accountId: accounts.younis,
    organisationId: organisations.ministry,
    sites: [sites.hamdaniya],
    supervisedSites: [],
    roles: ['caseworker'],
  } as const
  await withOwner(db.owner, (owner) =>
    owner.transaction(async () => {
      await owner.rows(
        `insert into person (id, organisation_id, site_id, code, display_name, sex, language, contact_safety) values ($1, $2, $3, 'X', 'X', 'female', 'ar', '{}')`,
        [accounts.amina, organisations.ministry, sites.mosul],
      )
      await owner.rows(
        `insert into case_file (id, organisation_id, site_id, officer_id, person_id, code, programme, programme_version, state, urgency, display_name, status_category,
      age_band, sex, language, opened_on, entered_at) select $1, $2, $3, $1, $1, 'X', code, version, 'intake', 'U3', 'X', 'idp', '18-29', 'female', 'ar', current_date, now() from programme limit 1`,
        [accounts.amina, organisations.ministry, sites.mosul],
      )
    }, 'loader'),
  )
  for (const table of [
    'case_file',
    'person',
    'need',
    'task',
    'referral',
    'referral_origin',
    'referral_snapshot',
    'referral_link',
    'alert',
  ]) {
    const column = {
      case_file: 'state',
      person: 'sex',
      need: 'state',
      task: 'kind',
      referral: 'state',
      referral_origin: 'narrative',
      referral_snapshot: 'withdrawn_at',
      referral_link: 'failures',
      alert: 'level',
    }[table]
    const value = { referral_snapshot: 'now()', referral_link: '0', alert: '0' }[table] ?? `'changed'`
    expect(
      await db.database.as(younis, (tx) => tx.run(statement(`update ${table} set ${column} = ${value}`))),
      table,
    ).toBe(0)
  }
})
