import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../src/records/rows.ts'
import type { ConferenceAnswer, InvitationAnswer, InvitationItem } from '../../src/records/answers.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { scene, type Scene } from '../permissions/scenes.ts'

/** Amina convenes, Dara answers for Bridges; walls are asked of the real server and of the real database. */
let here: Cast
let amina: Player
let dara: Player
let colleague: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
  dara = here.of('provider_focal_point', 'bridges')
  colleague = await here.join(['provider_focal_point'], 'bridges')
})
afterAll(() => here?.close())

const invited = async (person: Player, { conferenceId }: Scene['ids']): Promise<InvitationAnswer> =>
  (await person.get(`/api/conferences/${conferenceId}`)).body as InvitationAnswer
const released = async (
  person: Player,
  ids: Scene['ids'],
): Promise<{ readonly [item: string]: Json | undefined } | undefined> =>
  (await invited(person, ids)).released?.items
const convened = async (person: Player, { caseId }: Scene['ids']): Promise<ConferenceAnswer | undefined> =>
  ((await person.get(`/api/cases/${caseId}/conferences`)).body as { items?: ConferenceAnswer[] }).items?.[0]
const as = (player: Player): ActingAs => ({
  kind: 'account',
  accountId: player.accountId,
  organisationId: player.organisationId,
  sites: [player.siteId],
  roles: player.role === null ? [] : [player.role],
  supervisedSites: [],
})
const write = (player: Player, sql: string, params: unknown[]): Promise<number> =>
  here.house.db.database.as(as(player), (tx) => tx.run(statement(sql), params))
/** Moves a day in the stored rows: the database's own clock cannot be set. */
const load = (sql: string, params: unknown[]): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) => owner.transaction(() => owner.rows(sql, params), 'loader'))
/** Writes with the case's revision raised, as an action that went wrong would. */
const touched = (player: Player, ids: Scene['ids'], sql: string, params: unknown[]): Promise<number> =>
  here.house.db.database.as(as(player), async (tx) => {
    await tx.run(statement('select touch_case_of_conference($1)'), [ids.conferenceId])
    return tx.run(statement(sql), params)
  })

