import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statement } from '../../src/server/database.ts'
import { actingAs, askByHand, strangersTo } from './by-hand.ts'
import type { ActingAs } from '../../src/server/database.ts'
import { roles } from '../../src/permissions/roles.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { type Scene, scene } from './scenes.ts'

/**
 * The functions that run with other rights, called by hand as each identity: what the app could be tricked into asking.
 * The app itself is trusted to say who asks (it alone signs sessions on); these doors must not give that somebody more.
 */
let here: Cast
let amina: Player
let sent: Scene
const phoneId = testId()
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
  sent = await scene(here, amina, 'sent')
  await here.behind(
    `insert into device (id, account_id, organisation_id, site_id, name, kind, token_hash, enrolled_at) values ($1, $2, $3, $4, 'Invented', 'phone', '\\x0d', now())`,
    [phoneId, amina.accountId, amina.organisationId, amina.siteId],
  )
  await here.behind(
    `insert into device_record (device_id, cookie, epoch, cases, revs, scopes) values ($1, '\\x02', 1, array[$2::uuid], array[4294967296], array[2])`,
    [phoneId, sent.ids.caseId],
  )
})
afterAll(() => here?.close())

const asked = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  askByHand(here.house, identity, sql, params)
const strangers = () => strangersTo(here)

it('every function that runs with other rights is named here, so that a new one is thought about', async () => {
  const found = await here.behind<{ name: string }>(
    `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef order by 1`,
  )
  expect(found.map(({ name }) => name)).toEqual([
    'account_access_follows_delegation',
    'account_access_follows_kind',
    'account_access_follows_role',
    'account_access_follows_site',
    'account_may_sign_in',
    'account_needs_factor',
    'account_of_identity',
    'add_passkey',
    'add_to_team',
    'allow_longer',
    'answer_directory_link',
    'apply_as_provider',
    'apply_retention',
    'approve_factor_reset',
    'ask_factor_reset',
    'ask_longer',
    'audit_heads',
    'audit_track',
    'begin_factor',
    'begin_session',
    'begun_secret',
    'belongs_to_vault',
    'caseload_of_organisation',
    'cases_of_leaver',
    'complain',
    'complaint_is_heard',
    'conference_case_closed',
    'conference_consent_withdrawn',
    'conference_ended',
    'conference_invited',
    'conference_joined',
    'conference_minutes_answered',
    'conference_minutes_laid',
    'confidential_site_hides_offers',
    'confirm_factor',
    'convenes',
    'delegations_end_with_account',
    'destroy_case_key',
    'device_of_token',
    'end_longer',
    'end_own_session',
    'end_session',
    'end_sessions_of',
    'erase_case',
    'factor_rule',
    'factors_of_ticket',
    'file_bytes_go',
    'finish_session',
    'follow_application',
    'follow_complaint',
    'forget_arriving',
    'forget_device',
    'forget_old_devices',
    'forget_uploads',
    'forget_vault_files',
    'growth_facts',
    'guard_conference_seat',
    'guard_minutes_answer',
    'hand_over_case',
    'hand_over_vaults',
    'held_by_device',
    'hold_command',
    'in_team',
    'issue_office_code',
    'join_vault',
    'keep_case_key',
    'keep_directory_history',
    'keep_offline',
    'keep_organisation_key',
    'keep_pull',
    'keep_rotated_keys',
    'keeps_information',
    'keys_to_rotate',
    'knows_device',
    'leave_vault',
    'legal_requests_by_year',
    'link_identity',
    'may_change_factors',
    'may_delegate',
    'me_certificates',
    'me_certified',
    'me_checks_offers',
    'me_holds_keys_of',
    'me_keeps_directory',
    'me_link_offer',
    'me_sits_on_committee',
    'me_supervises',
    'my_vaults',
    'note_wipe',
    'of_case_at_hand',
    'offer_holds_no_place',
    'offer_shown_follows',
    'offer_shown_follows_part',
    'offers_follow_organisation',
    'offers_for',
    'offers_that_declined',
    'office_code_of',
    'offline_vector',
    'open_directory_link',
    'open_factor_resets',
    'open_link',
    'open_session',
    'open_ticket',
    'opens_snapshot',
    'organisation_left',
    'organisations_that_hear',
    'organisations_with_old_keys',
    'override_signed',
    'overview_counts',
    'own_devices',
    'own_factors',
    'own_identities',
    'own_passkeys',
    'own_secret',
    'passkey_of_ticket',
    'place_hold',
    'propose_retention',
    'prove_factor',
    'prove_passkey',
    'prove_session',
    'prove_session_by',
    'published_figures',
    'raise_vault',
    'read_broken_glass',
    'read_case',
    'read_my_vaults',
    'read_ticket',
    'read_vaults_of',
    'reading_by_hour',
    'refresh_account_access',
    'release_consented',
    'release_offline',
    'remember_erased',
    'remember_revocation',
    'remind_desk',
    'remind_of_consents',
    'remind_of_overrides',
    'remove_factor',
    'remove_from_team',
    'renew_session',
    'require_touched_conference',
    'require_touched_person',
    'revoke_device',
    'safety_of_staff',
    'seal_audit_lines',
    'sealed_keys_of',
    'search_people',
    'secret_of',
    'sees_case',
    'sees_case_of_referral',
    'sees_conference',
    'sees_person',
    'sees_referral',
    'set_aside_held',
    'set_factor_roles',
    'set_password',
    'settle_held',
    'settle_touched',
    'sign_on',
    'sign_on_device',
    'sign_on_to_prove',
    'site_holds_no_place',
    'sits_on',
    'snapshot_consented',
    'standing_of',
    'suggest_from_public',
    'supervises_case',
    'sweep_held',
    'sweep_organisations',
    'sync_plan',
    'take_ticket',
    'take_turn',
    'team_of',
    'tell_about_account',
    'tell_desk',
    'tell_looks',
    'tell_of_shared_login',
    'tells_receiver',
    'tells_sender',
    'throttle_clear',
    'throttle_failure',
    'throttle_right',
    'throttle_take',
    'throttle_wait',
    'touch_case',
    'touch_case_of_conference',
    'touch_case_of_referral',
    'track',
    'unit_kind_of',
    'unlink_identity',
    'use_office_code',
    'vault_file_goes',
    'vault_file_removed',
    'vault_pieces_go',
    'waiting_at',
    'who_looked',
  ])
})

