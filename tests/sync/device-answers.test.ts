import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  CaseAnswer,
  CaseListItem,
  DayAnswer,
  MatchAnswer,
  OfferAnswer,
  Page,
} from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { hashToken } from '../../src/server/session-token.ts'
import { answerHere } from '../../src/sync/answers/here.ts'
import { referenceVersions } from '../../src/sync/answers/reference.store.ts'
import { asFarAsHeld, deviceCopy, type TestCopy } from '../support/device-copy.ts'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  world,
} from '../support/house.ts'

let house: TestHouse
let amina: Client
let baran: Client
let dara: Client
let device: TestCopy
beforeAll(async () => {
  house = await testHouse()
  ;[amina, baran, dara] = await Promise.all([
    house.signIn('amina'),
    house.signIn('baran'),
    house.signIn('dara'),
  ])
  await offersAround()
  await aYearOfWork()
  device = await deviceCopy(house, amina)
}, 120_000)
afterAll(() => house.close())

const { offers, organisations } = world
const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

/** Cases of Amina in which everything has happened that an officer without network wants to read. */
async function aYearOfWork(): Promise<void> {
  const full = await caseWithConsent(amina)
  const { caseId } = full
  const memberId = testId()
  await amina.done('case.add_member', {
    caseId,
    memberId,
    name: { given: 'سارة' },
    relationship: 'child',
    sex: 'female',
    ageBand: '5-11',
  })
  const schoolId = testId()
  await amina.done('need.record', {
    needId: schoolId,
    caseId,
    service: 'EDU.ENROL',
    severity: 2,
    priority: 2,
    memberId,
  })
  await amina.done('case.record_facts', {
    caseId,
    householdTypes: ['female_headed'],
    avoid: { organisations: [organisations.olive], languages: ['ckb'] },
    healthSummary: 'insulin',
  })
  const noteId = testId()
  await amina.done('note.add', { noteId, caseId, kind: 'contact', text: 'She called.', class: 3 })
  await amina.done('note.correct', { noteId: testId(), correctsId: noteId, text: 'Her brother called.' })
  const taskId = testId()
  await amina.done('task.add', {
    taskId,
    caseId,
    kind: 'office',
    dueAt: soon(2),
    text: 'Copy the certificate',
  })
  await amina.done('task.finish', { taskId, result: 'copied' })
  await amina.done('person.set_chosen_word', { caseId, chosenWord: 'زيتونة' })
  await amina.done('case.add_to_team', { caseId, accountId: world.accounts.younis, relation: 'helper' })
  const referralId = testId()
  await amina.done('referral.draft', {
    referralId,
    caseId,
    needId: full.needId,
    offerId: offers.birth,
    urgency: 'U2',
    sharedItems: ['name', 'safe_contact'],
  })
  await amina.done('referral.send', { referralId })
  await dara.done('referral.accept', { referralId })
  await dara.done('referral.set_appointment', { referralId, appointment: { at: soon(3) } })
  await amina.done('consent.withdraw', { consentId: full.consentId })

  const declined = await caseWithConsent(amina)
  const declinedId = testId()
  await amina.done('referral.draft', {
    referralId: declinedId,
    caseId: declined.caseId,
    needId: declined.needId,
    offerId: offers.birth,
    urgency: 'U1',
    sharedItems: ['name'],
    narrative: 'must start school',
  })
  await amina.done('referral.send', { referralId: declinedId })
  await dara.done('referral.decline', { referralId: declinedId, reason: 'no_capacity' })

  const waits = await caseWithConsent(amina)
  const waitsId = testId()
  await amina.done('referral.draft', {
    referralId: waitsId,
    caseId: waits.caseId,
    needId: waits.needId,
    offerId: offers.birth,
    urgency: 'U0',
    sharedItems: [],
  })
  await amina.done('referral.send', { referralId: waitsId })

  const closing = await openCase(amina, {
    statusCategory: 'idp',
    place: undefined,
    codeName: 'زيتون',
    name: undefined,
  })
  await baran.done('case.close', { caseId: closing.caseId, reason: 'goals_met' })
  await openCase(amina, { place: world.places.hamdaniya, birth: { year: 1990 }, openedOn: '2026-01-05' })
}

