import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openOffices,
  type Offices,
  places,
  type TestAccount,
  type TestOffice,
} from '../../tests/support/offices.ts'
import type { MatchAnswer, OfferAnswer, Page } from '../records/answers.ts'
import { servicesRoutes } from './services.routes.ts'

type Session = Awaited<ReturnType<Offices['session']>>
let offices: Offices
let server: FastifyInstance
let ministry: TestOffice
let ngo: TestOffice
let shelter: TestOffice
let amina: TestAccount
let officer: Session
let provider: Session
let secretOffer: string

const secrets = ['شارع الزهور 14', '43.171717', '36.353535', '0770 111 2233', 'Zanjili house']

beforeAll(async () => {
  offices = await openOffices()
  server = offices.serve(servicesRoutes)
  ministry = await offices.organisation('وزارة متخيلة')
  ngo = await offices.organisation('منظمة متخيلة', { family: 'national_ngo' })
  shelter = await offices.organisation('Zanjili house', { family: 'local_cso', confidential: true })
  amina = await offices.account('amina', ministry, ['caseworker'])
  officer = await offices.session(amina)
  provider = await offices.session(await offices.account('dara', ngo, ['provider_focal_point']))
  await offices.load(async (owner) => {
    await owner.rows(
      `update organisation set names = '{"ar":"منظمة آمنة","en":"Safe organisation"}' where id = $1`,
      [shelter.organisationId],
    )
    await owner.rows(
      'insert into site_private (site_id, organisation_id, address, phone, lon, lat) values ($1, $2, $3, $4, 43.171717, 36.353535)',
      [shelter.siteId, shelter.organisationId, JSON.stringify({ street: 'شارع الزهور 14' }), '0770 111 2233'],
    )
  })
  secretOffer = await offices.offer(shelter, 'SHE.RENT', {
    confidential: true,
    contact_for_referral: { name: 'متخيلة', phone: '0770 111 2233' },
  })
})
afterAll(() => offices.close())

const read = async <T>(url: string, session: Session) => {
  const answer = await server.inject({ url, headers: session.headers })
  return { status: answer.statusCode, body: answer.body, json: answer.json<T>() }
}

describe('the directory', () => {
  it('shows an officer what is published, and a provider all of its own', async () => {
    const draft = await offices.offer(ngo, 'LEG.COUNS', { state: 'draft' })
    const open = await offices.offer(ngo, 'LEG.COUNS')
    const old = await offices.offer(ngo, 'LEG.COUNS', { verified_at: '2026-01-01T00:00:00Z' })
    const idsOf = ({ json }: { json: Page<OfferAnswer> }) => json.items.map(({ id }) => id)
    const seen = idsOf(await read('/api/offers?service=LEG.COUNS', officer))
    expect(seen).toContain(open)
    expect(seen).not.toContain(draft)
    expect(seen).not.toContain(old)
    expect(idsOf(await read('/api/offers?mine=1', provider))).toEqual(
      expect.arrayContaining([draft, open, old]),
    )
    expect((await read(`/api/offers/${draft}`, officer)).status).toBe(404)
    expect((await read<OfferAnswer>(`/api/offers/${old}`, officer)).json.freshness).toBe('hidden')
  })

  it('goes on page by page, without losing or repeating one', async () => {
    for (let count = 0; count < 7; count++) await offices.offer(ngo, count % 2 ? 'EDU.ENROL' : 'EDU.CATCHU')
    const seen: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { json }: { json: Page<OfferAnswer> } = await read(
        `/api/offers?sector=EDU&limit=3${next ? `&after=${next}` : ''}`,
        officer,
      )
      seen.push(...json.items.map(({ id }) => id))
      next = json.next
    }
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
    expect((await read('/api/offers?after=nonsense', officer)).status).toBe(422)
  })

  it('finds by place what covers it, what lies in it, and refuses a place that does not exist', async () => {
    const near = await offices.offer(ngo, 'HEA.PHC', { areas: [places.ninewa] })
    const there = await offices.offer(ngo, 'HEA.PHC', { areas: [places.hamdaniya] })
    const ids = async (place: string) =>
      (await read<Page<OfferAnswer>>(`/api/offers?service=HEA.PHC&place=${place}`, officer)).json.items.map(
        ({ id }) => id,
      )
    expect(await ids(places.mosul)).toEqual([near])
    expect((await ids(places.ninewa)).sort()).toEqual([near, there].sort())
    expect(await ids(places.basra)).toEqual([])
    expect((await read('/api/offers?place=IQG99', officer)).status).toBe(422)
  })

  it("tells a focal point's name to who works on cases, not to other providers", async () => {
    const id = await offices.offer(ministry, 'INF.RIGHTS', { contact_for_referral: { name: 'Focal person' } })
    expect((await read(`/api/offers/${id}`, officer)).body).toContain('Focal person')
    expect((await read(`/api/offers/${id}`, provider)).body).not.toContain('Focal person')
  })

  it('needs a session, but the taxonomy is public', async () => {
    for (const url of ['/api/offers', '/api/organisations', '/api/sites', '/api/match'])
      expect((await server.inject({ url })).statusCode).toBe(401)
    const taxonomy = await server.inject({ url: '/api/services' })
    expect(taxonomy.json().items).toHaveLength(103)
  })
})

