import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { match } from './matching.ts'
import type { MatchContext, MatchRequest, Offer } from './offer.ts'
import { type RuleName, ruleNames } from './rules.ts'
import { kilometres } from './score.ts'
import words from './words.json' with { type: 'json' }

const context: MatchContext = { today: '2026-11-22' }
const daysAgo = (days: number) =>
  new Date(Date.parse('2026-11-22T09:00:00.000Z') - days * 86_400_000).toISOString()

/** An invented legal office in Mosul that serves everyone in Ninewa. */
const legalOffice: Offer = {
  id: 'legal-office',
  organisationId: 'invented-ngo',
  organisationName: {
    ar: 'منظمة مخترعة',
    ckb: 'ڕێکخراوی خەیاڵی',
    kmr: 'ڕێکخراوا خەیالی',
    en: 'Invented NGO',
  },
  siteId: 'mosul',
  service: 'DOC.UNIFID',
  sector: 'DOC',
  state: 'published',
  areas: ['IQG15'],
  placeCode: 'IQG15Q05',
  lon: 43.13,
  lat: 36.34,
  confidentialLocation: false,
  eligibility: { documentsNeeded: [], documentsNotNeeded: [], excludes: [] },
  access: {
    walkIn: false,
    referralOnly: false,
    phone: false,
    remote: false,
    ramp: true,
    womenOnlyHours: false,
    femaleStaff: true,
    interpreter: [],
    childcare: false,
    transportPaid: false,
  },
  languages: ['ar'],
  capacity: 'yes',
  waitDays: null,
  verifiedAt: daysAgo(10),
  verifyEveryDays: 60,
  fundingEndsOn: null,
  ispSigned: true,
  organisationState: 'active',
  unitKind: 'provider',
  cost: 'free',
}
const zahra: MatchRequest = {
  service: 'DOC.UNIFID',
  placeCode: 'IQG15Q05S1',
  placeAncestors: ['IQG15Q05', 'IQG15'],
  lon: 43.15,
  lat: 36.35,
  statusCategory: 'idp_returnee',
  ageBand: '30-59',
  birthYear: 1990,
  sex: 'female',
  nationality: 'IQ',
  language: 'ar',
  wantsFemaleStaff: false,
  householdTypes: ['single_parent'],
  documentsHeld: ['csid'],
  needsRamp: false,
  referredBy: 'state',
  excludedOffers: [],
  safetyFlags: [],
  avoid: {},
}
const offer = (over: Partial<Offer> = {}): Offer => ({ ...legalOffice, ...over })
const serving = (over: Partial<Offer['eligibility']>): Offer =>
  offer({ eligibility: { ...legalOffice.eligibility, ...over } })
const request = (over: Partial<MatchRequest> = {}): MatchRequest => ({ ...zahra, ...over })
const whyNot = (one: Offer, asked: MatchRequest = zahra) =>
  match(asked, [one], context).excluded[0]?.violations.map((violation) => violation.rule) ?? []
const found = (one: Offer, asked: MatchRequest = zahra) => match(asked, [one], context).matches[0]
const keys = (one: Offer, asked: MatchRequest = zahra) =>
  found(one, asked)?.parts.map((part) => part.key) ?? []

