import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer, CaseFactsAnswer, MatchAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { needFor } from './referring.ts'

/** What a case says beside its seven fields, and who helps on it, through the real server. */
let here: TestHouse
let amina: Client
let sana: Client
let baran: Client
let younis: Client
let karim: Client
beforeAll(async () => {
  here = await testHouse()
  ;[amina, sana, baran, younis, karim] = await Promise.all([
    here.signIn('amina'),
    here.signIn('sana'),
    here.signIn('baran'),
    here.signIn('younis'),
    here.signIn('karim'),
  ])
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows(sql, params))
const matched = async (needId: string) => {
  const { items, excluded } = (await amina.get<MatchAnswer>(`/api/match?needId=${needId}`)).body
  const why = new Map(excluded.map((one) => [one.offerId, one.rules.map(({ key }) => key)]))
  return { offers: items.map(({ offer }) => offer.id), why, items }
}
const { offers, organisations, sites, accounts, places } = world

describe('who helps on a case', () => {
  it('sees it from the moment Amina says so, works on it, and loses it in the moment she is taken off', async () => {
    const { caseId } = await needFor(amina)
    const path = `/api/cases/${caseId}`
    expect((await sana.get(path)).status).toBe(404)
    await amina.done('case.add_to_team', { caseId, accountId: accounts.sana, relation: 'helper' })
    expect((await sana.get<CaseAnswer>(path)).body.id).toBe(caseId)
    await sana.done('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'زرناها معاً' })
    const { body } = await sana.get<CaseFactsAnswer>(`${path}/facts`)
    expect(body.team).toMatchObject([{ accountId: accounts.sana, relation: 'helper' }])

    await baran.done('case.remove_from_team', { caseId, accountId: accounts.sana })
    for (const gone of [path, `${path}/facts`, `${path}/consents`])
      expect((await sana.get(gone)).status).toBe(404)
    const again = await sana.act('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'x' })
    expect(again.refusal?.code).toBe('case.not_found')
    const { story } = (await amina.get<CaseAnswer>(path)).body
    expect(story.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['case.add_to_team', 'case.remove_from_team']),
    )
  })

  it('is chosen by whoever answers for the case, among their own people', async () => {
    const { caseId } = await needFor(amina)
    const add = (client: Client, accountId: string, relation = 'helper') =>
      client.act('case.add_to_team', { caseId, accountId, relation })
    expect((await add(younis, accounts.younis)).refusal?.code).toBe('case.not_found')
    expect((await add(amina, accounts.karim)).refusal?.code).toBe('case.officer_not_found')
    expect((await add(amina, accounts.amina)).refusal?.code).toBe('case.officer_not_found')
    expect((await add(amina, accounts.sana, 'friend')).refusal?.code).toBe('input.invalid')
    await amina.done('case.add_to_team', { caseId, accountId: accounts.younis, relation: 'interpreter' })
    // a helper helps, and does not choose further helpers
    expect((await add(younis, accounts.sana)).refusal?.code).toBe('permission.missing')
    await amina.done('case.remove_from_team', { caseId, accountId: accounts.younis })
    const twice = await amina.act('case.remove_from_team', { caseId, accountId: accounts.younis })
    expect(twice.refusal?.code).toBe('case.officer_not_found')
    await amina.done('case.add_to_team', { caseId, accountId: accounts.younis, relation: 'specialist' })
    expect((await younis.get(`/api/cases/${caseId}`)).status).toBe(200)
  })
})

describe('matching', () => {
  it('keeps Huda away from the organisation and the office she named, and says only that it is for her safety', async () => {
    const { caseId, needId } = await needFor(amina)
    expect((await matched(needId)).offers).toEqual(expect.arrayContaining([offers.birth, offers.birthOlive]))
    await amina.done('case.record_facts', { caseId, avoid: { organisations: [organisations.bridges] } })
    const { offers: left, why } = await matched(needId)
    expect(left).not.toContain(offers.birth)
    expect(left).toContain(offers.birthOlive)
    expect(why.get(offers.birth)).toEqual(['matching.excluded.safety'])
    await amina.done('case.record_facts', { caseId, avoid: { sites: [sites.olive] } })
    const after = await matched(needId)
    expect(after.offers).toContain(offers.birth)
    expect(after.why.get(offers.birthOlive)).toEqual(['matching.excluded.safety'])
  })

  it('keeps her away from a place with everything in it, and asks first where staff speak what she fears', async () => {
    const { caseId, needId } = await needFor(amina)
    await amina.done('case.record_facts', { caseId, avoid: { places: [places.mosulDistrict] } })
    expect((await matched(needId)).offers).toEqual([])
    expect(
      (await amina.act('case.record_facts', { caseId, avoid: { places: ['IQG99'] } })).refusal?.code,
    ).toBe('place.unknown')
    await behind(`update offer set languages = '{ar,kmr}' where id = $1`, [offers.birth])
    await amina.done('case.record_facts', { caseId, avoid: { languages: ['kmr'] } })
    const found = (await matched(needId)).items.find(({ offer }) => offer.id === offers.birth)
    expect(found?.reasons.map(({ key }) => key)).toContain('matching.ask.safety')
    await behind(`update offer set languages = '{ar}' where id = $1`, [offers.birth])
  })

  it('asks about the household until somebody has, and then knows', async () => {
    const { caseId, needId } = await needFor(amina)
    await behind(
      `update offer set eligibility = eligibility || '{"householdTypes": ["female_headed"]}' where id = $1`,
      [offers.birth],
    )
    const reasons = async () =>
      (await matched(needId)).items
        .find(({ offer }) => offer.id === offers.birth)
        ?.reasons.map(({ key }) => key)
    expect(await reasons()).toContain('matching.ask.household')
    await amina.done('case.record_facts', { caseId, householdTypes: ['female_headed', 'disability'] })
    expect(await reasons()).not.toContain('matching.ask.household')
    await amina.done('case.record_facts', { caseId, householdTypes: ['elderly_headed'] })
    expect((await matched(needId)).why.get(offers.birth)).toEqual(['matching.excluded.household'])
    await behind(`update offer set eligibility = eligibility - 'householdTypes' where id = $1`, [
      offers.birth,
    ])
  })
})

describe('whom Huda keeps away from', () => {
  it('gets no draft by a hand-written id, and what was drafted before is not sent, whether she named the organisation or the office', async () => {
    const { caseId, needId } = await needFor(amina)
    const draft = async (referralId: string) =>
      (
        await amina.act('referral.draft', {
          referralId,
          caseId,
          needId,
          offerId: offers.birth,
          urgency: 'U2',
          sharedItems: ['name'],
        })
      ).refusal
    const send = async () => (await amina.act('referral.send', { referralId: drafted })).refusal
    await amina.done('consent.record', {
      consentId: testId(),
      caseId,
      organisationId: organisations.bridges,
      items: ['name'],
      purpose: 'referral',
      how: 'spoken_with_witness',
    })
    const drafted = testId()
    expect(await draft(drafted)).toBeUndefined()
    for (const avoid of [{ organisations: [organisations.bridges] }, { sites: [sites.bridges] }]) {
      await amina.done('case.record_facts', { caseId, avoid })
      for (const refusal of [await draft(testId()), await send()]) {
        expect(refusal?.code).toBe('referral.avoided')
        expect(refusal?.message).toContain('keep away')
      }
    }
    // another office of theirs, or another organisation, is another matter
    await amina.done('case.record_facts', {
      caseId,
      avoid: { organisations: [organisations.olive], sites: [sites.olive] },
    })
    expect(await send()).toBeUndefined()
  })
})

describe('the facts of a case', () => {
  it('are for those on the case alone: no colleague, no other organisation, and the story says only which', async () => {
    const { caseId } = await needFor(amina)
    await amina.done('case.record_facts', {
      caseId,
      householdTypes: ['disability'],
      avoid: { organisations: [organisations.olive] },
      healthSummary: 'يحتاج جلسات علاج',
    })
    const { body } = await amina.get<CaseFactsAnswer>(`/api/cases/${caseId}/facts`)
    expect(body).toMatchObject({
      householdTypes: ['disability'],
      avoid: { organisations: [organisations.olive] },
      healthSummary: 'يحتاج جلسات علاج',
    })
    for (const other of [sana, younis])
      expect((await other.get(`/api/cases/${caseId}/facts`)).status).toBe(404)
    expect((await karim.get(`/api/cases/${caseId}/facts`)).status).toBe(403)
    const [line] = (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body.story
    expect(JSON.stringify(line)).not.toContain('يحتاج')
    expect(JSON.stringify(line)).not.toContain(organisations.olive)
    const read = await behind<{ outcome: string }>(
      `select outcome from audit_line where act = 'read.case_facts' and root_id = $1 order by at, id`,
      [caseId],
    )
    expect(read.length).toBeGreaterThanOrEqual(3)
  })

  it('what is left out stays as it was; nothing at all is refused', async () => {
    const { caseId } = await needFor(amina)
    await amina.done('case.record_facts', { caseId, healthSummary: 'دواء يومي' })
    await amina.done('case.record_facts', { caseId, householdTypes: [] })
    const { body } = await amina.get<CaseFactsAnswer>(`/api/cases/${caseId}/facts`)
    expect(body).toMatchObject({ healthSummary: 'دواء يومي', householdTypes: [] })
    expect((await amina.act('case.record_facts', { caseId })).refusal?.code).toBe('input.invalid')
  })
})