describe('a confidential place', () => {
  it('leaves the server in no answer: not in lists, one offer, matching, sites or organisations, whatever the filter', async () => {
    const { caseId, needId } = await offices.caseFile(amina, ministry, 'SHE.RENT')
    const asked = [
      '/api/offers',
      `/api/offers?place=${places.mosul}`,
      `/api/offers?place=${places.hamdaniya}`,
      '/api/offers?service=SHE.RENT',
      `/api/offers/${secretOffer}`,
      `/api/match?needId=${needId}`,
      `/api/match?caseId=${caseId}&service=SHE.RENT`,
      '/api/organisations',
      '/api/sites',
      `/api/sites?organisation=${shelter.organisationId}`,
    ]
    for (const session of [officer, provider])
      for (const url of asked) {
        const { body } = await read(url, session)
        for (const secret of [...secrets, `"${places.mosul}/`]) expect(body, url).not.toContain(secret)
      }
    const { json } = await read<OfferAnswer>(`/api/offers/${secretOffer}`, officer)
    expect(json).toMatchObject({
      placeCode: places.ninewa,
      areas: [places.ninewa],
      site: { placeCode: places.ninewa },
      contactPublic: null,
      contactForReferral: null,
      confidential: true,
    })
  })

  it('does not show which part of the governorate it serves by being found there only', async () => {
    const found = async (place: string) =>
      (await read<Page<OfferAnswer>>(`/api/offers?service=SHE.RENT&place=${place}`, officer)).json.items
        .length
    expect(await found(places.mosul)).toBe(await found(places.hamdaniya))
    const matched = async (place: string) => {
      const { needId } = await offices.caseFile(amina, ministry, 'SHE.RENT', { place_code: place })
      const { json } = await read<MatchAnswer>(`/api/match?needId=${needId}`, officer)
      return json.items.map(({ offer, distanceKm }) => [offer.id, distanceKm])
    }
    expect(await matched(places.hamdaniya)).toEqual([[secretOffer, null]])
    expect(await matched(places.mosul)).toEqual([[secretOffer, null]])
  })

  it('is known to its own organisation', async () => {
    const own = await offices.session(await offices.account('guard', shelter, ['provider_focal_point']))
    expect((await read(`/api/offers/${secretOffer}`, own)).json).toMatchObject({
      site: { names: { ar: 'Zanjili house' } },
      mine: true,
    })
    expect((await read('/api/sites', own)).body).toContain(shelter.siteId)
  })
})

