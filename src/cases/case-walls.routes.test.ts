import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  world,
} from '../../tests/support/house.ts'
import type { CaseAnswer, CaseListItem, Page, PersonFound } from '../records/answers.ts'
import { statement } from '../server/database.ts'

let here: TestHouse
let amina: Client
let younis: Client
let dara: Client
beforeAll(async () => {
  here = await testHouse()
  ;[amina, younis, dara] = await Promise.all([
    here.signIn('amina'),
    here.signIn('younis'),
    here.signIn('dara'),
  ])
})
afterAll(() => here?.close())

const read = async (client: Client, caseId: string) =>
  (await client.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const refusal = async (client: Client, name: string, input: unknown) =>
  (await client.act(name, input)).refusal?.code

async function sentReferral(
  officer: Client,
  { caseId, needId }: { caseId: string; needId: string },
): Promise<string> {
  const referralId = testId()
  await officer.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: world.offers.birth,
    urgency: 'U2',
    sharedItems: ['name'],
  })
  await officer.done('referral.send', { referralId })
  return referralId
}

describe('Consent that is taken back', () => {
  test('ends at once what rests on it: the referral is cancelled, Bridges opens nothing any more, the need is open again', async () => {
    const { caseId, needId, consentId } = await caseWithConsent(amina)
    const referralId = await sentReferral(amina, { caseId, needId })
    await dara.done('referral.accept', { referralId })
    expect((await dara.get(`/api/referrals/${referralId}`)).body).toMatchObject({
      snapshot: { name: expect.anything() },
    })
    expect(await refusal(amina, 'case.close', { caseId, reason: 'goals_met' })).toBe('case.open_referrals')
    expect(await amina.done('consent.withdraw', { consentId, how: 'phone' })).toMatchObject({
      cancelledReferrals: [referralId],
    })
    expect((await dara.get(`/api/referrals/${referralId}`)).body).toMatchObject({
      state: 'cancelled',
      reason: 'consent_withdrawn',
      snapshot: null,
    })
    const file = await read(amina, caseId)
    expect(file.consents[0]?.withdrawnAt).toEqual(expect.any(String))
    expect(file.needs[0]?.state).toBe('open')
    expect(file.referrals[0]).toMatchObject({ state: 'cancelled', nextDueKind: 'nextStep' })
    expect(file.story[0]).toMatchObject({ party: 'person', toState: 'cancelled' })
    expect(await refusal(amina, 'consent.withdraw', { consentId })).toBe('consent.already_withdrawn')
    const again = testId()
    await amina.done('referral.draft', {
      referralId: again,
      caseId,
      needId,
      offerId: world.offers.birth,
      urgency: 'U2',
      sharedItems: ['name'],
    })
    expect(await refusal(amina, 'referral.send', { referralId: again })).toBe('referral.consent_missing')
  })
})

