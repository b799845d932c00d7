import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../../tests/support/database.ts'
import type { DatabaseAddress } from './database-address.ts'
import { withOwner } from './database-owner.ts'
import { migrate } from './migrate.ts'
import { addressAs } from './roles.ts'

type Empty = Awaited<ReturnType<typeof emptyDatabase>>
let here: Empty
let folder: string
beforeEach(async () => {
  here = await emptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ihala-migrations-'))
  await mkdir(join(folder, 'migrations'))
  await mkdir(join(folder, 'policies'))
  await write('migrations/0001_tea.sql', 'create table tea (id int primary key, name text);')
  await write('policies/tea.sql', policies)
})
afterEach(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

const policies = `
  alter table tea enable row level security;
  alter table tea force row level security;
  drop policy if exists anyone on tea;
  create policy anyone on tea to ihala_app using (true);
  drop policy if exists owner on tea;
  create policy owner on tea to :owner using (false);
  grant select on tea to ihala_app;
  create or replace function teas() returns bigint language sql security definer set search_path = public, pg_temp
    as 'select count(*) from tea';
  alter function teas() owner to ihala_definer;
`
const write = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql)
const credentials = ({ user, password }: DatabaseAddress): Pick<DatabaseAddress, 'user' | 'password'> => ({
  user,
  password,
})
const up = (as = here.owner): ReturnType<typeof migrate> =>
  migrate(as, {
    folder: join(folder, 'migrations'),
    policiesFolder: join(folder, 'policies'),
    secret: here.secret,
    log: () => {},
  })

describe('A database is brought to this version', () => {
  test('once; the second time there is nothing to do', async () => {
    expect(await up()).toEqual({ applied: ['0001_tea.sql'], policies: true })
    expect(await up()).toEqual({ applied: [], policies: false })
  })

  test('three processes starting at once apply each file once', async () => {
    const results = await Promise.all([up(), up(), up()])
    expect(results.flatMap(({ applied }) => applied)).toEqual(['0001_tea.sql'])
  })

  test('two databases of one server are migrated at once', async () => {
    const other = await emptyDatabase()
    const options = {
      folder: join(folder, 'migrations'),
      policiesFolder: join(folder, 'policies'),
      secret: here.secret,
      log: () => {},
    }
    const results = await Promise.all([up(), migrate(other.owner, options)])
    expect(results.map(({ policies: made }) => made)).toEqual([true, true])
    await other.close()
  })

  test('policies are made anew when one of them changes, also functions that belong to the definer', async () => {
    await up()
    await write('policies/tea.sql', policies.replace('select count(*)', 'select 7 + count(*)'))
    expect(await up()).toEqual({ applied: [], policies: true })
  })

  test('a later file is applied, and a failing one leaves nothing behind and says where it failed', async () => {
    await up()
    await write('migrations/0002_cups.sql', 'create table cup (id int);\ninsert into saucer values (1);')
    await expect(up()).rejects.toThrow('0002_cups.sql line 2')
    const [cup] = await withOwner(here.owner, (owner) => owner.rows("select to_regclass('cup') as there"))
    expect(cup).toEqual({ there: null })
    await write('migrations/0002_cups.sql', 'create table cup (id int);')
    expect((await up()).applied).toEqual(['0002_cups.sql'])
  })
})

describe('A history that does not fit is refused, with what to do', () => {
  test('a file changed after it was applied', async () => {
    await up()
    await write('migrations/0001_tea.sql', 'create table tea (id bigint primary key);')
    await expect(up()).rejects.toThrow('0001_tea.sql was changed')
  })

  test('other line ends are the same file', async () => {
    await write('migrations/0002_cups.sql', 'create table cup (\n id int);\n')
    await up()
    await write('migrations/0002_cups.sql', 'create table cup (\r\n id int);\r\n')
    expect((await up()).applied).toEqual([])
  })

  test('a missing file', async () => {
    await write('migrations/0002_cups.sql', 'create table cup (id int);')
    await up()
    await rm(join(folder, 'migrations/0001_tea.sql'))
    await expect(up()).rejects.toThrow('0001_tea.sql was applied to this database but its file is missing')
  })

  test('a database of a newer Ihala', async () => {
    await write('migrations/0002_cups.sql', 'create table cup (id int);')
    await up()
    await rm(join(folder, 'migrations/0002_cups.sql'))
    await expect(up()).rejects.toThrow('newer Ihala')
  })

  test('a superuser, whom no row policy binds, and what to do instead', async () => {
    await expect(up({ ...here.owner, ...credentials(here.admin) })).rejects.toThrow(
      /is a superuser.*\n {2}create role ihala_owner login createrole.*\n {2}alter database/,
    )
  })

  test('a user that passes by the row policies', async () => {
    const name = `passer_${here.owner.database}`
    await withOwner(here.admin, (admin) =>
      admin.script(
        `create role ${name} login bypassrls password 'invented'; alter database ${here.owner.database} owner to ${name}`,
      ),
    )
    try {
      await expect(up({ ...here.owner, user: name, password: 'invented' })).rejects.toThrow(
        new RegExp(`has BYPASSRLS.*\\n {2}alter role "?${name}"? nosuperuser nobypassrls createrole`),
      )
    } finally {
      await withOwner(here.admin, (admin) =>
        admin.script(`alter database ${here.owner.database} owner to ${here.owner.user}; drop role ${name}`),
      )
    }
  })

  test('a user that does not own the database', async () => {
    await withOwner(here.admin, (admin) =>
      admin.script(`alter database ${here.owner.database} owner to ${here.admin.user}`),
    )
    await expect(up()).rejects.toThrow('must own the database')
  })
})

describe('After migrating nobody has more rights than they need', () => {
  test('the owner keeps neither the rights of the definer nor lets it create anything', async () => {
    await up()
    const [rights] = await withOwner(here.owner, (owner) =>
      owner.rows(`select pg_has_role(current_user, 'ihala_definer', 'usage') as definer,
        has_schema_privilege('ihala_definer', 'public', 'create') as creates,
        has_schema_privilege('ihala_app', 'public', 'create') as app_creates,
        has_database_privilege('ihala_app', current_database(), 'temp') as app_temp`),
    )
    expect(rights).toEqual({ definer: false, creates: false, app_creates: false, app_temp: false })
  })

  test('no role of Ihala passes by the policies or makes roles, and only three log in', async () => {
    await up()
    const roles = await withOwner(here.owner, (owner) =>
      owner.rows(`select rolname as name, rolcanlogin as login, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong
        from pg_roles where rolname in ('ihala_app', 'ihala_worker', 'ihala_backup', 'ihala_definer') order by 1`),
    )
    expect(roles).toEqual([
      { name: 'ihala_app', login: true, strong: false },
      { name: 'ihala_backup', login: true, strong: false },
      { name: 'ihala_definer', login: false, strong: false },
      { name: 'ihala_worker', login: true, strong: false },
    ])
  })

  test('the login role may read its ledger of migrations only where a policy says so', async () => {
    await up()
    const reading = withOwner(addressAs('ihala_app', here.owner, here.secret), (app) =>
      app.rows('select * from schema_migration'),
    )
    await expect(reading).rejects.toMatchObject({ code: '42501' })
  })
})