describe('an offer is left out', () => {
  const cases: [RuleName, Offer, MatchRequest?][] = [
    ['service', offer({ service: 'DOC.RATION' })],
    ['safety', serving({ excludes: ['family_violence'] }), request({ safetyFlags: ['family_violence'] })],
    ['safety', offer(), request({ avoid: { organisations: ['invented-ngo'] } })],
    ['safety', offer(), request({ avoid: { sites: ['mosul'] } })],
    ['safety', offer(), request({ avoid: { places: ['IQG15Q05'] } })],
    ['safety', offer(), request({ avoid: { languages: ['ar', 'ckb'] } })],
    ['organisation', offer({ organisationState: 'suspended' })],
    ['protocol', offer({ ispSigned: false })],
    ['needToKnow', offer({ unitKind: 'moi_police' })],
    ['published', offer({ state: 'hidden' })],
    ['cost', offer({ cost: 'paid' })],
    ['funding', offer({ fundingEndsOn: '2026-11-21' })],
    ['freshness', offer({ verifiedAt: daysAgo(91) })],
    ['asked', offer(), request({ excludedOffers: ['legal-office'] })],
    ['area', offer({ areas: ['IQG13'] })],
    ['status', serving({ statusCategories: ['returnee_from_abroad'] })],
    ['sex', serving({ sexes: ['male'] })],
    ['age', serving({ maxAge: 17 })],
    ['household', serving({ householdTypes: ['older_alone'] })],
    ['nationality', serving({ nationalities: ['SY'] })],
    ['documents', serving({ documentsNeeded: ['csid', 'pds'] })],
    ['referrer', serving({ referralBy: ['local_cso'] })],
    ['capacity', offer({ capacity: 'no' })],
  ]

  it.each(cases)('by the rule "%s", and by that rule alone', (rule, one, asked) => {
    expect(whyNot(one, asked)).toEqual([rule])
  })

  it('by every rule it breaks, the weightiest first', () => {
    expect(whyNot(offer({ capacity: 'no', ispSigned: false, areas: ['IQG13'] }))).toEqual([
      'protocol',
      'area',
      'capacity',
    ])
  })

  it('with the documents that are lacking and the days since it was confirmed', () => {
    const lacking = match(zahra, [serving({ documentsNeeded: ['csid', 'pds'] })], context).excluded[0]
      ?.violations[0]
    expect(lacking).toEqual({ rule: 'documents', key: 'matching.excluded.documents', codes: ['pds'] })
    const old = match(zahra, [offer({ verifiedAt: daysAgo(120) })], context).excluded[0]?.violations[0]
    expect(old?.values).toEqual({ days: 120 })
  })

  it('has every rule tried here', () => {
    expect([...new Set(cases.map(([rule]) => rule))]).toEqual(ruleNames)
  })

  it('when it is mediation and anyone is to be feared, whatever the offer itself says', () => {
    for (const service of ['COH.MEDIAT', 'HLP.MEDIA'])
      expect(whyNot(offer({ service }), request({ service, safetyFlags: ['family_violence'] }))).toEqual([
        'safety',
      ])
  })

  it('after 45 days when it is urgent, after 90 otherwise', () => {
    expect(whyNot(offer({ verifyEveryDays: 30, verifiedAt: daysAgo(46) }))).toEqual(['freshness'])
    expect(whyNot(offer({ verifyEveryDays: 30, verifiedAt: daysAgo(45) }))).toEqual([])
    expect(whyNot(offer({ verifiedAt: daysAgo(90) }))).toEqual([])
  })
})

describe('what somebody wants to keep away from', () => {
  const lies: MatchContext = { ...context, liesIn: (area, place) => area.startsWith(place) }
  const away = (places: string[], one: Offer) => match(request({ avoid: { places } }), [one], lies)

  it('holds for everything inside a place, and is asked about where only the district is known', () => {
    expect(away(['IQG15'], offer()).excluded).toHaveLength(1)
    const near = away(['IQG15Q05S3'], offer()).matches[0]
    expect(near?.parts.map(({ key }) => key)).toContain('matching.ask.safety')
    expect(away(['IQG13'], offer()).matches[0]?.parts.map(({ key }) => key)).not.toContain(
      'matching.ask.safety',
    )
  })

  it('is asked about at a confidential place, wherever it is: nothing can be learned by trying', () => {
    const hidden = offer({ confidentialLocation: true })
    for (const places of [['IQG15Q05'], ['IQG15'], ['IQG01']])
      expect(away(places, hidden).matches[0]?.parts.map(({ key }) => key)).toContain('matching.ask.safety')
  })

  it('is asked about where some of the staff speak another language', () => {
    const mixed = offer({ languages: ['ar', 'kmr'] })
    expect(keys(mixed, request({ avoid: { languages: ['ar'] } }))).toContain('matching.ask.safety')
  })
})

