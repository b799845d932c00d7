import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ActingAs } from '../../src/server/database.ts'
import { actingAs, askByHand } from '../permissions/by-hand.ts'
import { roles } from '../../src/permissions/roles.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { testId } from '../support/house.ts'

/** The functions that devices come in by, called by hand as people who have nothing to do with the device. */
let here: Cast
let amina: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
})
afterAll(() => here?.close())

const asked = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  askByHand(here.house, identity, sql, params)
const strangers = (): { name: string; identity: ActingAs }[] => [
  { name: 'visitor', identity: { kind: 'visitor' } },
  { name: 'person', identity: { kind: 'person' } },
  { name: 'link to nothing', identity: { kind: 'link' } },
  ...roles
    .map((role) => here.of(role, 'olive'))
    .map((player) => ({ name: player.name, identity: actingAs(player) })),
]

it('nobody takes the turn of another’s phone, signs on as it, or settles what it wrote', async () => {
  const [deviceId, heldId] = [testId(), testId()]
  await here.behind(
    `insert into device (id, account_id, organisation_id, site_id, name, kind, token_hash, enrolled_at)
    select $1, id, organisation_id, $3, 'Invented', 'phone', '\\x01', now() from account where id = $2`,
    [deviceId, amina.accountId, amina.siteId],
  )
  await here.behind(
    `insert into held_command (id, organisation_id, site_id, account_id, device_id, n, name, group_id, reason, version, written_at, master, ciphertext)
    select $1, organisation_id, site_id, account_id, id, 1, 'note.add', $1, 'case.not_found', 1, now(), '', '' from device where id = $2`,
    [heldId, deviceId],
  )
  for (const { name, identity } of strangers()) {
    const [row] = await asked<Record<string, unknown>>(
      identity,
      `select (take_turn($1, 1, '{}', 0, 0)).verdict as turn, (sign_on_device($1, '\\x02')).session_id as signed_on,
        settle_held($2, 'note.add', $2) as done, set_aside_held($2, 'because') as aside,
        hold_command($2, $1, 2, 'note.add', null, null, '{}', '{}', 'x', '{}', null, 1, now(), '', '', '', false, now(), now()) as kept,
        ask_longer($1, now() + interval '1 day') as asked, allow_longer($1, now() + interval '1 day') as allowed, end_longer($1) as ended,
        (select count(*)::int from held_command) as seen`,
      [deviceId, heldId],
    )
    expect(row, name).toEqual({
      turn: 'unknown',
      signed_on: null,
      done: false,
      aside: false,
      kept: null,
      asked: false,
      allowed: false,
      ended: false,
      seen: 0,
    })
    // its clock is the worker's alone
    await expect(asked(identity, 'select sweep_held(now())'), name).rejects.toThrow(/permission denied/)
  }
  // a colleague at the same desk neither; its author and who supervises the office do
  const mayAside = async (player: Player): Promise<unknown> =>
    (
      await asked<{ aside: boolean }>(actingAs(player), `select set_aside_held($1, 'because') as aside`, [
        heldId,
      ])
    )[0]?.aside
  expect(await mayAside(here.of('intake_worker', 'mosul'))).toBe(false)
  expect(await mayAside(here.of('case_supervisor', 'mosul'))).toBe(true)
  expect(await mayAside(amina)).toBe(true)
  // with its own token the phone signs on, but only where nobody is yet
  const token = (identity: ActingAs) =>
    asked<{ account: string | null }>(
      identity,
      `select (sign_on_device($1, '\\x01')).account_id as account`,
      [deviceId],
    )
  expect(await token({ kind: 'visitor' })).toEqual([{ account: amina.accountId }])
  expect(await token(actingAs(here.of('caseworker', 'olive')))).toEqual([{ account: null }])
})
