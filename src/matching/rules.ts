import { mayServe } from '../permissions/need-to-know.ts'
import { type AgeRange, possibleAges } from '../people/age-bands.ts'
import type { Avoided, MatchContext, MatchRequest, Offer, Reason } from './offer.ts'

const day = 86_400_000

/** A request with all that would otherwise be worked out again for each offer. */
export interface PreparedRequest extends MatchRequest {
  today: string
  daysSince: Map<string, number>
  /** Funding that ends until this day is worth a warning. */
  soon: string
  places: ReadonlySet<string>
  ages: AgeRange | null
  liesIn: (area: string, place: string) => boolean
}

export function prepare(request: MatchRequest, context: MatchContext): PreparedRequest {
  const thisYear = Number(context.today.slice(0, 4))
  return {
    ...request,
    today: context.today,
    daysSince: new Map(),
    soon: new Date(Date.parse(context.today) + 30 * day).toISOString().slice(0, 10),
    places: new Set(request.placeCode === null ? [] : [request.placeCode, ...request.placeAncestors]),
    ages: possibleAges(request.ageBand, request.birthYear, thisYear),
    liesIn: context.liesIn ?? (() => false),
  }
}

/** Calendar days since the offer was last confirmed. Many offers share a day: each is worked out once. */
export function daysSinceVerified(offer: Offer, { today, daysSince }: PreparedRequest): number {
  const on = offer.verifiedAt.slice(0, 10)
  let days = daysSince.get(on)
  if (days === undefined) {
    days = Math.max(0, Math.round((Date.parse(today) - Date.parse(on)) / day))
    daysSince.set(on, days)
  }
  return days
}

/** Days without verification after which an offer is no longer shown: 90, and 45 for urgent services. */
export function hiddenAfterDays(offer: Pick<Offer, 'verifyEveryDays'>): number {
  return offer.verifyEveryDays * 1.5
}

// Mediation puts two sides at one table: never where one of them is to be feared (SOP of social cohesion).
const mediation: readonly string[] = ['COH.MEDIAT', 'HLP.MEDIA']

/** `ask`: a fact that matters here is not known. Anything else than `fits` and `ask` excludes, and says with what. */
type Verdict = 'fits' | 'ask' | { values?: Reason['values']; codes?: readonly string[] }
type Rule = (offer: Offer, request: PreparedRequest, daysSinceVerified: number) => Verdict

const excluded: Verdict = {}
const fitsIf = (fits: boolean): Verdict => (fits ? 'fits' : excluded)

function among(list: readonly string[] | undefined, value: string | null, notKnown: string): Verdict {
  if (!list) return 'fits'
  if (value !== null && list.includes(value)) return 'fits'
  return value === null || value === notKnown ? 'ask' : excluded
}

/**
 * What the person wants to keep away from. Where an offer is only known to lie near, or some of its staff speak what is
 * feared, the officer asks first; of a confidential place nothing may be concluded from the answer.
 */
function awayFrom(
  offer: Offer,
  { organisations = [], sites = [], places = [], languages = [] }: Avoided,
  liesIn: PreparedRequest['liesIn'],
): Verdict {
  if (organisations.includes(offer.organisationId) || sites.includes(offer.siteId)) return excluded
  const within = places.some((place) => place === offer.placeCode || liesIn(offer.placeCode, place))
  if (within && !offer.confidentialLocation) return excluded
  const feared = offer.languages.filter((language) => languages.includes(language))
  if (feared.length > 0 && feared.length === offer.languages.length) return excluded
  const near = offer.confidentialLocation
    ? places.length > 0
    : places.some((place) => liesIn(place, offer.placeCode))
  return near || feared.length > 0 ? 'ask' : 'fits'
}