describe('a case conference from its proposal to its end', () => {
  it('hands over the consented items, once, to whoever sits at the table, and closes in the moment it ends', async () => {
    const { ids } = await scene(here, amina, 'table invited')
    const { conferenceId, seatId } = ids
    expect((await convened(amina, ids))?.state).toBe('invited')

    // nobody is named before somebody sits down
    const before = await invited(dara, ids)
    expect(before).toMatchObject({ seat: 'free', over: false, released: null })
    expect(JSON.stringify((await dara.get('/api/conferences')).body)).not.toMatch(/هدى|حسن/)

    await dara.done('conference.join', { conferenceId })
    expect((await convened(amina, ids))?.state).toBe('joined')
    const handed = await released(dara, ids)
    expect(Object.keys(handed ?? {}).sort()).toEqual(['name', 'narrative'])
    expect(JSON.stringify(handed)).toContain('هدى')

    // a copy, never a link: what changes in the case afterwards stays in the case
    await amina.done('person.correct', { caseId: ids.caseId, name: { given: 'زهراء', father: 'حسن' } })
    expect(await released(dara, ids)).toEqual(handed)

    await amina.done('conference.write_minutes', { conferenceId, minutes: 'نرافقها يوم الأحد' })
    expect((await convened(amina, ids))?.state).toBe('minutes_written')
    await dara.done('conference.agree_minutes', { conferenceId, agrees: true })
    expect((await convened(amina, ids))?.state).toBe('minutes_agreed')
    const actionId = testId()
    await amina.done('conference.add_action', {
      conferenceId,
      actionId,
      seatId,
      text: 'حجز موعد',
      dueOn: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
    })
    const after = await invited(dara, ids)
    expect(after.released?.minutes).toBe('نرافقها يوم الأحد')
    expect(after.released?.actions.map(({ id }) => id)).toEqual([actionId])
    await dara.done('conference.finish_action', { conferenceId, actionId })
    expect((await convened(amina, ids))?.actions[0]?.doneAt).not.toBeNull()

    await amina.done('conference.end', { conferenceId })
    expect(await invited(dara, ids)).toMatchObject({ over: true, released: null })
    expect((await dara.act('conference.finish_action', { conferenceId, actionId })).refusal?.code).toBe(
      'conference.over',
    )
    expect((await convened(amina, ids))?.minutes).toBe('نرافقها يوم الأحد')
  })

  it('tells whoever leads the case that somebody sat down, and keeps the steps in the story', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const alerts = (await amina.get('/api/alerts')).body as { items: { kind: string; caseId: string }[] }
    expect(alerts.items).toContainEqual(
      expect.objectContaining({ kind: 'conference.join', caseId: ids.caseId }),
    )
    const { body } = await amina.get(`/api/cases/${ids.caseId}`)
    const kinds = (body as { story: { kind: string }[] }).story.map(({ kind }) => kind)
    for (const kind of ['propose', 'record_consent', 'invite', 'join'])
      expect(kinds).toContain(`conference.${kind}`)
  })

  it('tells everybody of the invited office who may sit down, and nobody else, in words that name nobody', async () => {
    const { ids } = await scene(here, amina, 'table invited')
    const told = await here.behind<{
      login: string
      kind: string
      case_id: string | null
      referral_id: string | null
    }>(
      `select a.account_id as login, a.kind, a.case_id, a.referral_id from alert a join conference_seat s on s.invited_at = a.at
        where s.id = $1 and a.kind = 'conference.invite'`,
      [ids.seatId],
    )
    const who = told.map(({ login }) => login)
    expect(who).toEqual(expect.arrayContaining([dara.accountId, colleague.accountId]))
    for (const stranger of [
      here.of('provider_worker', 'bridges'),
      here.of('provider_focal_point', 'bridgesElsewhere'),
      here.of('provider_focal_point', 'olive'),
      amina,
    ])
      expect(who).not.toContain(stranger.accountId)
    for (const one of told) expect(one).toMatchObject({ case_id: null, referral_id: null })
    const { items } = (await dara.get('/api/alerts')).body as {
      items: { kind: string; caseCode: string | null }[]
    }
    expect(items).toContainEqual(expect.objectContaining({ kind: 'conference.invite', caseCode: null }))
  })

  it('minutes are agreed by whoever sits there: Dara objects, Amina writes them anew, and Dara is asked again', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const { conferenceId, seatId } = ids
    const answer = async (person: Player, input: object): Promise<string | undefined> =>
      (await person.act('conference.agree_minutes', { conferenceId, ...input })).refusal?.code
    expect(await answer(dara, { agrees: true })).toBe('conference.no_minutes')
    await amina.done('conference.write_minutes', { conferenceId, minutes: 'نرافقها يوم الأحد' })
    expect(await answer(colleague, { agrees: true })).toBe('conference.not_your_seat')
    expect(await answer(dara, { agrees: false })).toBe('input.invalid')
    expect(await answer(dara, { agrees: false, reason: 'اتفقنا على الاثنين' })).toBeUndefined()
    expect(await answer(dara, { agrees: true })).toBe('conference.minutes_answered')
    const objected = await convened(amina, ids)
    expect(objected).toMatchObject({
      state: 'minutes_written',
      seats: [{ minutesAnswer: 'objected', minutesReason: 'اتفقنا على الاثنين' }],
    })
    const kinds = async (person: Player): Promise<string[]> =>
      ((await person.get('/api/alerts')).body as { items: { kind: string }[] }).items.map(({ kind }) => kind)
    expect(await kinds(amina)).toContain('conference.minutes_objected')

    // nobody answers for another: not the convenor, not in the rows either
    for (const sql of [
      `update conference_seat set minutes_answer = 'agreed', minutes_reason = null, minutes_answered_by = $2, minutes_answered_at = now() where id = $1`,
      `update conference_seat set minutes_answer = 'agreed', minutes_reason = null, minutes_answered_by = $2 where id = $1`,
    ])
      for (const person of [amina, dara, colleague])
        await expect(touched(person, ids, sql, [seatId, person.accountId])).rejects.toMatchObject({
          code: '42501',
        })

    await amina.done('conference.write_minutes', { conferenceId, minutes: 'نرافقها يوم الاثنين' })
    expect(await kinds(dara)).toContain('conference.write_minutes')
    expect((await invited(dara, ids)).released).toMatchObject({
      minutes: 'نرافقها يوم الاثنين',
      minutesAnswer: null,
    })
    expect(await answer(dara, { agrees: true })).toBeUndefined()
    expect(await convened(amina, ids)).toMatchObject({
      state: 'minutes_agreed',
      seats: [{ minutesAnswer: 'agreed', minutesReason: null }],
    })
    expect(
      (await amina.act('conference.write_minutes', { conferenceId, minutes: 'غيرها' })).refusal?.code,
    ).toBe('conference.move_not_allowed')
  })

  it('leaves a line of every reading, also of one that found nothing', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    await released(dara, ids)
    await released(here.of('provider_focal_point', 'olive'), ids)
    const lines = await here.behind<{ account_id: string }>(
      `select account_id from audit_line where act = 'read.conference' and root_id = $1`,
      [ids.conferenceId],
    )
    expect(lines.map((line) => line.account_id)).toEqual([
      dara.accountId,
      here.of('provider_focal_point', 'olive').accountId,
    ])
  })
})