describe('finding a service', () => {
  it('puts the nearest first with its reasons, and says of each one left out why', async () => {
    const here = await offices.offer(ngo, 'LIV.VOCTRA', { lon: 43.13, lat: 36.34, areas: [places.ninewa] })
    const there = await offices.offer(ngo, 'LIV.VOCTRA', { lon: 43.38, lat: 36.27, areas: [places.ninewa] })
    const next = await offices.offer(ngo, 'LIV.VOCTRA', {
      lon: 43.38,
      lat: 36.27,
      areas: [places.hamdaniya],
      place_code: places.hamdaniya,
    })
    const basra = await offices.offer(ngo, 'LIV.VOCTRA', {
      lon: 47.8,
      lat: 30.5,
      areas: [places.basra],
      place_code: places.basra,
    })
    const men = await offices.offer(ngo, 'LIV.VOCTRA', { eligibility: { sexes: ['male'] } })
    const full = await offices.offer(ngo, 'LIV.VOCTRA', { capacity: 'no' })
    const unsigned = await offices.offer(
      await offices.organisation('بلا بروتوكول', { protocol: false }),
      'LIV.VOCTRA',
    )
    const forgotten = await offices.offer(ngo, 'LIV.VOCTRA', { verified_at: '2026-01-01T00:00:00Z' })
    const other = await offices.offer(ngo, 'LIV.LOAN')
    const { needId, caseId } = await offices.caseFile(amina, ministry, 'LIV.VOCTRA')
    const { json } = await read<MatchAnswer>(`/api/match?needId=${needId}`, officer)
    expect(json.items.map(({ offer }) => offer.id)).toEqual([here, there])
    expect(json.items[0]).toMatchObject({ distanceKm: 0, closedBecause: null })
    expect(json.items[0]?.reasons.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['matching.why.language', 'matching.why.places']),
    )
    expect(
      json.items.map(({ score, reasons }) => score - reasons.reduce((sum, { points }) => sum + points, 0)),
    ).toEqual([0, 0])
    const why = Object.fromEntries(
      json.excluded.map(({ offerId, rules }) => [offerId, rules.map(({ key }) => key.split('.').at(-1))]),
    )
    expect(why).toMatchObject({
      [next]: ['area'],
      [men]: ['sex'],
      [full]: ['capacity'],
      [unsigned]: ['protocol'],
      [forgotten]: ['freshness'],
    })
    for (const elsewhere of [other, basra]) expect(JSON.stringify(json)).not.toContain(elsewhere)
    const byService = await read<MatchAnswer>(`/api/match?caseId=${caseId}&service=LIV.VOCTRA`, officer)
    expect(byService.json.items.map(({ offer }) => offer.id)).toEqual([here, there])
  })

  it('does not propose again who lately said no, and marks where a try is still open', async () => {
    const said = await offices.offer(ngo, 'CSH.EMERG')
    const tried = await offices.offer(ngo, 'CSH.EMERG')
    const { caseId, needId } = await offices.caseFile(amina, ministry, 'CSH.EMERG')
    await offices.load(async (owner) => {
      for (const [offer, state, key] of [
        [said, 'declined', null],
        [tried, 'sent', `${needId} ${tried}`],
      ] as const)
        await owner.rows(
          `with r as (insert into referral (id, code, organisation_id, site_id, officer_id, receiver_organisation_id, receiver_site_id, offer_id, service, urgency, state, shared_items,
            drafted_at, sent_at, answered_at, programme, programme_version, state_since)
            values (gen_random_uuid(), gen_random_uuid()::text, $1, $2, $3, $4, $5, $6, 'CSH.EMERG', 'U3', $7, '{}', now(), now(), case when $7 = 'declined' then now() end, 'nrm', 1, now()) returning id)
          insert into referral_origin (referral_id, organisation_id, case_id, need_id, person_id, open_key)
          select r.id, $1, $8, $9, (select person_id from case_file where id = $8), $10 from r`,
          [
            ministry.organisationId,
            ministry.siteId,
            amina.accountId,
            ngo.organisationId,
            ngo.siteId,
            offer,
            state,
            caseId,
            needId,
            key,
          ],
        )
    })
    const { json } = await read<MatchAnswer>(`/api/match?needId=${needId}`, officer)
    expect(json.items.map(({ offer, closedBecause }) => [offer.id, closedBecause])).toEqual([
      [tried, 'referral.duplicate'],
    ])
    expect(json.excluded).toMatchObject([{ offerId: said, rules: [{ key: 'matching.excluded.asked' }] }])
  })

  it('is only for a case one may see', async () => {
    const elsewhere = await offices.organisation('منظمة أخرى')
    const stranger = await offices.session(await offices.account('stranger', elsewhere, ['caseworker']))
    const { caseId, needId } = await offices.caseFile(amina, ministry, 'LIV.VOCTRA')
    expect(
      (await read<{ refusal: { code: string } }>(`/api/match?needId=${needId}`, stranger)).json.refusal.code,
    ).toBe('need.not_found')
    expect(
      (await read<{ refusal: { code: string } }>(`/api/match?caseId=${caseId}&service=LIV.VOCTRA`, stranger))
        .json.refusal.code,
    ).toBe('case.not_found')
    expect((await read(`/api/match?needId=${needId}`, provider)).status).toBe(403)
    expect(
      (await read<{ refusal: { code: string } }>(`/api/match?caseId=${caseId}&service=NO.SUCH`, officer)).json
        .refusal.code,
    ).toBe('need.service_unknown')
    expect((await read(`/api/match?service=LIV.VOCTRA`, officer)).status).toBe(422)
  })
})

