import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceItem, HeldAnswer, TeamAnswer } from '../../src/records/answers.ts'
import { sweepDecisions } from '../../src/sync/decision-sweep.job.ts'
import type { LeaseAnswer } from '../../src/sync/protocol.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** What waits on devices has a clock and an owner, and how long a copy opens is somebody's word. */
let here: TestHouse
let amina: Phone
let baran: Client

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  baran = await here.signIn('baran')
})
afterAll(() => here?.close())

const sweep = (at: string): Promise<void> =>
  here.db.worker.as({ kind: 'worker' }, (tx) => sweepDecisions(tx, at))
const told = (kind: string): Promise<unknown[]> =>
  behind(here, 'select account_id, site_id, level from alert where kind = $1', [kind])
const after = (at: string): string => new Date(Date.parse(at) + 1000).toISOString()

describe('a command that could not be done', () => {
  it('has working days by the calendar of its office: Amina is told again after one, Baran after two, each once', async () => {
    // a Thursday at noon in Mosul: Friday and Saturday are no working days
    here.at('2026-12-03T09:00:00.000Z')
    const { outcome } = await amina.act('note.add', {
      noteId: testId(),
      caseId: testId(),
      kind: 'contact',
      text: 'of a case nobody has',
    })
    here.at(null)
    expect(outcome).toBe('quarantined')
    const [held] = (await amina.client.get<HeldAnswer>('/api/held?scope=mine')).body.items
    expect(held?.dueAt).toBe('2026-12-07T09:00:00.000Z')

    await sweep('2026-12-05T09:00:00.000Z')
    expect(await told('sync.held_waits')).toEqual([])
    for (let twice = 0; twice < 2; twice++) await sweep('2026-12-06T09:00:01.000Z')
    expect(await told('sync.held_waits')).toEqual([
      { account_id: world.accounts.amina, site_id: null, level: 50 },
    ])
    expect(await told('sync.held_late')).toEqual([])
    for (let twice = 0; twice < 2; twice++) await sweep(after(held?.dueAt ?? ''))
    expect(await told('sync.held_late')).toEqual([
      { account_id: null, site_id: world.sites.mosul, level: 100 },
    ])
  })

  it('stands late on the page of the supervisor, until somebody settles it', async () => {
    const [held] = (await amina.client.get<HeldAnswer>('/api/held?scope=mine')).body.items
    const waiting = async () => (await baran.get<TeamAnswer>('/api/team')).body.fromDevices
    expect(await waiting()).toEqual({ waiting: 1, late: 0 })
    here.at(after(held?.dueAt ?? ''))
    expect(await waiting()).toEqual({ waiting: 1, late: 1 })
    here.at(null)
    await baran.done('held.set_aside', { heldId: held?.id, reason: 'There is no such case' })
    expect(await waiting()).toEqual({ waiting: 0, late: 0 })
    await sweep('2030-01-01T09:00:00.000Z')
    expect(await told('sync.held_late')).toHaveLength(1)
  })

  it('that would be protected is nobody’s but Amina’s: the late word goes to her alone', async () => {
    await amina.act('vault.add_note', { vaultId: testId(), entryId: testId(), text: 'hers alone' })
    const [held] = (await amina.client.get<HeldAnswer>('/api/held?scope=mine')).body.items
    await sweep(after(held?.dueAt ?? ''))
    expect(await told('sync.held_late')).toContainEqual({
      account_id: world.accounts.amina,
      site_id: null,
      level: 100,
    })
    expect((await baran.get<TeamAnswer>('/api/team')).body.fromDevices.waiting).toBe(0)
  })
})

describe('a longer lease, for the field', () => {
  const hours = (until: string | null | undefined): number =>
    (Date.parse(until ?? '') - Date.now()) / 3_600_000
  const lease = async (): Promise<number> =>
    hours((await amina.client.get<LeaseAnswer>(`/sync/lease?device=${amina.id}`)).body.leaseUntil)
  const pulled = async (): Promise<number> => {
    const counters = { made: 0, acknowledged: 0, parked: 0 }
    const { body } = await amina.client.post<{ leaseUntil: string }>('/sync/pull', {
      device: amina.id,
      cookie: null,
      epoch: null,
      version: 1,
      counters,
    })
    return hours(body.leaseUntil)
  }
  const line = async (client: Client, path: string): Promise<DeviceItem | undefined> =>
    (await client.get<{ items: DeviceItem[] }>(path)).body.items.find(({ id }) => id === amina.id)
  const alerts = async (client: Client): Promise<string[]> =>
    (await client.get<{ items: { kind: string }[] }>('/api/alerts')).body.items.map(({ kind }) => kind)

  it('is asked for by Amina, allowed by Baran, seen with its end by both, and taken back by either', async () => {
    await openCase(amina.client)
    expect(await pulled()).toBeLessThan(73)
    await amina.client.done('device.ask_longer', { deviceId: amina.id, days: 14 })
    expect(await lease()).toBeLessThan(73)
    expect(await alerts(baran)).toContain('device.longer_asked')
    const asked = await line(baran, '/api/devices/office')
    expect(hours(asked?.longerAskedUntil)).toBeGreaterThan(335)
    expect(asked?.mayAllowLonger).toBe(true)

    await baran.done('device.allow_longer', { deviceId: amina.id, days: 10 })
    for (const until of [await lease(), await pulled()]) {
      expect(until).toBeGreaterThan(239)
      expect(until).toBeLessThan(241)
    }
    expect(await alerts(amina.client)).toContain('device.longer_allowed')
    for (const seen of [await line(amina.client, '/api/devices'), await line(baran, '/api/devices/office')]) {
      expect(seen).toMatchObject({ longerAskedUntil: null, longerByName: 'Baran' })
      expect(hours(seen?.longerUntil)).toBeGreaterThan(239)
    }
    await baran.done('device.end_longer', { deviceId: amina.id })
    expect(await pulled()).toBeLessThan(73)
    expect(await alerts(amina.client)).toContain('device.longer_ended')
    expect((await amina.client.act('device.end_longer', { deviceId: amina.id })).refusal?.code).toBe(
      'device.not_found',
    )
    expect(
      (
        await behind<{ act: string }>(
          here,
          `select act from audit_line where act like 'device.%_longer' and outcome = 'applied' order by at`,
        )
      ).map(({ act }) => act),
    ).toEqual(['device.ask_longer', 'device.allow_longer', 'device.end_longer'])
  })

  it('is nobody’s own to allow, not for another office, and for more than fourteen days not at all', async () => {
    const refused = async (client: Client, name: string, deviceId: string, days: number) =>
      (await client.act(name, { deviceId, days })).refusal?.code
    const baransOwn = await phoneOf(here, 'baran')
    expect(await refused(baran, 'device.allow_longer', baransOwn.id, 3)).toBe('device.not_found')
    expect(await refused(amina.client, 'device.allow_longer', amina.id, 3)).toBe('permission.missing')
    const younis = await phoneOf(here, 'younis', 'hamdaniya')
    expect(await refused(baran, 'device.allow_longer', younis.id, 3)).toBe('device.not_found')
    expect(await refused(amina.client, 'device.ask_longer', younis.id, 3)).toBe('device.not_found')
    expect(await refused(baran, 'device.allow_longer', amina.id, 15)).toBe('input.invalid')
  })
})