describe('an unknown fact', () => {
  it('becomes a question, never an exclusion', () => {
    const strict = serving({
      statusCategories: ['idp'],
      sexes: ['male'],
      minAge: 18,
      householdTypes: ['older_alone'],
      nationalities: ['SY'],
      documentsNeeded: ['unid'],
      referralBy: ['local_cso'],
    })
    const unknown = request({
      placeCode: null,
      placeAncestors: [],
      statusCategory: null,
      ageBand: 'unknown',
      birthYear: null,
      sex: 'not_recorded',
      nationality: null,
      householdTypes: null,
      documentsHeld: null,
      referredBy: null,
    })
    const asks = keys(strict, unknown).filter((key) => key.startsWith('matching.ask.'))
    expect(asks).toEqual(
      ['area', 'status', 'sex', 'age', 'household', 'nationality', 'documents', 'referrer'].map(
        (fact) => `matching.ask.${fact}`,
      ),
    )
  })

  it('is asked when the age band lies only partly within the ages served, or the place may lie in the area', () => {
    expect(keys(serving({ maxAge: 35 }), request({ birthYear: null }))).toContain('matching.ask.age')
    expect(keys(serving({ maxAge: 35 }), request({ birthYear: 1990 }))).toContain('matching.ask.age')
    expect(keys(serving({ maxAge: 35 }), request({ birthYear: 1991 }))).not.toContain('matching.ask.age')
    const inNinewa = request({ placeCode: 'IQG15', placeAncestors: [] })
    const liesIn = (area: string, place: string) => area.startsWith(place)
    const answer = match(inNinewa, [offer({ areas: ['IQG15Q05'] })], { ...context, liesIn })
    expect(answer.matches[0]?.parts.map((part) => part.key)).toContain('matching.ask.area')
  })
})

describe('offers are ranked with their reasons', () => {
  it('the near one that speaks the language and has a place comes first', () => {
    const far = offer({ id: 'far', lon: 41.9, lat: 36.32 })
    const foreign = offer({ id: 'foreign', languages: ['en'] })
    const full = offer({ id: 'full', capacity: 'waitlist', waitDays: 60 })
    expect(match(zahra, [full, foreign, far, legalOffice], context).matches[0]?.offerId).toBe('legal-office')
    expect(keys(far)).toContain('matching.why.far')
    expect(keys(full)).toContain('matching.why.waitlist')
  })

  it('warns when nobody can interpret, no woman works there though one was asked for, or the facts are old', () => {
    const warnings = (one: Offer, asked?: MatchRequest) =>
      found(one, asked)?.warnings.map((warning) => warning.key)
    expect(warnings(offer())).toEqual([])
    expect(warnings(offer(), request({ language: 'kmr' }))).toEqual(['matching.warning.noInterpreter'])
    const men = offer({ access: { ...legalOffice.access, femaleStaff: false, ramp: false } })
    expect(warnings(men, request({ wantsFemaleStaff: true, needsRamp: true }))).toEqual([
      'matching.warning.noWoman',
      'matching.warning.noRamp',
    ])
    expect(warnings(offer({ verifiedAt: daysAgo(70), fundingEndsOn: '2026-12-01' }))).toEqual([
      'matching.warning.stale',
      'matching.warning.fundingEndsSoon',
    ])
  })

  it('measures Mosul to Erbil as the crow flies', () => {
    expect(kilometres(43.13, 36.34, 44.01, 36.19)).toBe(81)
  })

  it('says nothing about where a confidential place is', () => {
    const where = fc.record({
      placeCode: fc.constantFrom('IQG15Q05S1', 'IQG13', 'x'),
      lon: fc.option(fc.double({ min: 38, max: 49, noNaN: true })),
      lat: fc.option(fc.double({ min: 29, max: 38, noNaN: true })),
    })
    fc.assert(
      fc.property(where, where, (one, other) => {
        const confidential = (place: typeof one) =>
          match(zahra, [offer({ ...place, confidentialLocation: true })], context)
        expect(confidential(one)).toEqual(confidential(other))
        expect(confidential(one).matches[0]?.km).toBeNull()
      }),
    )
  })
})