describe('a provider keeps its offers true', () => {
  it('in one tap each: still correct, and how much room there is', async () => {
    const id = await offices.offer(ngo, 'MHP.COUNSE', {
      verified_at: '2026-01-01T00:00:00Z',
      state: 'hidden',
    })
    expect(await offices.act(provider, 'offer.confirm', { offerId: id })).toMatchObject({
      outcome: 'applied',
      result: { state: 'published' },
    })
    expect(
      await offices.act(provider, 'offer.set_capacity', { offerId: id, capacity: 'waitlist', waitDays: 14 }),
    ).toMatchObject({ outcome: 'applied' })
    expect((await read(`/api/offers/${id}`, officer)).json).toMatchObject({
      freshness: 'fresh',
      capacity: 'waitlist',
      waitDays: 14,
      state: 'published',
    })
  })

  it('but not those of others', async () => {
    const id = await offices.offer(ministry, 'INF.SUPLET')
    for (const [name, input] of [
      ['offer.confirm', { offerId: id }],
      ['offer.set_capacity', { offerId: id, capacity: 'no' }],
    ] as const)
      expect(await offices.act(provider, name, input)).toMatchObject({
        outcome: 'refused',
        refusal: { code: 'offer.not_yours' },
      })
    expect(await offices.act(officer, 'offer.confirm', { offerId: id })).toMatchObject({
      refusal: { code: 'permission.missing' },
    })
  })

  it('and writes new ones, confidential wherever the place is', async () => {
    const input = {
      offerId: '0192f0c1-0000-7000-8000-000000000001',
      siteId: ngo.siteId,
      service: 'LEG.COUNS',
      names: { ar: 'مشورة', en: 'Counsel' },
      areas: [places.mosul],
      state: 'published',
    }
    expect(await offices.act(provider, 'offer.save', input)).toMatchObject({
      outcome: 'applied',
      result: { state: 'draft', confidential: false },
    })
    expect((await read(`/api/offers/${input.offerId}`, officer)).status).toBe(404)
    await offices.load((owner) =>
      owner.rows(`update organisation set unit_kind = 'momd_branch' where id = $1`, [
        ministry.organisationId,
      ]),
    )
    expect(
      await offices.act(officer, 'offer.verify', {
        checkId: '0192f0c1-0000-7000-8000-000000000003',
        offerId: input.offerId,
        how: 'call',
        onDay: offices.house.now().slice(0, 10),
        said: 'correct',
      }),
    ).toMatchObject({ result: { state: 'published' } })
    expect(
      await offices.act(provider, 'offer.save', {
        ...input,
        names: { ar: 'مشورة قانونية', en: 'Legal counsel' },
        state: undefined,
        capacity: 'yes',
      }),
    ).toMatchObject({ outcome: 'applied' })
    expect((await read(`/api/offers/${input.offerId}`, officer)).json).toMatchObject({
      names: { en: 'Legal counsel' },
      capacity: 'yes',
      sector: 'LEG',
    })
    for (const [wrong, code] of [
      [{ siteId: ministry.siteId }, 'site.not_found'],
      [{ service: 'NO.SUCH' }, 'need.service_unknown'],
      [{ areas: ['IQG99'] }, 'place.unknown'],
      [{ service: 'LEG.REPRES' }, 'record.changed'],
      [{ cost: 'free' }, 'input.invalid'],
      [{ names: { ar: 'a\u202Eb', en: 'x' } }, 'input.hidden_characters'],
    ] as const)
      expect(await offices.act(provider, 'offer.save', { ...input, ...wrong }), code).toMatchObject({
        outcome: 'refused',
        refusal: { code },
      })
    const guard = await offices.session(await offices.account('guard2', shelter, ['provider_focal_point']))
    const hidden = {
      ...input,
      offerId: '0192f0c1-0000-7000-8000-000000000002',
      siteId: shelter.siteId,
      contactPublic: { phone: '0770 111 2233' },
    }
    expect(await offices.act(guard, 'offer.save', hidden)).toMatchObject({ result: { confidential: true } })
    expect((await read(`/api/offers/${hidden.offerId}`, officer)).body).not.toContain('0770')
  })
})