describe('nobody else sees or touches a conference', () => {
  it('another organisation gets the answer of an id that exists nowhere', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const karim = here.of('provider_focal_point', 'olive')
    const nowhere = await karim.get(`/api/conferences/${testId()}`)
    expect(await karim.get(`/api/conferences/${ids.conferenceId}`)).toEqual(nowhere)
    expect(((await karim.get('/api/conferences')).body as { items: InvitationItem[] }).items).toEqual([])
    for (const name of ['conference.join', 'conference.end', 'conference.record_consent'])
      expect(
        (await here.of('case_supervisor', 'olive').act(name, { conferenceId: ids.conferenceId })).refusal
          ?.code,
      ).toBe('conference.not_found')
  })

  it('a colleague of the same invited office knows of the seat, not of the person, until she takes it over', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    expect(await invited(colleague, ids)).toMatchObject({ seat: 'taken', released: null })
    await colleague.done('conference.join', { conferenceId: ids.conferenceId })
    expect(await released(colleague, ids)).toHaveProperty('name')
    expect(await invited(dara, ids)).toMatchObject({ seat: 'taken', released: null })
  })

  it('another office of the invited organisation, and a worker who does not confer, learn nothing', async () => {
    const { ids } = await scene(here, amina, 'table invited')
    const elsewhere = await here.of('provider_focal_point', 'bridgesElsewhere').get('/api/conferences')
    expect(JSON.stringify(elsewhere.body)).not.toContain(ids.conferenceId)
    const worker = here.of('provider_worker', 'bridges')
    expect((await worker.get(`/api/conferences/${ids.conferenceId}`)).status).toBe(403)
  })

  it('a colleague of the convenor who does not see the case sees no conference of it', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const sana = here.of('rgc_officer', 'mosul')
    expect((await sana.get(`/api/cases/${ids.caseId}/conferences`)).status).toBe(404)
    for (const table of ['conference', 'conference_release', 'conference_action'])
      expect(
        await here.house.db.database.as(as(sana), (tx) => tx.rows(statement(`select 1 from ${table}`))),
      ).toEqual([])
  })

  it('whoever is invited changes nothing but their own seat, and nobody sits down for another', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const { seatId, conferenceId } = ids
    await expect(
      touched(
        dara,
        ids,
        `update conference_seat set access_until = '2030-01-01', joined_by = $2 where id = $1`,
        [seatId, dara.accountId],
      ),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(
      touched(dara, ids, `update conference_seat set joined_by = $2 where id = $1`, [
        seatId,
        colleague.accountId,
      ]),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(
      touched(amina, ids, `update conference_seat set joined_by = $2 where id = $1`, [
        seatId,
        amina.accountId,
      ]),
    ).rejects.toMatchObject({ code: '42501' })
    expect(
      await touched(dara, ids, `update conference set state = 'proposed' where id = $1`, [conferenceId]),
    ).toBe(0)
    expect(
      await touched(dara, ids, `update conference_release set minutes = 'x' where seat_id = $1`, [seatId]),
    ).toBe(0)
    await expect(
      write(dara, `update conference_release set items = '{}' where seat_id = $1`, [seatId]),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('a write that forgot to raise the revision of the case is refused', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const release = `update conference_release set minutes = 'x' where seat_id = $1`
    expect(await write(amina, release, [ids.seatId])).toBe(0)
    await expect(
      write(colleague, `update conference_seat set joined_by = $2 where id = $1`, [
        ids.seatId,
        colleague.accountId,
      ]),
    ).rejects.toMatchObject({ code: 'P0R01' })
  })
})

describe('what was released is closed', () => {
  it('in the moment the person takes the consent back', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    expect(await released(dara, ids)).toBeDefined()
    await amina.done('consent.withdraw', { consentId: ids.tableConsentId })
    expect(await invited(dara, ids)).toMatchObject({ over: true, released: null })
  })

  it('when the case is closed with the supervisor’s word', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    await amina.done('case.close', { caseId: ids.caseId, reason: 'person_request' })
    expect(await released(dara, ids)).toBeDefined()
    await here.of('case_supervisor', 'mosul').done('case.approve', { caseId: ids.caseId })
    expect(await invited(dara, ids)).toMatchObject({ over: true, released: null })
    expect((await convened(amina, ids))?.state).toBe('ended')
  })

  it('when its last day has passed, with no job and nobody ending it', async () => {
    const { ids } = await scene(here, amina, 'table joined')
    const [{ today } = { today: '' }] = await here.behind<{ today: string }>(
      'select today_in_iraq()::text as today',
    )
    const until = (days: number): Promise<unknown> =>
      load(`update conference_seat set access_until = $2::date + $3::integer where id = $1`, [
        ids.seatId,
        today,
        days,
      ])
    await until(0)
    expect(await released(dara, ids)).toBeDefined()
    await until(-1)
    expect(await invited(dara, ids)).toMatchObject({ over: true, released: null })
    expect((await dara.act('conference.join', { conferenceId: ids.conferenceId })).refusal?.code).toBe(
      'conference.over',
    )
    const seen = await here.house.db.database.as(as(dara), (tx) =>
      tx.rows(statement('select 1 from conference_release where seat_id = $1'), [ids.seatId]),
    )
    expect(seen).toEqual([])
  })

  it('no later than the consent that it rests on', async () => {
    const { ids } = await scene(here, amina, 'table consented')
    await load(`update consent set expires_on = current_date + 1 where id = $1`, [ids.tableConsentId])
    const [{ last } = { last: '' }] = await here.behind<{ last: string }>(
      `select (current_date)::text as last`,
    )
    const answer = await amina.done('conference.invite', {
      conferenceId: ids.conferenceId,
      seatId: ids.seatId,
      organisationId: world.organisations.bridges,
      siteId: world.sites.bridges,
      items: ['name'],
    })
    expect(answer['accessUntil']).toBe(last)
  })
})