const list = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined })
const anyOffer = (id: string): fc.Arbitrary<Offer> =>
  fc.record({
    id: fc.constant(id),
    organisationId: fc.constant('o'),
    organisationName: fc.constant({}),
    siteId: fc.constant('s'),
    service: fc.constantFrom('DOC.UNIFID', 'DOC.UNIFID', 'DOC.UNIFID', 'COH.MEDIAT'),
    sector: fc.constant('DOC'),
    state: fc.constantFrom('published', 'published', 'stale', 'hidden', 'draft'),
    areas: fc.subarray(['IQG15', 'IQG15Q05', 'IQG13'], { minLength: 1 }),
    placeCode: fc.constantFrom('IQG15Q05S1', 'IQG15Q05', 'IQG13'),
    lon: fc.option(fc.constantFrom(43.1, 44.9)),
    lat: fc.option(fc.constantFrom(36.3, 33.3)),
    confidentialLocation: fc.boolean(),
    eligibility: fc.record({
      statusCategories: list('idp', 'idp_returnee'),
      sexes: list('female', 'male', 'not_recorded'),
      minAge: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
      maxAge: fc.option(fc.integer({ min: 20, max: 99 }), { nil: undefined }),
      householdTypes: list('single_parent', 'older_alone'),
      nationalities: list('IQ', 'SY'),
      documentsNeeded: fc.subarray(['unid', 'csid']),
      documentsNotNeeded: fc.constant([]),
      referralBy: list('state', 'local_cso'),
      excludes: fc.subarray(['family_violence']),
    }),
    access: fc.constant(legalOffice.access),
    languages: fc.subarray(['ar', 'ckb', 'kmr']),
    capacity: fc.constantFrom('yes', 'yes', 'ask', 'waitlist', 'no'),
    waitDays: fc.option(fc.integer({ min: 0, max: 200 })),
    verifiedAt: fc.integer({ min: 0, max: 100 }).map(daysAgo),
    verifyEveryDays: fc.constantFrom(30, 60),
    fundingEndsOn: fc.constantFrom(null, '2026-11-21', '2026-11-22', '2027-01-01'),
    ispSigned: fc.constantFrom(true, true, true, false),
    organisationState: fc.constantFrom('active', 'active', 'active', 'paused'),
    unitKind: fc.constantFrom('provider', 'provider', 'state_service', 'donor'),
    cost: fc.constantFrom('free', 'free', 'free', 'paid'),
  })
const offers = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, number) => anyOffer(`offer-${number}`))))
const requests: fc.Arbitrary<MatchRequest> = fc.record({
  service: fc.constantFrom('DOC.UNIFID', 'COH.MEDIAT'),
  placeCode: fc.constantFrom('IQG15Q05S1', null),
  placeAncestors: fc.constant(['IQG15Q05', 'IQG15']),
  lon: fc.constantFrom(43.2, null),
  lat: fc.constantFrom(36.4, null),
  statusCategory: fc.constantFrom('idp', 'idp_returnee', null),
  ageBand: fc.constantFrom('12-17', '30-59', '60+', 'unknown'),
  birthYear: fc.constantFrom(1990, 2011, null),
  sex: fc.constantFrom('female', 'male', 'not_recorded'),
  nationality: fc.constantFrom('IQ', 'SY', null),
  language: fc.constantFrom('ar', 'kmr', 'bn'),
  wantsFemaleStaff: fc.boolean(),
  householdTypes: fc.option(fc.subarray(['single_parent', 'older_alone'])),
  documentsHeld: fc.option(fc.subarray(['unid', 'csid'])),
  needsRamp: fc.boolean(),
  referredBy: fc.constantFrom('state', 'local_cso', null),
  excludedOffers: fc.subarray(['offer-1', 'offer-2']),
  safetyFlags: fc.subarray(['family_violence']),
  avoid: fc.record({ organisations: fc.subarray(['invented-ngo']), languages: fc.subarray(['ar', 'ckb']) }),
})

