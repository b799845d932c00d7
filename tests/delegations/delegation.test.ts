import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DelegationsAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { scene } from '../permissions/scenes.ts'

/** Somebody is away, and a colleague of the same office works for them between two days. */
let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())

const day = (away: number): string =>
  new Date(Date.now() + 3 * 3_600_000 + away * 86_400_000).toISOString().slice(0, 10)
const load = (sql: string, params: unknown[]): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) => owner.transaction(() => owner.rows(sql, params), 'loader'))
const caseworker = (): Promise<Player> => here.join(['caseworker'], 'mosul')
const wish = (absent: Player, standIn: Player, more: object = {}) => ({
  delegationId: testId(),
  fromAccountId: absent.accountId,
  toAccountId: standIn.accountId,
  covers: ['cases'],
  fromDay: day(0),
  untilDay: day(7),
  ...more,
})
const status = async (person: Player, caseId: string): Promise<number> =>
  (await person.get(`/api/cases/${caseId}`)).status
const note = (person: Player, caseId: string) =>
  person.act('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'اتصلنا' })
/** The days of what was arranged, moved in the stored row: the database's own clock cannot be set. */
const move = (delegationId: string, from: number, until: number): Promise<unknown> =>
  load(
    'update delegation set from_day = today_in_iraq() + $2::integer, until_day = today_in_iraq() + $3::integer where id = $1',
    [delegationId, from, until],
  )
/** Days pass and nothing else happens: what was put together when it was arranged lies so many days back. */
const pass = (standIn: Player, days: number): Promise<unknown> =>
  here.behind(
    `update account_access set acting_for = (select jsonb_agg(d || jsonb_build_object('from', (d->>'from')::date - $2::integer, 'until', (d->>'until')::date - $2::integer))
      from jsonb_array_elements(acting_for) d) where account_id = $1`,
    [standIn.accountId, days],
  )
const delegations = async (person: Player): Promise<DelegationsAnswer> =>
  (await person.get('/api/delegations')).body as DelegationsAnswer

describe('whoever stands in', () => {
  it('sees and works on what the absent one leads, as themselves, and not before, not after', async () => {
    const [absent, standIn] = [await caseworker(), await caseworker()]
    const { ids } = await scene(here, absent, 'sent')
    const { caseId } = ids
    expect(await status(standIn, caseId)).toBe(404)

    const given = wish(absent, standIn, { fromDay: day(1) })
    await absent.done('delegation.make', given)
    expect(await status(standIn, caseId)).toBe(404)
    expect((await note(standIn, caseId)).refusal?.code).toBe('case.not_found')

    await move(given.delegationId, 0, 0)
    expect(await status(standIn, caseId)).toBe(200)
    expect((await standIn.get(`/api/referrals/${ids.referralId}`)).status).toBe(200)
    const listed = (await standIn.get(`/api/cases?officer=${absent.accountId}`)).body as {
      items: { id: string }[]
    }
    expect(listed.items.map(({ id }) => id)).toEqual([caseId])
    expect((await note(standIn, caseId)).outcome).toBe('applied')
    expect((await standIn.act('need.change', { needId: ids.needId, severity: 4 })).outcome).toBe('applied')
    const [line] = await here.behind<{ account_id: string }>(
      `select account_id from audit_line where act = 'note.add' and root_id = $1 order by at desc limit 1`,
      [caseId],
    )
    expect(line?.account_id).toBe(standIn.accountId)
    const [written] = await here.behind<{ author_id: string; officer_id: string }>(
      `select n.author_id, c.officer_id from note n join case_file c on c.id = n.case_id where c.id = $1 order by n.entered_at desc limit 1`,
      [caseId],
    )
    expect(written).toEqual({ author_id: standIn.accountId, officer_id: absent.accountId })
    // away or not, the case stays with whoever leads it
    expect(await status(absent, caseId)).toBe(200)

    // midnight: no job runs, nobody signs out
    await pass(standIn, 1)
    expect(await status(standIn, caseId)).toBe(404)
    expect((await note(standIn, caseId)).refusal?.code).toBe('case.not_found')
    expect((await standIn.get(`/api/referrals/${ids.referralId}`)).status).toBe(404)
  })

  it('covers the cases that come to the absent one meanwhile, and nobody else’s', async () => {
    const [absent, standIn, other] = [await caseworker(), await caseworker(), await caseworker()]
    await absent.done('delegation.make', wish(absent, standIn))
    const theirs = await scene(here, absent, 'case')
    const others = await scene(here, other, 'case')
    expect(await status(standIn, theirs.ids.caseId)).toBe(200)
    expect(await status(standIn, others.ids.caseId)).toBe(404)
  })

  it('keeps their own roles: an absent supervisor’s stand-in supervises only as a supervisor', async () => {
    const absent = await here.join(['case_supervisor'], 'mosul')
    const [officer, plain] = [await caseworker(), await caseworker()]
    const standIn = await here.join(['case_supervisor'], 'hamdaniya')
    const { ids } = await scene(here, officer, 'closing asked')
    const supervision = { covers: ['supervision'] }
    expect((await absent.act('delegation.make', wish(absent, plain, supervision))).refusal?.code).toBe(
      'delegation.not_for_role',
    )
    expect(await status(standIn, ids.caseId)).toBe(404)
    const given = wish(absent, standIn, supervision)
    await absent.done('delegation.make', given)
    expect(await status(standIn, ids.caseId)).toBe(200)
    expect((await standIn.act('case.approve', { caseId: ids.caseId })).outcome).toBe('applied')
    const next = await scene(here, officer, 'case')
    await pass(standIn, 7)
    expect(await status(standIn, next.ids.caseId)).toBe(200)
    await pass(standIn, 1)
    expect(await status(standIn, next.ids.caseId)).toBe(404)
  })

  it('only the offices that were named, when the supervision of some was', async () => {
    const absent = await here.join(['branch_manager'], 'mosul', true)
    const standIn = await here.join(['case_supervisor'], 'bridges')
    expect((await absent.act('delegation.make', wish(absent, standIn))).refusal?.code).toBe(
      'account.not_found',
    )
    const near = await here.join(['case_supervisor'], 'hamdaniya')
    await load('delete from account_role where account_id = $1', [near.accountId])
    await load(
      `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'case_supervisor', $3)`,
      [near.accountId, world.organisations.ministry, world.sites.hamdaniya],
    )
    const inMosul = await scene(here, await caseworker(), 'case')
    await absent.done(
      'delegation.make',
      wish(absent, near, { covers: ['supervision'], siteIds: [world.sites.hamdaniya] }),
    )
    expect(await status(near, inMosul.ids.caseId)).toBe(404)
    const { items, colleagues, sites } = await delegations(absent)
    expect(items.find(({ toAccountId }) => toAccountId === near.accountId)).toMatchObject({
      covers: ['supervision'],
      siteIds: [world.sites.hamdaniya],
    })
    // the screen offers what is theirs to give, by name, and no other office is taken
    expect([...(colleagues.find(({ id }) => id === absent.accountId)?.supervises ?? [])].sort()).toEqual(
      [world.sites.mosul, world.sites.hamdaniya].sort(),
    )
    expect(colleagues.find(({ id }) => id === near.accountId)?.supervises).toEqual([world.sites.hamdaniya])
    expect(sites.map(({ id }) => id)).toContain(world.sites.mosul)
    const [other, third] = [
      await here.join(['case_supervisor'], 'mosul'),
      await here.join(['case_supervisor'], 'mosul'),
    ]
    for (const siteId of [world.sites.hamdaniya, world.sites.bridges])
      expect(
        (
          await other.act(
            'delegation.make',
            wish(other, third, { covers: ['supervision'], siteIds: [siteId] }),
          )
        ).refusal?.code,
      ).toBe('site.not_found')
  })

  it('sees on their day for whom and until when, and may give it back', async () => {
    const [absent, standIn] = [await caseworker(), await caseworker()]
    const given = wish(absent, standIn)
    await absent.done('delegation.make', given)
    const { ids } = await scene(here, absent, 'case')
    expect((await delegations(standIn)).items).toMatchObject([
      {
        id: given.delegationId,
        fromAccountId: absent.accountId,
        standing: 'now',
        untilDay: day(7),
        mayEnd: true,
      },
    ])
    const alerts = (await standIn.get('/api/alerts')).body as { items: { kind: string }[] }
    expect(alerts.items.map(({ kind }) => kind)).toContain('delegation.make')
    await standIn.done('delegation.end', { delegationId: given.delegationId })
    expect(await status(standIn, ids.caseId)).toBe(404)
    expect((await absent.act('delegation.end', { delegationId: given.delegationId })).refusal?.code).toBe(
      'delegation.over',
    )
    const { fromDay, untilDay } = given
    expect(untilDay > fromDay).toBe(true)
  })
})

describe('an absence is arranged', () => {
  it('by oneself or by a supervisor of one’s office, and by nobody else', async () => {
    const [absent, standIn, colleague] = [await caseworker(), await caseworker(), await caseworker()]
    const baran = await here.join(['case_supervisor'], 'mosul')
    const younis = await here.join(['case_supervisor'], 'hamdaniya')
    for (const person of [colleague, standIn, younis])
      expect((await person.act('delegation.make', wish(absent, standIn))).refusal?.code).toBe(
        'permission.missing',
      )
    const given = wish(absent, standIn)
    await baran.done('delegation.make', given)
    expect((await colleague.act('delegation.end', { delegationId: given.delegationId })).refusal?.code).toBe(
      'delegation.not_found',
    )
    await baran.done('delegation.end', { delegationId: given.delegationId })
  })

  it('never with another organisation, whoever asks and by whichever way', async () => {
    const absent = await caseworker()
    const stranger = await here.join(['caseworker'], 'olive')
    expect((await absent.act('delegation.make', wish(absent, stranger))).refusal?.code).toBe(
      'account.not_found',
    )
    const as: ActingAs = {
      kind: 'account',
      accountId: absent.accountId,
      organisationId: absent.organisationId,
      sites: [absent.siteId],
      roles: ['caseworker'],
      supervisedSites: [],
    }
    const insert = (from: string, to: string, organisation: string) =>
      here.house.db.database.as(as, (tx) =>
        tx.run(
          statement(`insert into delegation (id, organisation_id, from_account_id, to_account_id, covers, from_day, until_day, made_by, made_at)
            values ($1, $2, $3, $4, '{cases}', current_date, current_date, $5, now())`),
          [testId(), organisation, from, to, absent.accountId],
        ),
      )
    const ministry = world.organisations.ministry
    await expect(insert(absent.accountId, stranger.accountId, ministry)).rejects.toMatchObject({
      code: '42501',
    })
    await expect(
      insert(stranger.accountId, absent.accountId, world.organisations.olive),
    ).rejects.toMatchObject({ code: '42501' })
    // nor for a colleague whose absence is not theirs to arrange
    await expect(insert(world.accounts.sana, absent.accountId, ministry)).rejects.toMatchObject({
      code: '42501',
    })
    const karim = here.of('case_supervisor', 'olive')
    expect(JSON.stringify((await delegations(karim)).items)).toBe('[]')
  })

  it('without a chain: who is away does not stand in, who stands in is not away, and nobody is covered twice', async () => {
    const [a, b, c] = [await caseworker(), await caseworker(), await caseworker()]
    await a.done('delegation.make', wish(a, b))
    expect((await b.act('delegation.make', wish(b, c))).refusal?.code).toBe('delegation.chain')
    expect((await c.act('delegation.make', wish(c, a))).refusal?.code).toBe('delegation.chain')
    expect((await a.act('delegation.make', wish(a, c))).refusal?.code).toBe('delegation.overlaps')
    // what b holds for a is not b's to give: c stands in for b later, and sees b's cases alone
    const ofA = await scene(here, a, 'case')
    const ofB = await scene(here, b, 'case')
    const later = wish(b, c, { fromDay: day(8), untilDay: day(9) })
    await b.done('delegation.make', later)
    await move(later.delegationId, 0, 1)
    expect(await status(c, ofB.ids.caseId)).toBe(200)
    expect(await status(c, ofA.ids.caseId)).toBe(404)
  })

  it('from today on, for three months at most, and only among those who work on cases', async () => {
    const [absent, standIn] = [await caseworker(), await caseworker()]
    for (const more of [{ fromDay: day(-1) }, { fromDay: day(5), untilDay: day(4) }, { untilDay: day(120) }])
      expect((await absent.act('delegation.make', wish(absent, standIn, more))).refusal?.code).toBe(
        'delegation.days_wrong',
      )
    const editor = await here.join(['directory_editor'], 'mosul')
    expect((await absent.act('delegation.make', wish(absent, editor))).refusal?.code).toBe(
      'delegation.not_for_role',
    )
    expect((await absent.act('delegation.make', wish(absent, absent))).refusal?.code).toBe(
      'account.not_yourself',
    )
  })

  it('no longer when one of the two leaves', async () => {
    const rozh = here.of('system_admin', 'mosul')
    const [absent, standIn] = [await caseworker(), await caseworker()]
    await absent.done('delegation.make', wish(absent, standIn))
    const { ids } = await scene(here, absent, 'case')
    expect(await status(standIn, ids.caseId)).toBe(200)
    await rozh.done('account.leave', { accountId: absent.accountId, toAccountId: world.accounts.sana })
    expect(await status(standIn, ids.caseId)).toBe(404)

    const [other, leaver] = [await caseworker(), await caseworker()]
    const given = wish(other, leaver)
    await other.done('delegation.make', given)
    await rozh.done('account.leave', { accountId: leaver.accountId })
    expect((await delegations(other)).items).toMatchObject([{ id: given.delegationId, standing: 'over' }])
    expect((await other.act('delegation.make', wish(other, leaver))).refusal?.code).toBe('account.not_found')
  })
})