describe('nobody is invited', () => {
  const invite = (ids: Scene['ids'], more: object = {}) =>
    amina.act('conference.invite', {
      conferenceId: ids.conferenceId,
      seatId: testId(),
      organisationId: world.organisations.bridges,
      siteId: world.sites.bridges,
      items: ['name'],
      ...more,
    })

  it.each(['moi_police', 'moi_border', 'donor', 'momd_directorate'])(
    'of kind %s: the rule says so, and so does the database',
    async (kind) => {
      const { ids } = await scene(here, amina, 'table consented')
      const set = (to: string): Promise<unknown> =>
        here.behind('update organisation set unit_kind = $2 where id = $1', [world.organisations.bridges, to])
      await set(kind)
      try {
        expect((await invite(ids)).refusal?.code).toBe('referral.receiver_never')
        await expect(
          touched(
            amina,
            ids,
            `insert into conference_seat (id, conference_id, organisation_id, invited_organisation_id, invited_site_id, code, service, meets_on, items, access_until, invited_at)
            values ($1, $2, $3, $4, $5, 'X', 'DOC.BIRTH', current_date, '{name}', current_date, now())`,
            [
              testId(),
              ids.conferenceId,
              amina.organisationId,
              world.organisations.bridges,
              world.sites.bridges,
            ],
          ),
        ).rejects.toMatchObject({ code: '42501' })
      } finally {
        await set('provider')
      }
    },
  )

  it('to hear what the person did not agree to, or without any consent for a conference', async () => {
    const { ids } = await scene(here, amina, 'table consented')
    expect((await invite(ids, { items: ['name', 'address'] })).refusal).toMatchObject({
      code: 'referral.items_not_consented',
      details: { items: ['address'] },
    })
    const alone = await scene(here, amina, 'case')
    const conferenceId = testId()
    const meetsOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    await amina.done('conference.propose', {
      conferenceId,
      caseId: alone.ids.caseId,
      needId: alone.ids.needId,
      meetsOn,
      endsOn: meetsOn,
    })
    // Huda agreed to a referral to Bridges; that is not a conference
    expect((await amina.act('conference.record_consent', { conferenceId })).refusal?.code).toBe(
      'referral.consent_missing',
    )
  })

  it('to hear more than was agreed to, though a decision had gone wrong: the database looks into the ledger itself', async () => {
    const { ids } = await scene(here, amina, 'table consented')
    const seatId = testId()
    const hand = (items: object, consentIds: string[]): Promise<number> =>
      here.house.db.database.as(as(amina), async (tx) => {
        await tx.run(statement('select touch_case_of_conference($1)'), [ids.conferenceId])
        await tx.run(
          statement(`insert into conference_seat (id, conference_id, organisation_id, invited_organisation_id, invited_site_id, code, service, meets_on, items, access_until, invited_at)
            values ($1, $2, $3, $4, $5, 'X', 'DOC.BIRTH', current_date, '{name,address}', current_date, now())`),
          [seatId, ids.conferenceId, amina.organisationId, world.organisations.bridges, world.sites.bridges],
        )
        await tx.run(
          statement(`insert into conference_release (seat_id, conference_id, organisation_id, invited_organisation_id, items, consent_ids, released_at)
            values ($1, $2, $3, $4, $5, $6, now())`),
          [
            seatId,
            ids.conferenceId,
            amina.organisationId,
            world.organisations.bridges,
            JSON.stringify(items),
            consentIds,
          ],
        )
        throw new Error('undo')
      })
    const agreed = [ids.tableConsentId]
    await expect(hand({ name: 'هدى' }, agreed)).rejects.toThrow('undo')
    await expect(hand({ name: 'هدى', address: 'X' }, agreed)).rejects.toMatchObject({ code: '42501' })
    // the consent to the referral is none to a conference
    await expect(hand({ name: 'هدى' }, [ids.consentId])).rejects.toMatchObject({ code: '42501' })
    await load('update consent set expires_on = current_date where id = $1', [ids.tableConsentId])
    await expect(hand({ name: 'هدى' }, agreed)).rejects.toMatchObject({ code: '42501' })
  })

  it('twice, or before the person agreed, or after the end', async () => {
    const { ids } = await scene(here, amina, 'table invited')
    expect((await invite(ids)).refusal?.code).toBe('conference.already_invited')
    const proposed = await scene(here, amina, 'table proposed')
    expect((await invite(proposed.ids)).refusal?.code).toBe('conference.move_not_allowed')
    await amina.done('conference.end', { conferenceId: ids.conferenceId })
    expect((await invite(ids)).refusal?.code).toBe('conference.move_not_allowed')
  })
})
