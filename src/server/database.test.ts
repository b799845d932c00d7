import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../basics/refusal.ts'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { addressAs } from './roles.ts'
import { isRetryable, openDatabase, statement } from './database.ts'
import { withOwner } from './database-owner.ts'

let here: TestDatabase
beforeAll(async () => {
  here = await testDatabase()
})
afterAll(() => here.close())

const whoAmI = statement(
  'select session_user::text as login, me_kind() as kind, me_account() as account, me_roles() as roles',
)
const visitor = { kind: 'visitor' } as const

describe('A request acts as someone, only inside its transaction', () => {
  test('the policies know who asks, and nobody asks once the transaction is over', async () => {
    const account = randomUUID()
    const inside = await here.database.as(
      { kind: 'account', accountId: account, roles: ['caseworker', 'legal_adviser'] },
      (tx) => tx.row<object>(whoAmI),
    )
    expect(inside).toEqual({
      login: 'ihala_app',
      kind: 'account',
      account,
      roles: ['caseworker', 'legal_adviser'],
    })
    const single = openDatabase({ address: addressAs('ihala_app', here.owner, here.secret), poolSize: 1 })
    await single.as({ kind: 'account', accountId: account }, (tx) => tx.row(whoAmI))
    // The same connection, and no identity given.
    const after = await single.as({ kind: 'visitor' }, (tx) => tx.row<{ account: string | null }>(whoAmI))
    await single.close()
    expect(after?.account).toBeNull()
  })

  test('a query outside a transaction sees no row at all', async () => {
    await withOwner(here.owner, (owner) =>
      owner.transaction(
        () =>
          owner.rows(
            `insert into organisation (id, code, family, names, state, invented) values ($1, 'X1', 'state', '{}', 'active', true)`,
            [randomUUID()],
          ),
        'loader',
      ),
    )
    const count = 'select count(*)::int as n from organisation'
    const bare = await withOwner(addressAs('ihala_app', here.owner, here.secret), (session) =>
      session.rows(count),
    )
    expect(bare).toEqual([{ n: 0 }])
    const owner = await withOwner(here.owner, (session) => session.rows(count))
    expect(owner).toEqual([{ n: 0 }])
    const asVisitor = await here.database.as(visitor, (tx) => tx.rows(statement(count)))
    expect(asVisitor).toEqual([{ n: 1 }])
  })

  test('the login role can become neither the owner nor a superuser', async () => {
    for (const attempt of [
      'set session authorization ihala_owner',
      'set role ihala_owner',
      'set role ihala_definer',
      'set role postgres',
    ])
      await expect(here.database.as(visitor, (tx) => tx.run(statement(attempt)))).rejects.toMatchObject({
        code: '42501',
      })
  })

  test('an unknown session is refused whatever the work did meanwhile', async () => {
    const unknown = Buffer.alloc(32)
    await expect(here.database.asSession(unknown, (tx) => tx.rows(whoAmI))).rejects.toMatchObject({
      code: 'session.required',
    })
    await expect(
      here.database.asSession(unknown, (tx) => tx.run(statement('delete from case_file'))),
    ).rejects.toMatchObject({ code: 'session.required' })
    await expect(here.database.read(unknown, (tx) => tx.rows(whoAmI))).rejects.toMatchObject({
      code: 'session.required',
    })
  })
})

describe('A session says who asks', () => {
  const organisation = randomUUID()
  const account = randomUUID()
  const site = randomUUID()
  const token = createHash('sha256').update('a token of Amina').digest()
  beforeAll(() =>
    withOwner(here.owner, (owner) =>
      owner.transaction(async () => {
        await owner.rows(
          `insert into organisation (id, code, family, names, state, invented) values ($1, 'M1', 'state', '{}', 'active', true)`,
          [organisation],
        )
        await owner.rows(`insert into place (code, level, names) values ('IQ-T', 1, '{}')`)
        await owner.rows(
          `insert into site (id, organisation_id, names, place_code, code_prefix) values ($1, $2, '{}', 'IQ-T', 'T')`,
          [site, organisation],
        )
        await owner.rows(
          `insert into account (id, organisation_id, login, display_name, invented) values ($1, $2, 'amina', 'Amina', true)`,
          [account, organisation],
        )
        await owner.rows(
          `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'caseworker', $3)`,
          [account, organisation, site],
        )
        await owner.rows(
          `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 day')`,
          [randomUUID(), token, account],
        )
      }, 'loader'),
    ),
  )

  test('Amina is known with her roles and sites along with the first answers', async () => {
    const amina = {
      kind: 'account',
      accountId: account,
      organisationId: organisation,
      displayName: 'Amina',
      roles: ['caseworker'],
      sites: [site],
      supervisedSites: [],
      mustChangePassword: false,
    }
    const [who, row] = await here.database.asSession(token, (tx, identity) =>
      Promise.all([identity, tx.row(whoAmI)]),
    )
    expect(who).toMatchObject(amina)
    expect(row).toMatchObject({ kind: 'account', account, roles: ['caseworker'] })
    const read = await here.database.read(token, (tx) => tx.row(whoAmI))
    expect(read).toMatchObject({ who: amina, result: { kind: 'account', account } })
  })

  test('a read that asks for more after its first questions is told so', async () => {
    const late = here.database.read(token, async (tx) => {
      await tx.row(whoAmI)
      return tx.row(whoAmI)
    })
    await expect(late).rejects.toThrow('its COMMIT has been sent')
  })

  test('behind a pooler, without named statements, it is the same', async () => {
    const pooled = openDatabase({
      address: addressAs('ihala_app', here.owner, here.secret),
      poolSize: 1,
      pooler: true,
    })
    expect(await pooled.read(token, (tx) => tx.row(whoAmI))).toMatchObject({ result: { account } })
    const [row] = await pooled.as(visitor, (tx) =>
      tx.rows(
        statement(
          `select current_setting('statement_timeout') as limit, current_setting('timezone') as zone`,
        ),
      ),
    )
    expect(row).toEqual({ limit: '10s', zone: 'UTC' })
    await pooled.close()
  })
})

