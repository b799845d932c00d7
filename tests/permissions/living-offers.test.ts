import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttentionItem, OfferAnswer, OfferStoryAnswer, OwnSite } from '../../src/records/answers.ts'
import { sweepOffers } from '../../src/services/offer-sweep.job.ts'
import { testId, today, world } from '../support/house.ts'
import { actingAs, askByHand } from './by-hand.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { newToken } from './trials.ts'

/** From a draft to what everybody finds, and how it stays true. Dara's offers are of Bridges; the ministry keeps the directory. */
let here: Cast
let dara: Player
let amina: Player
let baran: Player
const offerId = testId()

beforeAll(async () => {
  here = await cast()
  dara = here.of('provider_focal_point', 'bridges')
  amina = here.of('caseworker', 'mosul')
  baran = here.of('case_supervisor', 'mosul')
  await here.behind(`update organisation set unit_kind = 'momd_branch' where id = $1`, [amina.organisationId])
})
afterAll(() => here?.close())

const free = { names: { ar: 'تدريب مهني مجاني', en: 'Free training' } }
const draft = (more: object = {}) => ({
  offerId,
  siteId: dara.siteId,
  service: 'LIV.VOCTRA',
  names: { ar: 'تدريب مهني', en: 'Vocational training' },
  areas: [world.places.mosulDistrict],
  capacity: 'yes',
  slotsPerMonth: 20,
  opening: { weekly: [{ days: ['su', 'mo'], from: '08:30', to: '14:30' }] },
  contactPublic: { phone: '0770 000 1111' },
  ...more,
})
const seen = async (by: Player = dara) => (await by.get(`/api/offers/${offerId}`)).body as OfferAnswer
const story = async (by: Player = dara) =>
  (await by.get(`/api/offers/${offerId}/story`)).body as OfferStoryAnswer
const queue = async (by: Player = baran) =>
  ((await by.get('/api/directory/attention')).body as { items: AttentionItem[] }).items.find(
    ({ id }) => id === offerId,
  )
const ago = (days: number) =>
  here.behind(`update offer set verified_at = now() - make_interval(days => $2) where id = $1`, [
    offerId,
    days,
  ])
const sweep = (day = today()) =>
  here.house.db.worker.as({ kind: 'worker' }, (tx) => sweepOffers(tx, new Date().toISOString(), day))
const shownToVisitors = async () =>
  (await askByHand(here.house, { kind: 'visitor' }, 'select id from offer where id = $1', [offerId]))
    .length === 1
