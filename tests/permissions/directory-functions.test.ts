import { afterAll, beforeAll, expect, it } from 'vitest'
import { roles } from '../../src/permissions/roles.ts'
import type { ActingAs } from '../../src/server/database.ts'
import { world } from '../support/house.ts'
import { actingAs, askByHand, strangersTo } from './by-hand.ts'
import { type Cast, cast } from './cast.ts'

/** The doors of the directory and of what the public reads, called by hand by people they are not for. */
let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())

const asked = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  askByHand(here.house, identity, sql, params)
const strangers = () => strangersTo(here)

it('nobody outside a state organisation keeps what the public reads, whatever their role', async () => {
  for (const { name, identity } of strangers())
    expect(await asked(identity, 'select keeps_information() as keeps'), name).toEqual([{ keeps: false }])
})

it('whoever does not sit on the committee keeps no directory, counts nothing of an organisation and applies for none', async () => {
  const { bridges } = world.organisations
  const ask = `select me_sits_on_committee() as keeps, (select count(*)::int from standing_of($1)) as standing, (select count(*)::int from waiting_at($1)) as waiting,
    (select count(*)::int from organisation_step) as steps, (select count(*)::int from organisation_event) as events,
    (select count(organisation_id)::int from organisation_application) as applications`
  const nothing = { keeps: false, standing: 0, waiting: 0, steps: 0, events: 0, applications: 0 }
  // the role alone is not enough: somebody at Olive Tree could be given it by their own administrator
  for (const { name, identity } of strangers())
    expect((await asked<object>(identity, ask, [bridges]))[0], name).toEqual(nothing)
  expect((await asked<object>(actingAs(here.of('caseworker', 'mosul')), ask, [bridges]))[0]).toEqual(nothing)
  const committee = actingAs(here.of('committee_member', 'mosul'))
  expect((await asked<object>(committee, ask, [bridges]))[0]).toMatchObject({ keeps: true, standing: 1 })
  for (const role of roles) {
    const identity = actingAs(here.of(role, 'mosul'))
    const counts = asked<{ n: number }>(
      identity,
      `select count(*)::int as n from growth_facts('IQG15', '{}')`,
    )
    const watches = ['committee_member', 'directorate_manager', 'ministry_analyst'].includes(role)
    expect((await counts)[0]?.n, role).toBe(watches ? 1 : 0)
    for (const call of [
      `apply_as_provider(gen_random_uuid(), '{}', 'PR-ABC-DEFG', '\\x00', null, now(), now())`,
      `follow_application('PR-ABC-DEFG', '\\x00')`,
      'sweep_organisations(now(), current_date)',
    ])
      await expect(asked(identity, `select ${call}`), `${role} ${call}`).rejects.toMatchObject({
        code: '42501',
      })
  }
  // nobody moves an organisation by hand but the committee, and the committee not its own
  const suspend = 'update organisation set state = $2 where id = $1 returning id'
  for (const role of ['system_admin', 'directory_editor', 'provider_focal_point'] as const) {
    const inside = asked(actingAs(here.of(role, 'bridges')), suspend, [bridges, 'suspended'])
    expect(await inside.catch((error: { code: string }) => error.code), role).toEqual(
      role === 'system_admin' ? [] : '42501',
    )
    expect(await asked(actingAs(here.of(role, 'olive')), suspend, [bridges, 'suspended']), role).toEqual([])
  }
  expect(await asked(committee, suspend, [world.organisations.ministry, 'paused'])).toEqual([])
  // and it reads nothing of what they do
  const reads = `select (select count(*)::int from case_file) + (select count(*)::int from referral) + (select count(*)::int from person)
    + (select count(*)::int from account where organisation_id <> $1) as n`
  expect(await asked(committee, reads, [world.organisations.ministry])).toEqual([{ n: 0 }])
})
