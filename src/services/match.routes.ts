import * as z from 'zod/mini'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { type Exclusion, match } from '../matching/matching.ts'
import type { MatchRequest } from '../matching/offer.ts'
import { caseRoles } from '../permissions/roles.ts'
import { dayOf } from '../places/calendar.ts'
import type { MatchAnswer, MatchItem } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import { type Route, route } from '../server/route.ts'
import { type Candidate, matchCandidates, type MatchFacts, matchFacts } from './match.store.ts'
import { type Ancestors, governorateOnly, offerAnswer } from './offer-answer.ts'
import { findOffers } from './offers.store.ts'
import { isProtected, isService } from './taxonomy.ts'

/** A screen holds these; whoever finds nothing among them asks for another service, not for page two. */
const mostItems = 30
const mostExcluded = 60

const flag = z.optional(z.enum(['1', '0']))

const matchRoute = route({
  method: 'GET',
  path: '/api/match',
  permission: caseRoles,
  summary: 'Offers for a need, best first, each with its reasons; and for every offer left out, why',
  query: z.strictObject({
    caseId: z.optional(id),
    service: z.optional(code),
    needId: z.optional(id),
    /** The person wishes to be served by a woman; needs a ramp. */
    femaleStaff: flag,
    ramp: flag,
  }),
  async answer({ house, query, transact }): Promise<MatchAnswer> {
    const { caseId = null, service = null, needId = null } = query
    if (needId === null && (caseId === null || service === null))
      refuse('input.invalid', { fields: ['caseId', 'service', 'needId'] })
    if (service !== null && !isService(service)) refuse('need.service_unknown')
    const today = dayOf(house.now(), house.reference.calendarOf(null))
    const ancestors: Ancestors = (place) => house.reference.ancestors(place)

    const answer = await transact(async (tx, identity) => {
      const [who, facts] = await Promise.all([identity, matchFacts(tx, { caseId, service, needId })])
      // what fits tells of the person: their age, their papers
      void auditRead(tx, {
        act: 'read.match',
        rootKind: facts || needId === null ? 'case' : 'need',
        rootId: facts?.caseId ?? caseId ?? needId,
        class: 3,
        outcome: facts ? 'read' : 'absent',
      })
      if (!facts || facts.service === null) return undefined
      const places = facts.placeCode === null ? [] : ancestors(facts.placeCode)
      const found = await matchCandidates(tx, {
        service: facts.service,
        around: facts.around,
        lon: facts.lon,
        lat: facts.lat,
      })
      const candidates = found.map((offer) =>
        offer.organisationId === who.organisationId ? offer : outermost(offer, ancestors),
      )
      const result = match(requestOf(facts, facts.service, places, query), candidates, {
        today,
        liesIn: (area, place) => ancestors(area).includes(place),
      })
      const best = result.matches.slice(0, mostItems)
      const offers = await findOffers(
        tx,
        best.map(({ offerId }) => offerId),
      )
      const closed = isProtected(facts.service) ? 'case.protected_not_yet' : null
      const items = best.flatMap(({ offerId, points, km, parts, warnings }): MatchItem[] => {
        const offer = offers.get(offerId)
        if (!offer) return []
        return [
          {
            offer: offerAnswer(offer, who, today, ancestors),
            score: points,
            reasons: [...parts, ...warnings.map((warning) => ({ ...warning, points: 0, good: false }))],
            distanceKm: km,
            closedBecause: closed ?? (facts.open.includes(offerId) ? 'referral.duplicate' : null),
          },
        ]
      })
      return { service: facts.service, items, excluded: leftOut(result.excluded, candidates) }
    })
    return answer ?? refuse(needId === null ? 'case.not_found' : 'need.not_found')
  },
})

export const matchRoutes: readonly Route[] = [matchRoute]

function requestOf(
  facts: MatchFacts,
  service: string,
  places: readonly string[],
  wishes: { femaleStaff?: string | undefined; ramp?: string | undefined },
): MatchRequest {
  return {
    service,
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
        one.violations.length - other.violations.length || Number(isFar(one)) - Number(isFar(other)),
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