const form = (url: string, fields: Record<string, string>, from = '10.0.0.1') =>
  here.house.server.inject({
    method: 'POST',
    url,
    remoteAddress: from,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

describe('an offer becomes public', () => {
  it('when somebody else has looked at it: Dara asks for it, Amina telephones, and then visitors find it', async () => {
    expect(await dara.done('offer.save', draft({ state: 'published' }))).toMatchObject({ state: 'draft' })
    expect(await shownToVisitors()).toBe(false)
    expect(await queue()).toMatchObject({ wantsPublishing: true, state: 'draft' })
    const check = {
      checkId: testId(),
      offerId,
      how: 'call',
      onDay: today(),
      said: 'correct',
      spokeWith: 'السيدة م',
    }
    expect((await dara.act('offer.verify', check)).refusal?.code).toBe('permission.missing')
    await amina.done('offer.verify', check)
    expect(await shownToVisitors()).toBe(true)
    expect(await seen()).toMatchObject({ state: 'published', checkedHow: 'call', opening: draft().opening })
    expect((await story(amina)).checks).toMatchObject([
      { how: 'call', spokeWith: 'السيدة م', said: 'correct' },
    ])
    // saving is her own word: both facts stay, and it stays public
    const checked = (await seen()).checkedAt
    await dara.done('offer.save', draft({ ...free, slotsPerMonth: 30 }))
    const after = await seen()
    expect(after).toMatchObject({ state: 'published', checkedAt: checked })
    expect((after.confirmedAt ?? '') > (checked ?? '')).toBe(true)
  })

  it('and its story tells each change, by whom and from what to what', async () => {
    const { history } = await story(baran)
    expect(history.find(({ field }) => field === 'names')).toMatchObject({
      source: 'provider',
      before: { en: 'Vocational training' },
      after: { en: 'Free training' },
    })
    expect(history.some(({ field, source }) => field === 'state' && source === 'keeper')).toBe(true)
    expect(JSON.stringify(await story(here.of('provider_focal_point', 'olive')))).not.toContain(
      'Free training',
    )
  })
})

describe('an offer of which nobody speaks', () => {
  it('is reminded of once, turns stale after sixty days, is hidden after ninety, and comes back with one tap', async () => {
    await ago(54)
    await sweep()
    await sweep()
    const alerts = (await dara.get('/api/alerts')).body as { items: { kind: string }[] }
    expect(alerts.items.filter(({ kind }) => kind === 'offer.confirm_soon')).toHaveLength(1)
    await ago(61)
    await sweep()
    expect(await seen()).toMatchObject({ state: 'stale', freshness: 'stale' })
    expect(await shownToVisitors()).toBe(true)
    await ago(91)
    await sweep()
    expect((await seen()).state).toBe('hidden')
    expect(await shownToVisitors()).toBe(false)
    await dara.done('offer.confirm', { offerId })
    expect(await shownToVisitors()).toBe(true)
  })

  it('is hidden when its money ends, with a word before, and a tap does not bring it back', async () => {
    await dara.done('offer.save', draft({ ...free, fundingEndsOn: today() }))
    await sweep()
    const alerts = (await dara.get('/api/alerts')).body as { items: { kind: string }[] }
    expect(alerts.items.filter(({ kind }) => kind === 'offer.funding_ends_soon')).toHaveLength(1)
    expect(await shownToVisitors()).toBe(true)
    await here.behind(`update offer set funding_ends_on = current_date - 3 where id = $1`, [offerId])
    await sweep()
    expect((await seen()).state).toBe('hidden')
    await dara.done('offer.confirm', { offerId })
    expect((await seen()).state).toBe('hidden')
    await dara.done('offer.save', draft({ ...free, fundingEndsOn: null }))
    expect((await seen()).state).toBe('published')
  })

  it('stands in the queue of who keeps the directory, who takes it on for a day; Karim of another provider sees none of it', async () => {
    await ago(61)
    await sweep()
    expect(await queue()).toMatchObject({ state: 'stale', followUpOn: null, phone: '0770 000 1111' })
    await amina.done('offer.follow_up', { offerId, onDay: today() })
    expect(await queue()).toMatchObject({ followUpOn: today(), keeperName: expect.any(String) })
    const karim = here.of('directory_editor', 'olive')
    expect(await queue(karim)).toBeUndefined()
    expect((await karim.act('offer.take_down', { offerId, to: 'hidden' })).refusal?.code).toBe(
      'offer.not_yours',
    )
    expect((await amina.act('offer.take_down', { offerId, to: 'ended' })).refusal?.code).toBe(
      'offer.not_yours',
    )
    expect((await baran.act('offer.take_down', { offerId, to: 'hidden' })).outcome).toBe('applied')
  })
})

describe('a link without an account', () => {
  const token = newToken()
  const opened = () => form('/still', { token, lang: 'en' })

  it('says "still right" and how much room there is in one tap, for the offers of one organisation and nothing else', async () => {
    const karim = here.of('provider_focal_point', 'olive')
    const link = { linkId: testId(), organisationId: dara.organisationId, token }
    expect((await karim.act('offer.make_link', link)).refusal?.code).toBe('offer.not_yours')
    await amina.done('offer.make_link', link)
    const page = (await opened()).body
    expect(page).toContain('Free training')
    expect(page).not.toContain('0770')
    const [other] = (await here.behind<{ id: string }>(
      `select id from offer where organisation_id = $1 limit 1`,
      [karim.organisationId],
    )) as [{ id: string }]
    await form('/still', { token, lang: 'en', offer: other.id, still: '1', light: 'no' })
    expect(await here.behind(`select 1 from offer where id = $1 and capacity = 'no'`, [other.id])).toEqual([])
    const done = await form('/still', { token, lang: 'en', offer: offerId, still: '1', light: 'waitlist' })
    expect(done.body).toContain('Thank you')
    expect(await seen()).toMatchObject({ state: 'published', capacity: 'waitlist', freshness: 'fresh' })
    expect((await story()).history.find(({ field }) => field === 'capacity')).toMatchObject({
      source: 'link',
    })
  })

  it('opens nothing once its time is over, with a wrong token, or by a visitor who asks the database', async () => {
    expect((await form('/still', { token: newToken() })).statusCode).toBe(404)
    await here.behind(
      `update directory_link set expires_at = now() - interval '1 minute' where token_hash = $1`,
      [createHash('sha256').update(token).digest()],
    )
    expect((await opened()).statusCode).toBe(404)
    const before = (await seen()).capacity
    await form('/still', { token, offer: offerId, still: '1', light: 'no' })
    expect((await seen()).capacity).toBe(before)
    for (const identity of [actingAs(amina), actingAs(dara), { kind: 'link' as const }])
      for (const call of [
        `open_directory_link('\\x00')`,
        `answer_directory_link('\\x00', '${offerId}', true, 'yes', null)`,
        `suggest_from_public('${testId()}', '${offerId}', 'wrong', '{}', 'x')`,
      ])
        await expect(askByHand(here.house, identity, `select ${call}`)).rejects.toThrow()
    expect(await askByHand(here.house, actingAs(dara), 'select * from offers_that_declined()')).toEqual([])
  })
})

describe('what others say', () => {
  it('stands beside the entry until Dara takes it field by field or refuses it; nothing changes before', async () => {
    const sent = await form('/suggest', {
      offer: offerId,
      about: 'wrong',
      phone: '0780 222 3333',
      hours: '9-12',
      form: testId(),
      lang: 'en',
    })
    expect(sent.body).toContain('Thank you')
    await amina.done('offer.suggest', {
      suggestionId: testId(),
      offerId,
      about: 'asked_money',
      note: 'قال الشخص',
    })
    expect((await seen()).contactPublic).toEqual({ phone: '0770 000 1111' })
    expect(await queue()).toMatchObject({ suggestions: 2, grave: true })
    const open = (await story()).suggestions
    const fromPublic = open.find(({ source }) => source === 'public')
    expect(fromPublic?.proposed).toEqual({ phone: '0780 222 3333', hours: '9-12' })
    const decide = { offerId, suggestionId: fromPublic?.id, take: ['phone'] }
    expect((await amina.act('offer.decide_suggestion', decide)).refusal?.code).toBe('permission.missing')
    await dara.done('offer.decide_suggestion', decide)
    expect((await seen()).contactPublic).toEqual({ phone: '0780 222 3333' })
    expect((await dara.act('offer.decide_suggestion', decide)).refusal?.code).toBe('suggestion.decided')
    const other = open.find(({ source }) => source === 'officer')
    await baran.done('offer.decide_suggestion', {
      offerId,
      suggestionId: other?.id,
      take: [],
      reason: 'سألنا',
    })
    expect((await story()).suggestions.map(({ state }) => state).sort()).toEqual(['refused', 'taken'])
  })

  it('of a confidential offer is kept without any place, and of one that is not shown not at all', async () => {
    await here.behind(`update offer set confidential = true where id = $1`, [offerId])
    await form('/suggest', { offer: offerId, about: 'closed', address: 'Zanjili street', form: testId() })
    expect(JSON.stringify(await story())).not.toContain('Zanjili')
    await dara.done('offer.take_down', { offerId, to: 'hidden' })
    expect((await form('/suggest', { offer: offerId, about: 'closed' })).statusCode).toBe(404)
  })

  it('is slowed down from one address, not from others', async () => {
    const open = world.offers.birthOlive
    const say = (from: string) => form('/suggest', { offer: open, about: 'closed', form: testId() }, from)
    const codes = new Set<number>()
    for (let count = 0; count < 23; count++) codes.add((await say('10.0.0.77')).statusCode)
    expect([...codes].sort()).toEqual([200, 429])
    expect((await say('10.0.0.78')).statusCode).toBe(200)
  })
})

describe('a site', () => {
  it('is written by its own organisation; once confidential its address is with that organisation alone, for good', async () => {
    const siteId = testId()
    const site = {
      siteId,
      names: { ar: 'بيت', en: 'House' },
      placeCode: world.places.mosul,
      address: 'Zanjili street',
      phone: '0770',
    }
    await dara.done('site.save', site)
    expect((await here.of('directory_editor', 'olive').act('site.save', site)).refusal?.code).toBe(
      'site.not_found',
    )
    await dara.done('site.save', { ...site, confidential: true })
    await dara.done('site.save', { ...site, confidential: false })
    const own = ((await dara.get('/api/own-sites')).body as { items: OwnSite[] }).items.find(
      ({ id }) => id === siteId,
    )
    expect(own).toMatchObject({
      confidential: true,
      address: { text: 'Zanjili street' },
      placeCode: world.places.mosul,
    })
    const others = JSON.stringify([
      await askByHand(here.house, actingAs(baran), 'select to_jsonb(s) from site s where id = $1', [siteId]),
      await askByHand(
        here.house,
        actingAs(baran),
        'select to_jsonb(c) from directory_change c where site_id = $1',
        [siteId],
      ),
      await askByHand(here.house, actingAs(baran), 'select 1 from site_private where site_id = $1', [siteId]),
    ])
    for (const secret of ['Zanjili', '0770', world.places.mosul]) expect(others).not.toContain(secret)
  })
})