describe('Nobody sees more than they need', () => {
  test('an officer of Hamdaniya can neither see nor guess a case of Mosul, by any read or write', async () => {
    const { caseId, needId, consentId } = await caseWithConsent(amina)
    const invented = testId()
    const [seen, guessed] = await Promise.all([
      younis.get(`/api/cases/${caseId}`),
      younis.get(`/api/cases/${invented}`),
    ])
    expect(seen).toEqual(guessed)
    expect(seen.status).toBe(404)
    for (const [name, input] of [
      ['note.add', { noteId: testId(), caseId, kind: 'observation', text: 'x' }],
      ['need.close', { needId, state: 'met' }],
      ['consent.withdraw', { consentId }],
      ['case.close', { caseId, reason: 'goals_met' }],
      ['case.hand_over', { caseId, accountId: world.accounts.younis, note: 'x' }],
    ] as const) {
      const real = await younis.act(name, input)
      const other = await younis.act(
        name,
        JSON.parse(
          JSON.stringify(input)
            .replaceAll(caseId, invented)
            .replaceAll(needId, invented)
            .replaceAll(consentId, invented),
        ),
      )
      expect({ outcome: real.outcome, refusal: real.refusal }).toEqual({
        outcome: 'refused',
        refusal: other.refusal,
      })
    }
    for (const query of [
      '',
      `?site=${world.sites.mosul}`,
      `?officer=${world.accounts.amina}`,
      '?mine=1',
      '?closed=1',
    ]) {
      const { body } = await younis.get<Page<CaseListItem>>(`/api/cases${query}`)
      expect(body.items).toEqual([])
    }
  })

  test('a search in the same ministry tells Younis that somebody is known, not who', async () => {
    const { caseId } = await openCase(amina, {
      name: { given: 'نسرين', father: 'خليل', grandfather: 'يوسف' },
    })
    const search = async (client: Client, text: string) =>
      (await client.post<Page<PersonFound>>('/api/people/search', { text })).body.items
    expect(await search(amina, 'نسرين خليل')).toEqual([
      expect.objectContaining({ mine: true, displayName: 'نسرين خليل يوسف', caseId }),
    ])
    expect(await search(younis, 'نسرين خليل')).toEqual([
      expect.objectContaining({ mine: false, displayName: null, caseId: null, initials: 'ن خ ي' }),
    ])
    const { code } = await read(amina, caseId)
    expect(await search(amina, code)).toEqual([expect.objectContaining({ caseId })])
    expect((await dara.post('/api/people/search', { text: 'نسرين خليل' })).status).toBe(403)
    expect((await amina.post('/api/people/search', { text: '؟!' })).status).toBe(422)
  })

  test('what is protected is refused kindly and leaves no trace of what it was', async () => {
    const { caseId } = await openCase(amina)
    const answer = await amina.act('need.record', {
      needId: testId(),
      caseId,
      service: 'GBV.CASEMG',
      severity: 4,
      priority: 1,
    })
    expect(answer.refusal).toMatchObject({ code: 'case.protected_not_yet', details: {} })
    expect(
      await refusal(amina, 'note.add', {
        noteId: testId(),
        caseId,
        kind: 'observation',
        text: 'x',
        class: 4,
      }),
    ).toBe('case.protected_not_yet')
    const file = await read(amina, caseId)
    expect([file.needs, file.notes, file.story.length]).toEqual([[], [], 1])
  })

  test('reading a whole case asks the same rule as the row policies, whoever asks', async () => {
    const { caseId } = await openCase(amina)
    const byPolicy = statement('select id from case_file where id = $1')
    const byFunction = statement('select read_case($1) is not null as read')
    const tables = ['case_member', 'need', 'consent', 'note', 'task', 'case_event'].map((table) =>
      statement(`select id from ${table} where case_id = $1`),
    )
    const { mosul, hamdaniya } = world.sites
    const { ministry, bridges } = world.organisations
    const askers = [world.accounts.amina, world.accounts.baran, world.accounts.younis].flatMap((accountId) =>
      [ministry, bridges].flatMap((organisationId) =>
        [[], [mosul], [hamdaniya]].map((supervisedSites) => ({
          kind: 'account' as const,
          accountId,
          organisationId,
          supervisedSites,
        })),
      ),
    )
    const answers = await Promise.all(
      askers.map((asker) =>
        here.db.database.as(asker, async (tx) => {
          const seen = (await tx.row(byPolicy, [caseId])) !== undefined
          const under = await Promise.all(tables.map((table) => tx.rows(table, [caseId])))
          const read = await tx.row<{ read: boolean }>(byFunction, [caseId])
          return { seen, read: read?.read, under: under.some((rows) => rows.length > 0) }
        }),
      ),
    )
    expect(answers.filter(({ seen }) => seen).length).toBe(5)
    expect(answers.filter(({ seen, read, under }) => seen !== read || seen !== under)).toEqual([])
  })
})