describe('for people of another organisation, visitors and links the doors open nothing', () => {
  it.each([
    ['read a case', 'select read_case($1) as got', () => [sent.ids.caseId]],
    ['see who looked at a case', 'select who_looked($1, null, 10) as got', () => [sent.ids.caseId]],
    ['raise a case', 'select touch_case($1) as got', () => [sent.ids.caseId]],
    [
      'raise the case behind a referral',
      'select touch_case_of_referral($1) as got',
      () => [sent.ids.referralId],
    ],
    [
      'hand a case over',
      'select nullif(hand_over_case($1, $2, $3), false) as got',
      () => [sent.ids.caseId, here.of('caseworker', 'olive').accountId, world.sites.olive],
    ],
    [
      'count the open cases of others',
      `select nullif(account_id = $1, false) as got from caseload_of_organisation()`,
      () => [amina.accountId],
    ],
    ['list the cases of somebody', 'select case_id as got from cases_of_leaver($1)', () => [amina.accountId]],
    [
      'find a person',
      `select person_id as got from search_people((select array_agg(k) from unnest(array['هدى', 'huda', 'hd']) k), null, null, null, 10)`,
      () => [],
    ],
    [
      'join a team',
      'select nullif(add_to_team($1, $2, $3), false) as got',
      () => [sent.ids.caseId, here.of('caseworker', 'olive').accountId, 'helper'],
    ],
    [
      'take somebody off a team',
      'select nullif(remove_from_team($1, $2), false) as got',
      () => [sent.ids.caseId, world.accounts.younis],
    ],
    ['know what is on a phone', 'select case_id as got from held_by_device($1)', () => [phoneId]],
    [
      'pull for a phone',
      `select verdict as got from sync_plan($1, '\\x02', null, 30) union all select verdict from sync_plan($1, null, null, 30)`,
      () => [phoneId],
    ],
    [
      'say what a phone was given',
      `select state as got from keep_pull($1, '\\x02', null, '\\x03', '[]', '{}', 1, '{}', 72)`,
      () => [phoneId],
    ],
    [
      'say what was opened on a phone',
      `select tell_looks($1::uuid, jsonb_build_array(jsonb_build_object('id', $1::text, 'caseId', $2::text, 'at', now()))) as got`,
      () => [phoneId, sent.ids.caseId],
    ],
    ['declare a phone lost', 'select nullif(revoke_device($1, null), false) as got', () => [phoneId]],
    ['say that a phone is empty', `select nullif(note_wipe($1, '\\x00'), false) as got`, () => [phoneId]],
    [
      'put a case on their phone',
      'select nullif(keep_offline($1, true), false) as got',
      () => [sent.ids.caseId],
    ],
    ['have a case on their phone', 'select case_id as got from offline_vector(30)', () => []],
    ['guess a token', `select device_id as got from device_of_token('\\x00')`, () => []],
    ['supervise a case', 'select nullif(supervises_case($1), false) as got', () => [sent.ids.caseId]],
    ['see who is on a team', 'select account_id as got from team_of($1)', () => [sent.ids.caseId]],
    ['set a password', `select nullif(set_password($1, 'x', false), false) as got`, () => [amina.accountId]],
  ] as const)('to %s', async (_what, sql, params) => {
    for (const { name, identity } of strangers()) {
      const rows = await asked<{ got: unknown }>(identity, sql, params())
      expect(
        rows.filter(({ got }) => got !== null),
        name,
      ).toEqual([])
    }
  })

  it('to end sessions of others', async () => {
    for (const { identity } of strangers())
      await here.house.db.database.as(identity, (tx) =>
        tx.rows(statement('select end_sessions_of($1, null)'), [amina.accountId]),
      )
    const [session] = await here.behind<{ id: string }>('select id from session where account_id = $1', [
      amina.accountId,
    ])
    for (const { identity } of strangers())
      await here.house.db.database.as(identity, (tx) =>
        tx.rows(statement('select end_session($1)'), [session?.id]),
      )
    expect((await amina.get('/api/me')).status).toBe(200)
  })

  it('to settle a case that is not theirs', async () => {
    const summary = async (): Promise<unknown> =>
      (
        await here.behind(
          'select next_due_at, open_needs, waiting_referrals, rev from case_file where id = $1',
          [sent.ids.caseId],
        )
      )[0]
    await here.behind('update case_file set open_needs = 77 where id = $1', [sent.ids.caseId])
    const before = await summary()
    for (const { identity } of strangers())
      for (const touch of [
        statement('select touch_case($1)'),
        statement('select touch_case_of_referral($1)'),
      ])
        await here.house.db.database.as(identity, async (tx) => {
          await tx.rows(touch, [touch.text.includes('referral') ? sent.ids.referralId : sent.ids.caseId])
          await tx.rows(statement('select settle_touched()'))
        })
    expect(await summary()).toEqual(before)
  })
})