describe('What is reported as saved is saved', () => {
  test('a swallowed error of SQL is reported at commit', async () => {
    const work = here.database.as(visitor, async (tx) => {
      await tx.run(statement('select 1/0')).catch(() => {})
      return 'saved'
    })
    await expect(work).rejects.toThrow('rolled back')
  })

  test('a write that nobody waited for fails the transaction', async () => {
    const work = here.database.as(visitor, async (tx) => {
      void tx.run(statement('select 1/0'))
      return 'saved'
    })
    await expect(work).rejects.toThrow('rolled back')
  })

  test('the connection is good again after a failure', async () => {
    const single = openDatabase({ address: addressAs('ihala_app', here.owner, here.secret), poolSize: 1 })
    await expect(single.as(visitor, (tx) => tx.run(statement('select 1/0')))).rejects.toMatchObject({
      code: '22012',
    })
    expect(await single.as(visitor, (tx) => tx.row(statement('select 1 as one')))).toEqual({ one: 1 })
    await single.close()
  })

  test('a deadlock may be tried again, a division by zero may not', async () => {
    expect(
      isRetryable(new Error('rolled back', { cause: Object.assign(new Error(), { code: '40P01' }) })),
    ).toBe(true)
    expect(isRetryable(Object.assign(new Error(), { code: '22012' }))).toBe(false)
  })
})

describe('Values travel as JSON needs them', () => {
  test('days, instants, whole numbers and lists of them', async () => {
    const row = await here.database.as(visitor, (tx) =>
      tx.row(
        statement(`select date '2026-11-22' as day, timestamptz '2026-11-22 09:12:00+03' as at, 5::bigint as n, 1.5::numeric as x,
          timestamptz '2026-11-22 09:12:00.123456Z' as precise, array[date '2026-01-01'] as days, array[5::bigint] as ns,
          array[timestamptz '2026-11-22 09:12Z'] as times, '{"a":1}'::jsonb as j, null::timestamptz as nothing, array['a']::text[] as words`),
      ),
    )
    expect(row).toEqual({
      day: '2026-11-22',
      at: '2026-11-22T06:12:00.000Z',
      n: 5,
      x: 1.5,
      precise: '2026-11-22T09:12:00.123Z',
      days: ['2026-01-01'],
      ns: [5],
      times: ['2026-11-22T09:12:00.000Z'],
      j: { a: 1 },
      nothing: null,
      words: ['a'],
    })
  })
})

describe('A lost client or a lost database holds nobody up', () => {
  test('a client that hangs up gives its connection back within a second', async () => {
    const single = openDatabase({ address: addressAs('ihala_app', here.owner, here.secret), poolSize: 1 })
    const hangUp = new AbortController()
    const slow = single.as(visitor, (tx) => tx.run(statement('select pg_sleep(8)')), {
      signal: hangUp.signal,
    })
    slow.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 100))
    const began = Date.now()
    hangUp.abort()
    expect(await single.as(visitor, (tx) => tx.row(statement('select 1 as one')))).toEqual({ one: 1 })
    expect(Date.now() - began).toBeLessThan(1000)
    await expect(slow).rejects.toBeInstanceOf(Refusal)
    await single.close()
  })

  test('a connection that the database ends is a refusal for now, and the next request goes through', async () => {
    const single = openDatabase({ address: addressAs('ihala_app', here.owner, here.secret), poolSize: 1 })
    const cut = single.as(visitor, async (tx) => {
      const pid = await tx.row<{ pid: number }>(statement('select pg_backend_pid() as pid'))
      await withOwner(here.admin, (admin) => admin.rows('select pg_terminate_backend($1)', [pid?.pid]))
      return tx.row(whoAmI)
    })
    await expect(cut).rejects.toMatchObject({ code: 'server.unavailable', status: 503 })
    expect(await single.as(visitor, (tx) => tx.row(statement('select 1 as one')))).toEqual({ one: 1 })
    await single.close()
  })

  test('no server at all is a refusal, not a crash', async () => {
    const nowhere = openDatabase({ address: { ...here.owner, host: '/nowhere' }, poolSize: 1 })
    await expect(nowhere.as(visitor, (tx) => tx.rows(whoAmI))).rejects.toMatchObject({
      code: 'server.unavailable',
    })
    await nowhere.close()
  })
})