/** Offers of every kind that matching tells apart: elsewhere, of a town, without a point, stale, confidential, full. */
async function offersAround(): Promise<void> {
  const { places, sites } = world
  const sited = { mosul: places.mosul, hamdaniya: places.hamdaniya, erbil: 'IQG11', basra: 'IQG02' } as const
  const kinds: readonly (readonly [keyof typeof sited, string, Record<string, unknown>])[] = [
    ['hamdaniya', places.hamdaniya, {}],
    ['hamdaniya', places.hamdaniya, { lon: null, lat: null }],
    ['erbil', 'IQG11', { lon: 43.6, lat: 36.3 }],
    ['erbil', 'IQG11', { lon: null, lat: null }],
    ['basra', 'IQG02', { lon: 47.8, lat: 30.5 }],
    [
      'mosul',
      places.mosulDistrict,
      { state: 'stale', verified_at: '2026-01-02', wait_days: 9, capacity: 'waitlist' },
    ],
    ['mosul', places.mosulDistrict, { capacity: 'no', languages: ['ckb'] }],
    ['mosul', places.ninewa, { confidential: true, lon: null, lat: null }],
    ['mosul', places.mosul, { eligibility: { documentsNeeded: ['csid'], sexes: ['female'], minAge: 18 } }],
    ['mosul', places.mosul, { state: 'draft' }],
    [
      'mosul',
      places.mosul,
      {
        eligibility: { householdTypes: ['large_family'], referralBy: ['local_cso'] },
        funding_ends_on: '2026-01-01',
      },
    ],
  ]
  await withOwner(house.db.owner, (owner) =>
    owner.transaction(async () => {
      for (const [place, area, more] of kinds) {
        const row = {
          lon: 43.2,
          lat: 36.4,
          state: 'published',
          capacity: 'yes',
          languages: ['ar'],
          eligibility: {},
          verified_at: null,
          confidential: false,
          wait_days: null,
          funding_ends_on: null,
          ...more,
        }
        await owner.rows(
          `insert into offer (id, organisation_id, site_id, service, sector, state, names, areas, place_code, lon, lat, confidential, eligibility, access, languages,
            capacity, wait_days, capacity_at, verified_at, verified_how, funding_ends_on, invented)
          values ($1, $2, $3, 'DOC.BIRTH', 'DOC', $4, '{"ar": "خدمة", "en": "Offer"}', $5, $6, $7, $8, $9, $10, '{"phone": true}', $11, $12, $13, now(),
            coalesce($14::timestamptz, now() - interval '40 days'), 'call', $15, true)`,
          [
            testId(),
            organisations.bridges,
            sites.bridges,
            row.state,
            [area],
            sited[place],
            row.lon,
            row.lat,
            row.confidential,
            JSON.stringify(row.eligibility),
            row.languages,
            row.capacity,
            row.wait_days,
            row.verified_at,
            row.funding_ends_on,
          ],
        )
      }
    }, 'loader'),
  )
}

async function same(path: string, body?: unknown): Promise<unknown> {
  const now = new Date().toISOString()
  house.at(now)
  const [server, here] = await Promise.all([
    body === undefined ? amina.get(path) : amina.post(path, body),
    answerHere(body === undefined ? { path } : { path, body }, device.copy, now),
  ])
  house.at(null)
  if (here === 'not_here') throw new Error(`${path} is not here`)
  const said = here.kind === 'ok' ? here.data : { refusal: here.refusal }
  const expected = server.status === 200 ? asFarAsHeld(path, server.body) : refusalOf(server.body)
  expect(JSON.parse(JSON.stringify(said)), path).toEqual(expected)
  return server.body
}

/** The sentence to a refusal is put by the app, in its reader's language. */
function refusalOf(body: unknown): unknown {
  const { code, details } = (body as { refusal: { code: string; details: object } }).refusal
  return { refusal: { code, details } }
}