it('an account reads no other hash, opens no link and tracks nobody', async () => {
  for (const role of roles) {
    const identity = actingAs(here.of(role, 'mosul'))
    expect(await asked(identity, `select * from secret_of('amina')`)).toEqual([])
    expect(await asked(identity, `select own_secret() as hash`)).toEqual([{ hash: null }])
    expect(await asked(identity, `select * from open_link('\\x00', '\\x00')`)).toEqual([])
    expect(
      await asked(
        identity,
        `select * from track((select code from case_file limit 1), '\\x00', '1980-01-01')`,
      ),
    ).toEqual([])
  }
})

it("a colleague of the same office who is not on the case hands nothing over and counts nobody's cases", async () => {
  for (const role of ['intake_worker', 'caseworker', 'legal_adviser', 'rgc_officer'] as const) {
    const identity = actingAs(
      role === 'caseworker' ? here.of('rgc_officer', 'mosul') : here.of(role, 'mosul'),
    )
    expect(
      await asked(identity, 'select hand_over_case($1, $2, $3) as done', [
        sent.ids.caseId,
        here.of(role, 'mosul').accountId,
        world.sites.mosul,
      ]),
    ).toEqual([{ done: false }])
    expect(await asked(identity, 'select * from caseload_of_organisation()')).toEqual([])
    expect(await asked(identity, 'select * from cases_of_leaver($1)', [amina.accountId])).toEqual([])
  }
})