/** The rules once more, as a lawyer would write them down: which of them does this offer break for certain? */
function broken(one: Offer, asked: MatchRequest): RuleName[] {
  const { eligibility: who } = one
  const days = Math.floor((Date.parse('2026-11-22T09:00:00.000Z') - Date.parse(one.verifiedAt)) / 86_400_000)
  const bands: Readonly<Record<string, readonly [number, number]>> = {
    '12-17': [12, 17],
    '30-59': [30, 59],
    '60+': [60, 200],
  }
  const [low, high] =
    asked.birthYear !== null
      ? ([2026 - asked.birthYear - 1, 2026 - asked.birthYear] as const)
      : (bands[asked.ageBand] ?? [Number.NaN, Number.NaN])
  const not = (allowed: readonly string[] | undefined, value: string | null) =>
    allowed !== undefined && value !== null && !allowed.includes(value)
  const facts: Record<RuleName, boolean> = {
    service: one.service !== asked.service,
    safety:
      (asked.safetyFlags.includes('family_violence') &&
        (who.excludes.length > 0 || one.service === 'COH.MEDIAT')) ||
      asked.avoid.organisations?.includes(one.organisationId) === true ||
      (one.languages.length > 0 && one.languages.every((spoken) => asked.avoid.languages?.includes(spoken))),
    organisation: one.organisationState !== 'active',
    protocol: !one.ispSigned,
    needToKnow: one.unitKind === 'donor',
    published: !['published', 'stale'].includes(one.state),
    cost: one.cost !== 'free',
    funding: one.fundingEndsOn === '2026-11-21',
    freshness: days > (one.verifyEveryDays === 30 ? 45 : 90),
    asked: asked.excludedOffers.includes(one.id),
    area: asked.placeCode !== null && !one.areas.some((area) => 'IQG15Q05S1'.startsWith(area)),
    status: not(who.statusCategories, asked.statusCategory),
    sex: asked.sex !== 'not_recorded' && not(who.sexes, asked.sex),
    age: high < (who.minAge ?? 0) || low > (who.maxAge ?? 999),
    household:
      who.householdTypes !== undefined &&
      asked.householdTypes !== null &&
      !who.householdTypes.some((type) => asked.householdTypes?.includes(type)),
    nationality: not(who.nationalities, asked.nationality),
    documents:
      asked.documentsHeld !== null &&
      who.documentsNeeded.some((document) => !asked.documentsHeld?.includes(document)),
    referrer: not(who.referralBy, asked.referredBy),
    capacity: one.capacity === 'no',
  }
  return ruleNames.filter((rule) => facts[rule])
}

describe('for any request and any offers', () => {
  it('exactly the offers that break a rule are left out, each with exactly the rules it breaks', () => {
    fc.assert(
      fc.property(requests, offers, (asked, all) => {
        const answer = match(asked, all, context)
        expect(answer.matches.length + answer.excluded.length).toBe(all.length)
        for (const one of all) {
          const left = answer.excluded.find((exclusion) => exclusion.offerId === one.id)
          expect(left?.violations.map((violation) => violation.rule) ?? []).toEqual(broken(one, asked))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('the order is the same however the offers come, best first', () => {
    fc.assert(
      fc.property(requests, offers, fc.integer(), (asked, all, turn) => {
        const answer = match(asked, all, context)
        const shuffled = [...all].sort(
          (one, other) => (one.id + turn).localeCompare(other.id) * (turn % 2 ? 1 : -1),
        )
        expect(match(asked, shuffled, context).matches).toEqual(answer.matches)
        for (const [place, better] of answer.matches.entries())
          expect(better.points).toBeGreaterThanOrEqual(answer.matches[place + 1]?.points ?? -Infinity)
      }),
    )
  })

  it('one more offer takes nothing away from the others', () => {
    fc.assert(
      fc.property(requests, offers, anyOffer('newcomer'), (asked, all, newcomer) => {
        const before = match(asked, all, context).matches
        const after = match(asked, [...all, newcomer], context).matches.filter(
          (one) => one.offerId !== 'newcomer',
        )
        expect(after).toEqual(before)
      }),
    )
  })

  it('the points are the sum of the reasons shown, and every sentence has its words', () => {
    fc.assert(
      fc.property(requests, offers, (asked, all) => {
        const { matches, excluded } = match(asked, all, context)
        for (const one of matches)
          expect(one.parts.reduce((sum, part) => sum + part.points, 0)).toBe(one.points)
        const said = [
          ...matches.flatMap((one) => [...one.parts, ...one.warnings]),
          ...excluded.flatMap((one) => one.violations),
        ]
        for (const { key } of said) expect(words).toHaveProperty([key])
      }),
    )
  })
})
