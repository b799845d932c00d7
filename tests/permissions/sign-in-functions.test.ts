import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../../src/permissions/roles.ts'
import { hashToken } from '../../src/server/circumstances.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { testId, world } from '../support/house.ts'
import { actingAs } from './by-hand.ts'
import { type Cast, cast } from './cast.ts'
import { scene } from './scenes.ts'

/** The doors of sign-in, called by hand by people they are not for. Amina has a session, a factor and a ticket. */
let here: Cast
const hers = { session: testId(), factor: testId(), ticket: randomBytes(32), register: randomBytes(32) }
beforeAll(async () => {
  here = await cast()
  await here.behind(
    `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 hour')`,
    [hers.session, randomBytes(32), world.accounts.amina],
  )
  await here.behind(
    `insert into sign_in_factor (id, account_id, kind, sealed, confirmed_at) values ($1, $2, 'totp', '\\x00', now())`,
    [hers.factor, world.accounts.amina],
  )
  for (const [hash, purpose] of [
    [hers.ticket, 'second_factor'],
    [hers.register, 'register'],
  ] as const)
    await here.behind(
      `insert into sign_in_ticket (hash, purpose, account_id, session_id, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
      [hash, purpose, world.accounts.amina, hers.session],
    )
  await here.behind(
    `insert into office_code (id, account_id, organisation_id, code_hash, issued_by, expires_at) values ($1, $2, $3, $4, $5, now() + interval '1 hour')`,
    [testId(), world.accounts.amina, world.organisations.ministry, hashToken('x'), world.accounts.rozh],
  )
  await here.behind(
    `insert into identity_link (id, account_id, provider, subject_hash) values ($1, $2, 'ministry', '\\x01')`,
    [testId(), world.accounts.amina],
  )
})
afterAll(() => here?.close())

const ask = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  here.house.db.database.as(identity, (tx) => tx.rows<T>(statement(sql), params))
const accounts = (): { name: string; identity: ActingAs }[] =>
  (['olive', 'mosul'] as const).flatMap((post) =>
    roles
      .map((role) => here.of(role, post))
      .map((player) => ({ name: player.name, identity: actingAs(player) })),
  )
const withoutAccount: readonly ActingAs[] = [{ kind: 'visitor' }, { kind: 'person' }, { kind: 'link' }]
const everybody = (): { name: string; identity: ActingAs }[] => [
  ...withoutAccount.map((identity) => ({ name: identity.kind, identity })),
  ...accounts(),
]

describe('nobody gets by hand', () => {
  it('a session without a proof: not a visitor by naming an account, nor anybody by a ticket that was not proved', async () => {
    const begin = `select * from begin_session($1, $2, null, '\\x00', '\\x00', 60, 60, 60, '{}', '\\x00')`
    for (const identity of withoutAccount)
      await expect(ask(identity, begin, [testId(), randomBytes(32)])).rejects.toMatchObject({ code: '42501' })
    for (const { name, identity } of everybody())
      expect(
        await ask(identity, `select finish_session($1, $2, $3, null, '\\x00', '\\x00', 60, 60, 60) as done`, [
          hers.ticket,
          testId(),
          randomBytes(32),
        ]),
        name,
      ).toEqual([{ done: false }])
    await expect(
      ask({ kind: 'visitor' }, `select start_session($1, $2, '\\x00', 'browser', null, 60, 60)`, [
        testId(),
        testId(),
      ]),
    ).rejects.toMatchObject({ code: '42883' })
  })

  it('what stands behind Amina’s ticket, or a try under it, as another account', async () => {
    for (const { name, identity } of accounts()) {
      expect(await ask(identity, 'select * from read_ticket($1)', [hers.ticket]), name).toEqual([])
      expect(await ask(identity, 'select * from factors_of_ticket($1)', [hers.ticket]), name).toEqual([])
      expect(
        await ask(identity, `select prove_factor($1, 'totp', $2, 99999999999, null, null) as verdict`, [
          hers.ticket,
          hers.factor,
        ]),
        name,
      ).toEqual([{ verdict: 'over' }])
      expect(await ask(identity, `select * from take_ticket($1, 'register')`, [hers.register]), name).toEqual(
        [],
      )
      expect(await ask(identity, 'select prove_session_by($1) as done', [hers.ticket]), name).toEqual([
        { done: false },
      ])
    }
    // a visitor may try under it, and uses no other kind of ticket up
    expect(
      await ask({ kind: 'visitor' }, `select * from take_ticket($1, 'register')`, [hers.register]),
    ).toEqual([])
    expect(
      await ask({ kind: 'visitor' }, `select * from take_ticket($1, 'second_factor')`, [hers.ticket]),
    ).toEqual([])
    expect(
      await here.behind('select 1 from sign_in_ticket where used_at is not null or failures > 0'),
    ).toEqual([])
  })

  it('a ticket of their own making for the second step, or in the name of her session', async () => {
    for (const { identity } of everybody())
      for (const [purpose, session] of [
        ['second_factor', null],
        ['enrol', null],
        ['reauthenticate', hers.session],
        ['register', hers.session],
        ['oidc_link', hers.session],
      ] as const)
        await expect(
          ask(identity, 'select open_ticket($1, $2, $3, null, 60)', [randomBytes(32), purpose, session]),
        ).rejects.toMatchObject({ code: '42501' })
  })

  it('her session: neither its end, nor a new token, nor a proof of who she is', async () => {
    const session = () => here.behind('select * from session where id = $1', [hers.session])
    await here.behind(`update session set reauthenticated_at = now() - interval '1 day' where id = $1`, [
      hers.session,
    ])
    const before = await session()
    for (const { name, identity } of everybody()) {
      expect(await ask(identity, 'select end_own_session($1) as done', [hers.session]), name).toEqual([
        { done: false },
      ])
      expect(
        await ask(identity, 'select renew_session($1, $2) as done', [hers.session, randomBytes(32)]),
        name,
      ).toEqual([{ done: false }])
      await ask(identity, 'select prove_session($1)', [hers.session])
    }
    expect(await session()).toEqual(before)
    await here.behind('update session set reauthenticated_at = now() where id = $1', [hers.session])
  })

  it('anything by her token once her session has locked itself, but what shows who she is', async () => {
    const token = randomBytes(32)
    const { ids } = await scene(here, here.of('caseworker', 'mosul'), 'sent')
    const officer = here.of('caseworker', 'mosul').accountId
    await here.behind(
      `insert into session (id, token_hash, account_id, idle_seconds, lock_seconds, expires_at, last_seen_at)
        values ($1, $2, $3, 3600, 600, now() + interval '1 hour', now() - interval '11 minutes')`,
      [testId(), token, officer],
    )
    const signedOn = (by: string, hash: Buffer) =>
      here.house.db.database.as({ kind: 'visitor' }, async (tx) => [
        await tx.row(statement(`select session_id is null as nobody from ${by}($1)`), [hash]),
        await tx.row(
          statement(`select me_kind() as kind, me_account() as account, me_roles() as roles, me_sites() as sites,
            (select count(*)::integer from case_file where id = $1) as cases, (select count(*)::integer from person) as people`),
          [ids.caseId],
        ),
      ])
    const visitor = { kind: 'visitor', account: null, roles: [], sites: [], cases: 0, people: 0 }
    expect(await signedOn('sign_on', token)).toEqual([{ nobody: true }, visitor])
    expect(await signedOn('sign_on_to_prove', randomBytes(32))).toEqual([{ nobody: true }, visitor])
    const [found, identity] = await signedOn('sign_on_to_prove', token)
    expect(found).toEqual({ nobody: false })
    // an account without role or office; which routes take it, tests/sign-in/left-alone says
    expect(identity).toMatchObject({ kind: 'account', account: officer, roles: [], sites: [] })
  })

  it('a session by naming a passkey: only a visitor asks, under a ticket of its own kind', async () => {
    const [passkey, ticket] = [testId(), randomBytes(32)]
    await here.behind(
      `insert into sign_in_factor (id, account_id, kind, credential_id, public_key, rp_id, confirmed_at) values ($1, $2, 'passkey', 'hers', '\\x00', 'localhost', now())`,
      [passkey, world.accounts.amina],
    )
    await here.behind(
      `insert into sign_in_ticket (hash, purpose, expires_at) values ($1, 'passkey', now() + interval '1 hour')`,
      [ticket],
    )
    const find = `select * from passkey_of_ticket($1, 'hers', 'localhost')`
    const prove = 'select prove_passkey($1, $2, 9) as verdict'
    for (const { name, identity } of everybody().filter(({ identity }) => identity.kind !== 'visitor')) {
      expect(await ask(identity, find, [ticket]), name).toEqual([])
      expect(await ask(identity, prove, [ticket, passkey]), name).toEqual([{ verdict: 'over' }])
      await expect(
        ask(identity, `select open_ticket($1, 'passkey', null, null, 60)`, [randomBytes(32)]),
      ).rejects.toMatchObject({ code: '42501' })
    }
    const visitor: ActingAs = { kind: 'visitor' }
    expect(await ask(visitor, find, [hers.ticket])).toEqual([])
    expect(await ask(visitor, prove, [hers.ticket, passkey])).toEqual([{ verdict: 'over' }])
    expect(await ask(visitor, `select * from passkey_of_ticket($1, 'hers', 'ihala.evil')`, [ticket])).toEqual(
      [],
    )
    // another kind of factor is no passkey, and a proof opens nothing in a later transaction
    expect(await ask(visitor, prove, [ticket, hers.factor])).toEqual([{ verdict: 'wrong' }])
    expect(await ask(visitor, prove, [ticket, passkey])).toEqual([{ verdict: 'right' }])
    expect(
      await ask(visitor, `select finish_session($1, $2, $3, null, '\\x00', '\\x00', 60, 60, 60) as done`, [
        ticket,
        testId(),
        randomBytes(32),
      ]),
    ).toEqual([{ done: false }])
    await here.behind('delete from sign_in_factor where id = $1', [passkey])
  })

  it('her known devices: nobody else is shown them, forgets one or cuts her list', async () => {
    const [device] = await here.behind<{ id: string }>(
      `insert into known_device (account_id, token_hash, last_at) values ($1, $2, now() - interval '170 days') returning id`,
      [world.accounts.amina, randomBytes(32)],
    )
    for (const { name, identity } of everybody()) {
      expect(await ask(identity, `select * from own_devices('\\x00')`), name).toEqual([])
      expect(await ask(identity, `select forget_device($1, '\\x00') as done`, [device?.id]), name).toEqual([
        { done: false },
      ])
      await ask(identity, 'select forget_old_devices(1, 0)')
    }
    expect(await here.behind('select id from known_device')).toEqual([device])
  })

  it('her factors, by naming her session: none is added, confirmed, taken away or shown', async () => {
    for (const { name, identity } of everybody()) {
      for (const sql of [
        `select begin_factor($1, null, gen_random_uuid(), 'totp', '\\x00', '{}') as done`,
        `select confirm_factor($1, null, 'totp', 1, null) as done`,
        `select add_passkey($1, null, gen_random_uuid(), 'x', '\\x00', 0, '{}', 'localhost', null) as done`,
        `select link_identity($1, gen_random_uuid(), 'ministry', '\\x02', 'MOMD') as done`,
        `select unlink_identity($1, 'ministry') as done`,
      ])
        expect(await ask(identity, sql, [hers.session]), `${name} ${sql}`).toEqual([{ done: false }])
      expect(
        await ask(identity, `select remove_factor($1, $2, '{}') as verdict`, [hers.session, hers.factor]),
        name,
      ).toEqual([{ verdict: 'not_fresh' }])
      expect(await ask(identity, 'select * from begun_secret($1, null)', [hers.session]), name).toEqual([])
      expect(await ask(identity, 'select * from own_factors()'), name).toEqual([])
      expect(await ask(identity, 'select * from own_passkeys()'), name).toEqual([])
      expect(await ask(identity, 'select * from own_identities()'), name).toEqual([])
    }
    expect(await here.behind('select id from sign_in_factor')).toEqual([{ id: hers.factor }])
  })

  it('whether she has factors, but those who administer or supervise her office', async () => {
    const seeing: string[] = []
    for (const { name, identity } of everybody()) {
      const rows = await ask<{ account_id: string }>(identity, 'select account_id from safety_of_staff()')
      if (rows.some(({ account_id }) => account_id === world.accounts.amina)) seeing.push(name)
    }
    expect(seeing).toEqual(
      ['case_supervisor', 'branch_manager', 'system_admin'].map(
        (role) => here.of(role as never, 'mosul').name,
      ),
    )
  })

  it('a code for her password or her factors taken away, but those who may', async () => {
    const resetId = testId()
    await here.behind(
      `insert into factor_reset (id, account_id, organisation_id, asked_by, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
      [resetId, world.accounts.amina, world.organisations.ministry, world.accounts.rozh],
    )
    for (const { name, identity } of [...everybody()].filter(
      ({ identity }) => identity.organisationId !== world.organisations.ministry,
    )) {
      expect(
        await ask(identity, `select issue_office_code(gen_random_uuid(), $1, '\\x03') as done`, [
          world.accounts.amina,
        ]),
        name,
      ).toEqual([{ done: false }])
      expect(
        await ask(identity, 'select ask_factor_reset(gen_random_uuid(), $1) as done', [world.accounts.amina]),
        name,
      ).toEqual([{ done: false }])
      expect(await ask(identity, 'select approve_factor_reset($1) as done', [resetId]), name).toEqual([
        { done: false },
      ])
      expect(await ask(identity, 'select * from open_factor_resets()'), name).toEqual([])
    }
    for (const role of roles.filter(
      (one) => !['system_admin', 'case_supervisor', 'branch_manager'].includes(one),
    )) {
      const identity = actingAs(here.of(role, 'mosul'))
      expect(
        await ask(identity, `select issue_office_code(gen_random_uuid(), $1, '\\x03') as done`, [
          world.accounts.amina,
        ]),
        role,
      ).toEqual([{ done: false }])
      expect(await ask(identity, 'select approve_factor_reset($1) as done', [resetId]), role).toEqual([
        { done: false },
      ])
      expect(await ask(identity, `select set_factor_roles('caseworker') as done`), role).toEqual([
        { done: false },
      ])
    }
    for (const { name, identity } of accounts()) {
      expect(
        await ask(identity, `select * from office_code_of('amina', $1)`, [hashToken('x')]),
        name,
      ).toEqual([])
      expect(
        await ask(identity, `select use_office_code('amina', $1, 'hash') as done`, [hashToken('x')]),
        name,
      ).toEqual([{ done: false }])
      expect(
        await ask(identity, `select * from account_of_identity('ministry', '\\x01', 'MOMD')`),
        name,
      ).toEqual([])
      expect(await ask(identity, `select knows_device('amina', '\\x00') as known`), name).toEqual([
        { known: false },
      ])
    }
    // the right code of another login, and the right subject for another organisation
    expect(
      await ask({ kind: 'visitor' }, `select * from office_code_of('sana', $1)`, [hashToken('x')]),
    ).toEqual([])
    expect(
      await ask({ kind: 'visitor' }, `select * from account_of_identity('ministry', '\\x01', 'BRG')`),
    ).toEqual([])
  })

  it('the inner functions', async () => {
    for (const sql of [
      `select account_may_sign_in($1)`,
      `select account_needs_factor($1, '{}')`,
      `select tell_of_shared_login($1, null, null, null)`,
      `select tell_about_account('x', $1, null)`,
      `select open_session($1, $1, '\\x00', 'x', null, '\\x00', '\\x00', 60, 60, 60)`,
      `select may_change_factors($1, null)`,
    ])
      for (const identity of [...withoutAccount, actingAs(here.of('system_admin', 'mosul'))])
        await expect(ask(identity, sql, [world.accounts.amina]), sql).rejects.toMatchObject({ code: '42501' })
  })
})

it('throttle counters only grow by asking, and are given back by whoever the app says was right', async () => {
  const key = randomBytes(32)
  const take = () =>
    ask<{ seconds: number }>(
      { kind: 'visitor' },
      `select throttle_take(array[$1::bytea], '{2}', '{60}') as seconds`,
      [key],
    )
  expect(await take()).toEqual([{ seconds: 0 }])
  expect(await take()).toEqual([{ seconds: 0 }])
  expect((await take())[0]?.seconds).toBeGreaterThan(0)
  await ask({ kind: 'visitor' }, `select throttle_right('{}', array[$1::bytea])`, [key])
  expect(
    await here.behind('select failures, blocked_until from sign_in_throttle where key_hash = $1', [key]),
  ).toEqual([{ failures: 1, blocked_until: null }])
  await ask({ kind: 'visitor' }, `select throttle_right(array[$1::bytea], '{}')`, [key])
  expect(await here.behind('select 1 from sign_in_throttle where key_hash = $1', [key])).toEqual([])
})