/** The hard rules, the weightiest first: the first that excludes an offer is the one shown. */
export const rules = {
  service: (offer, request) => fitsIf(offer.service === request.service),
  safety(offer, { safetyFlags, avoid, liesIn }) {
    if (
      safetyFlags.some((flag) => offer.eligibility.excludes.includes(flag)) ||
      (safetyFlags.length > 0 && mediation.includes(offer.service))
    )
      return excluded
    return awayFrom(offer, avoid, liesIn)
  },
  organisation: (offer) => fitsIf(offer.organisationState === 'active'),
  protocol: (offer) => fitsIf(offer.ispSigned),
  needToKnow: (offer) => fitsIf(mayServe(offer.unitKind, offer.service)),
  published: (offer) => fitsIf(offer.state === 'published' || offer.state === 'stale'),
  cost: (offer) => fitsIf(offer.cost === 'free'),
  funding: (offer, { today }) => fitsIf(offer.fundingEndsOn === null || offer.fundingEndsOn >= today),
  freshness: (offer, _, days) => (days > hiddenAfterDays(offer) ? { values: { days } } : 'fits'),
  asked: (offer, { excludedOffers }) => fitsIf(!excludedOffers.includes(offer.id)),
  area(offer, { placeCode, places, liesIn }) {
    if (offer.areas.some((area) => places.has(area))) return 'fits'
    return placeCode === null || offer.areas.some((area) => liesIn(area, placeCode)) ? 'ask' : excluded
  },
  status: ({ eligibility }, { statusCategory }) =>
    among(eligibility.statusCategories, statusCategory, 'unknown'),
  sex: ({ eligibility }, { sex }) => among(eligibility.sexes, sex, 'not_recorded'),
  age({ eligibility: { minAge = 0, maxAge = Infinity } }, { ages }) {
    if (minAge <= 0 && maxAge === Infinity) return 'fits'
    if (!ages) return 'ask'
    if (ages.to < minAge || ages.from > maxAge) return excluded
    return ages.from >= minAge && ages.to <= maxAge ? 'fits' : 'ask'
  },
  household({ eligibility: { householdTypes } }, request) {
    if (!householdTypes) return 'fits'
    return request.householdTypes === null
      ? 'ask'
      : fitsIf(householdTypes.some((type) => request.householdTypes?.includes(type)))
  },
  nationality: ({ eligibility }, { nationality }) => among(eligibility.nationalities, nationality, 'unknown'),
  documents({ eligibility: { documentsNeeded } }, { documentsHeld }) {
    if (documentsNeeded.length === 0) return 'fits'
    if (documentsHeld === null) return 'ask'
    const lacking = documentsNeeded.filter((document) => !documentsHeld.includes(document))
    return lacking.length > 0 ? { codes: lacking } : 'fits'
  },
  referrer: ({ eligibility }, { referredBy }) => among(eligibility.referralBy, referredBy, 'unknown'),
  capacity: (offer) => fitsIf(offer.capacity !== 'no'),
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
export const ruleNames = Object.keys(rules) as RuleName[]

/** A rule that excludes an offer, and its sentence. */
export interface Violation extends Reason {
  rule: RuleName
}

export interface Judgement {
  violations: readonly Violation[]
  /** Facts to ask the person about before sending. */
  ask: readonly RuleName[]
}

const inOrder: readonly { rule: RuleName; check: Rule; plain: Violation }[] = ruleNames.map((rule) => ({
  rule,
  check: rules[rule],
  plain: { rule, key: `matching.excluded.${rule}` },
}))
const none: readonly never[] = []

export function judge(offer: Offer, request: PreparedRequest, daysSinceVerified: number): Judgement {
  // Ten thousand offers are judged for one need: nothing is allocated for what fits.
  let violations: Violation[] | undefined
  let ask: RuleName[] | undefined
  for (const { rule, check, plain } of inOrder) {
    const verdict = check(offer, request, daysSinceVerified)
    if (verdict === 'fits') continue
    if (verdict === 'ask') (ask ??= []).push(rule)
    else (violations ??= []).push(verdict === excluded ? plain : { ...plain, ...verdict })
  }
  return { violations: violations ?? none, ask: ask ?? none }
}