describe('without network Amina reads', () => {
  it('every case of hers with all beneath it, as the server shows it', async () => {
    const open = (await same('/api/cases?mine=1&sort=due&limit=50')) as Page<CaseListItem>
    const closed = (await same('/api/cases?mine=1&closed=1')) as Page<CaseListItem>
    expect([open.items.length, closed.items.length]).toEqual([4, 1])
    for (const { id } of [...open.items, ...closed.items]) {
      const file = (await same(`/api/cases/${id}`)) as CaseAnswer
      await same(`/api/cases/${id}/consents`)
      await same(`/api/cases/${id}/facts`)
      await same(`/api/cases/${id}/files`)
      await same(`/api/cases/${id}/copy`)
      for (const referral of file.referrals) await same(`/api/referrals/${referral.id}`)
    }
  })

  it('her day, and her list by every filter and page after page', async () => {
    const day = (await same('/api/day')) as DayAnswer
    expect(day.counts.late).toBeGreaterThan(0)
    const { sites } = world
    for (const filter of [
      '',
      'late=1',
      'mine=1&late=1',
      'state=intake',
      'urgency=U3',
      'urgency=U0',
      `site=${sites.mosul}`,
      `site=${sites.hamdaniya}`,
      'closed=1&urgency=U3',
      `officer=${world.accounts.amina}&sort=due`,
    ])
      await same(`/api/cases?${filter}`)
    for (const closed of ['', '&closed=1']) {
      let after: string | undefined
      do {
        const page = (await same(
          `/api/cases?limit=2${closed}${after ? `&after=${encodeURIComponent(after)}` : ''}`,
        )) as Page<CaseListItem>
        after = page.next
      } while (after)
    }
    await same('/api/cases?after=made-up')
  })

  it('which offers fit each need, with every reason, and why the others do not', async () => {
    const { items } = (await same('/api/cases')) as Page<CaseListItem>
    let seen = 0
    for (const { id } of items) {
      const file = (await same(`/api/cases/${id}`)) as CaseAnswer
      for (const need of file.needs) {
        const answer = (await same(`/api/match?needId=${need.id}&femaleStaff=1`)) as MatchAnswer
        await same(`/api/match?needId=${need.id}&ramp=1`)
        seen += answer.items.length + answer.excluded.length
      }
      for (const service of ['DOC.BIRTH', 'SHE.TEMPOR', 'LEG.COUNS']) {
        const answer = (await same(`/api/match?caseId=${id}&service=${service}`)) as MatchAnswer
        seen += answer.items.length + answer.excluded.length
      }
    }
    expect(seen).toBeGreaterThan(20)
    await same(`/api/match?caseId=${items[0]?.id}&service=NO.SUCH`)
    await same('/api/match')
  })

  it('the directory of her area, and nothing of a confidential place', async () => {
    for (const offer of Object.values(offers)) await same(`/api/offers/${offer}`)
    const list = (await same('/api/offers?place=IQG15&limit=50')) as Page<OfferAnswer>
    expect(list.items.some(({ confidential }) => confidential)).toBe(true)
    expect(JSON.stringify(device.copy.kept.offers)).not.toContain('blue gate')
    for (const offer of device.copy.kept.offers.offers.filter(({ confidential }) => confidential))
      expect([offer.lon, offer.lat, offer.placeCode, offer.contactPublic]).toEqual([
        null,
        null,
        'IQG15',
        null,
      ])
    await same('/api/offers?sector=DOC&place=IQG15Q05')
    await same('/api/offers?service=EDU.ENROL')
    await same('/api/organisations')
    await same('/api/sites')
    await same(`/api/sites?organisation=${organisations.bridges}`)
    await same('/api/places')
    await same('/api/places?level=1')
    await same('/api/me')
  })

  it('whom she searches among her own cases: by name, also misspelt, by code, by telephone', async () => {
    const { items } = (await same('/api/cases')) as Page<CaseListItem>
    const file = (await same(`/api/cases/${items[0]?.id}`)) as CaseAnswer
    for (const text of ['هدى حسن', 'Huda Hasan', 'زيتون', file.code, file.person.code, 'xy'])
      await same('/api/people/search', { text })
    await same('/api/people/search', { text: 'هدى حسن', sex: 'female', birthYear: 1990 })
    await same('/api/people/search', { text: '...' })
    expect(items.length).toBe(4)
  })

  it('and is told what the device does not hold', async () => {
    const now = new Date().toISOString()
    for (const path of [`/api/cases/${testId()}`, `/api/referrals/${testId()}`, '/api/team', '/api/alerts'])
      expect(await answerHere({ path }, device.copy, now), path).toBe('not_here')
  })
})

describe('what a device keeps beside its cases', () => {
  const versions = () =>
    house.house.database.asSession(hashToken(amina.token), async (tx, identity) =>
      referenceVersions(tx, await identity, house.house),
    )
  const behind = (sql: string) => withOwner(house.db.admin, (admin) => admin.rows(sql))

  it('is fetched again when it is another, and only that', async () => {
    const before = await versions()
    expect(await versions()).toEqual(before)
    await behind(`update offer set capacity = 'waitlist' where id = '${offers.birth}'`)
    house.at(soon(0.01))
    expect(await versions(), 'offers follow within the hour').toEqual(before)
    house.at(soon(0.1))
    const later = await versions()
    expect(changed(before, later)).toEqual(['/sync/offers'])
    await behind(`update account set display_name = 'Amina Yusuf' where id = '${world.accounts.amina}'`)
    house.at(soon(0.2))
    expect(changed(later, await versions())).toEqual(['/api/me', '/sync/names'])
    house.at(null)
  })

  it('is for those who work on cases, and holds no colleague of another organisation', async () => {
    expect((await dara.get('/sync/offers')).status).toBe(403)
    expect((await dara.get('/sync/names')).status).toBe(403)
    expect(JSON.stringify(device.copy.kept.names)).not.toContain('Dara')
    expect(device.copy.kept.names.accounts.map(({ displayName }) => displayName)).toContain('Sana')
  })
})

function changed(before: object, after: object): string[] {
  return Object.keys(after)
    .filter((path) => Reflect.get(before, path) !== Reflect.get(after, path))
    .sort()
}