it('a colleague who is not on the case puts nobody on its team, takes nobody off and does not see it', async () => {
  for (const role of ['intake_worker', 'rgc_officer', 'system_admin', 'data_protection_officer'] as const) {
    const identity = actingAs(here.of(role, 'mosul'))
    const { caseId } = sent.ids
    const self = here.of(role, 'mosul').accountId
    expect(await asked(identity, `select add_to_team($1, $2, 'helper') as done`, [caseId, self])).toEqual([
      { done: false },
    ])
    expect(
      await asked(identity, 'select remove_from_team($1, $2) as done', [caseId, world.accounts.younis]),
    ).toEqual([{ done: false }])
    expect(await asked(identity, 'select * from team_of($1)', [caseId])).toEqual([])
  }
  // nobody of another organisation joins, whoever asks
  expect(
    await asked(actingAs(amina), `select add_to_team($1, $2, 'helper') as done`, [
      sent.ids.caseId,
      here.of('caseworker', 'olive').accountId,
    ]),
  ).toEqual([{ done: false }])
})

it('the reminders of the worker are closed to the app', async () => {
  for (const call of ['remind_of_consents(now(), 14)', 'remind_of_overrides(now())'])
    await expect(asked(actingAs(amina), `select ${call}`)).rejects.toMatchObject({ code: '42501' })
})

it("somebody who says to be another organisation's writes no row there: an identity is whole or nothing", async () => {
  // the account of one organisation with the name of another is what a broken sign-on would look like
  const mixed: ActingAs = {
    ...actingAs(here.of('caseworker', 'olive')),
    organisationId: world.organisations.ministry,
    sites: [world.sites.mosul],
  }
  expect(await asked(mixed, 'select id from case_file')).toEqual([])
  expect(await asked(mixed, 'select id from person')).toEqual([])
  expect(await asked(mixed, 'select referral_id from referral_snapshot')).toEqual([])
})

it('the app forgets nobody’s uploads: that is the job’s alone', async () => {
  await expect(asked(actingAs(amina), 'select forget_uploads()')).rejects.toMatchObject({ code: '42501' })
  for (const call of [
    'file_bytes_go()',
    'forget_arriving()',
    'forget_vault_files()',
    'vault_file_removed()',
    'vault_file_goes()',
    'vault_pieces_go()',
    'conference_invited()',
    'conference_minutes_laid()',
    'guard_minutes_answer()',
    'conference_minutes_answered()',
    'organisations_with_old_keys(now())',
    'keys_to_rotate(gen_random_uuid())',
    "keep_rotated_keys(gen_random_uuid(), 1, '', '', '{}', '{}', '{}')",
  ])
    await expect(asked(actingAs(amina), `select ${call}`), call).rejects.toMatchObject({ code: '42501' })
})

it('the doors of conferences and absences open nothing to people of another organisation, visitors and links', async () => {
  const table = await scene(here, amina, 'table joined')
  const { conferenceId, seatId } = table.ids
  for (const { name, identity } of strangers()) {
    const [row] = await asked<Record<string, unknown>>(
      identity,
      `select touch_case_of_conference($1) as raised, sees_conference($1) as sees, convenes($1) as convenes, sits_on($2) as sits, release_consented($2, '{}', '{}') as releases,
        me_supervises($3) as supervises, may_delegate($3, $4, current_date, current_date) as delegates`,
      [conferenceId, seatId, amina.accountId, world.accounts.sana],
    )
    expect(row, name).toEqual({
      raised: null,
      sees: false,
      convenes: false,
      sits: false,
      releases: false,
      supervises: false,
      delegates: false,
    })
  }
  // of another organisation its kind is known to everybody who looks at the directory, and nothing else
  expect(
    await asked(actingAs(amina), 'select unit_kind_of($1) as kind', [world.organisations.bridges]),
  ).toEqual([{ kind: 'provider' }])
})

it('no account writes that somebody followed a request, nor finds a case by its code without looking after data protection', async () => {
  const [file] = await here.behind<{ code: string }>('select code from case_file where id = $1', [
    sent.ids.caseId,
  ])
  for (const role of roles) {
    const identity = actingAs(here.of(role, role === 'data_protection_officer' ? 'olive' : 'mosul'))
    expect(await asked(identity, 'select who_looked(null, $1, 10) as got', [file?.code]), role).toEqual([
      { got: null },
    ])
    await here.house.db.database.as(identity, (tx) =>
      tx.rows(statement('select audit_track($1, true)'), [file?.code]),
    )
  }
  expect(await here.behind(`select id from audit_line where act = 'read.track'`)).toEqual([])
})
