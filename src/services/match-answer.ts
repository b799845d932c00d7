import { type Exclusion, type MatchResult, match } from '../matching/matching.ts'
import type { Avoided, MatchRequest, Offer } from '../matching/offer.ts'
import type { MatchAnswer, MatchItem, Names, OfferAnswer } from '../records/answers.ts'
import { type Ancestors, governorateOnly } from './public-offer.ts'
import { isProtected } from './taxonomy.ts'

/** What matching asks of a case, and of the need if one is recorded. Only what its reader may see. */
export interface MatchFacts {
  readonly caseId: string
  readonly service: string | null
  readonly placeCode: string | null
  /** The person's place, else that of the office. */
  readonly around: string
  /** The nearest point known: of the person's place, else of the office. */
  readonly lon: number | null
  readonly lat: number | null
  readonly statusCategory: string
  readonly ageBand: string
  readonly birthYear: number | null
  readonly sex: string
  readonly language: string
  readonly documentsHeld: readonly string[] | null
  readonly referredBy: string
  /** Offers that lately said no to this need, and those with a try still open. */
  readonly declined: readonly string[]
  readonly householdTypes: readonly string[] | null
  readonly avoid: Avoided
  readonly open: readonly string[]
}

/** An offer that said no is not proposed again for this need so soon (proposal). */
export const declinedForDays = 30
/** More is never ranked: those that cover the person's place or a part of it, the nearest first. */
export const mostCandidates = 200
/** Of those that do not cover it, the nearest, so that the officer sees that they were looked at. */
export const mostElsewhere = 40

export type Candidate = Offer & { readonly names: Names }
export interface Wishes {
  readonly femaleStaff?: string | undefined
  readonly ramp?: string | undefined
}

/** A screen holds these; whoever finds nothing among them asks for another service, not for page two. */
const mostItems = 30
const mostExcluded = 60

/** What was ranked, on the server and on a device by the same rules: the best offers' ids first, then the answer with them. */
export interface Ranked {
  readonly best: readonly string[]
  answer(offerOf: (id: string) => OfferAnswer | undefined): MatchAnswer
}

export function rankOffers(
  facts: MatchFacts & { readonly service: string },
  wishes: Wishes,
  found: readonly Candidate[],
  place: { readonly organisationId: string; readonly today: string; readonly ancestors: Ancestors },
): Ranked {
  const { ancestors, today } = place
  const candidates = found.map((offer) =>
    offer.organisationId === place.organisationId ? offer : outermost(offer, ancestors),
  )
  const places = facts.placeCode === null ? [] : ancestors(facts.placeCode)
  const result = match(requestOf(facts, places, wishes), candidates, {
    today,
    liesIn: (area, of) => ancestors(area).includes(of),
  })
  const best = result.matches.slice(0, mostItems)
  return {
    best: best.map(({ offerId }) => offerId),
    answer: (offerOf) => ({
      service: facts.service,
      items: best.flatMap((one) => itemOf(one, facts, offerOf)),
      excluded: leftOut(result.excluded, candidates),
    }),
  }
}

function itemOf(
  { offerId, points, km, parts, warnings }: MatchResult['matches'][number],
  facts: MatchFacts & { readonly service: string },
  offerOf: (id: string) => OfferAnswer | undefined,
): MatchItem[] {
  const offer = offerOf(offerId)
  if (!offer) return []
  const closed = isProtected(facts.service) ? 'case.protected_not_yet' : null
  return [
    {
      offer,
      score: points,
      reasons: [...parts, ...warnings.map((warning) => ({ ...warning, points: 0, good: false }))],
      distanceKm: km,
      closedBecause: closed ?? (facts.open.includes(offerId) ? 'referral.duplicate' : null),
    },
  ]
}

function requestOf(
  facts: MatchFacts & { readonly service: string },
  places: readonly string[],
  wishes: Wishes,
): MatchRequest {
  return {
    service: facts.service,
    placeCode: facts.placeCode,
    placeAncestors: places,
    lon: facts.lon,
    lat: facts.lat,
    statusCategory: facts.statusCategory,
    ageBand: facts.ageBand,
    birthYear: facts.birthYear,
    sex: facts.sex,
    // Not asked at intake (seven fields): an offer that depends on them is shown with the question to ask.
    nationality: null,
    householdTypes: facts.householdTypes,
    language: facts.language,
    wantsFemaleStaff: wishes.femaleStaff === '1',
    documentsHeld: facts.documentsHeld,
    needsRamp: wishes.ramp === '1',
    referredBy: facts.referredBy,
    excludedOffers: facts.declined,
    // What would be a flag is protected (C4): it stays in the vault. What to keep away from is said without why.
    safetyFlags: [],
    avoid: facts.avoid,
  }
}

/** A confidential place is matched, as it is shown, by its governorate: no probing by the places of cases. */
function outermost(offer: Candidate, ancestors: Ancestors): Candidate {
  if (!offer.confidentialLocation) return offer
  const governorate = (place: string) => governorateOnly(place, ancestors)
  return {
    ...offer,
    areas: offer.areas.map(governorate).filter((area) => area !== ''),
    placeCode: governorate(offer.placeCode),
  }
}

/** The most nearly fitting first: fewest rules, and those that only lack something before those that are elsewhere. */
function leftOut(excluded: readonly Exclusion[], candidates: readonly Candidate[]): MatchAnswer['excluded'] {
  const byId = new Map(candidates.map((offer) => [offer.id, offer]))
  return [...excluded]
    .sort(
      (one, other) =>
        one.violations.length - other.violations.length ||
        Number(isFar(one)) - Number(isFar(other)) ||
        (one.offerId < other.offerId ? -1 : 1),
    )
    .slice(0, mostExcluded)
    .flatMap(({ offerId, violations }) => {
      const offer = byId.get(offerId)
      if (!offer) return []
      const rules = violations.map(({ key, values, codes }) => ({ key, values, codes }))
      return [
        {
          offerId,
          names: offer.names,
          organisationNames: offer.organisationName as Candidate['names'],
          rules,
        },
      ]
    })
}

const isFar = ({ violations }: Exclusion) => violations.some(({ rule }) => rule === 'area')
