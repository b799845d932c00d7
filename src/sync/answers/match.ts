import { refuse } from '../../basics/refusal.ts'
import type { MatchAnswer } from '../../records/answers.ts'
import type { Id, Instant, NeedRow } from '../../records/rows.ts'
import {
  type Candidate,
  declinedForDays,
  type MatchFacts,
  mostCandidates,
  mostElsewhere,
  rankOffers,
  type Wishes,
} from '../../services/match-answer.ts'
import { accessOf, eligibilityOf } from '../../services/offer-fields.ts'
import { isService } from '../../services/taxonomy.ts'
import { offerAnswerHere } from './offers.ts'
import { type AreaOffer, dayHere, type KeptReference, noNames } from './reference.ts'
import { type CaseRows, inOrder, rising } from './rows.ts'

export interface MatchAsked extends Wishes {
  readonly caseId?: Id | undefined
  readonly service?: string | undefined
  readonly needId?: Id | undefined
}

/** GET /api/match over the copy of the area's offers, by the rules of the server. */
export function matchHere(
  asked: MatchAsked,
  rows: CaseRows,
  kept: KeptReference,
  now: Instant,
): MatchAnswer | undefined {
  const { service, needId } = asked
  if (service !== undefined && !isService(service)) refuse('need.service_unknown')
  const facts = factsOf(rows, asked, kept, now)
  if (!facts || facts.service === null) return needId === undefined ? undefined : refuse('need.not_found')
  const { today } = dayHere(kept, now)
  const wanted = { ...facts, service: facts.service }
  return rankOffers(wanted, asked, candidatesFor(wanted, kept), {
    organisationId: kept.who.organisationId,
    today,
    ancestors: kept.reference.ancestors,
  }).answer((id) => {
    const offer = kept.offer(id)
    return offer && offerAnswerHere(offer, kept, today)
  })
}

/** As the statement of match.store.ts finds them. */
function factsOf(
  rows: CaseRows,
  { service, needId }: MatchAsked,
  kept: KeptReference,
  now: Instant,
): MatchFacts | undefined {
  const [file, person, fact] = [rows.case_file[0], rows.person[0], rows.case_fact[0]]
  if (!file || !person) return undefined
  const need = needFor(rows, service, needId)
  if (needId !== undefined && !need) return undefined
  const member = rows.case_member.find(({ id }) => id === need?.memberId)
  const placeCode = file.placeCode ?? person.placeCode
  const around = placeCode ?? kept.site(file.siteId)?.placeCode ?? ''
  const point = kept.reference
    .ancestors(around)
    .flatMap((code) => kept.placeOf(code) ?? [])
    .find(({ lon }) => lon !== null)
  const since = new Date(Date.parse(now) - declinedForDays * 86_400_000).toISOString()
  const tried = rows.referral_origin.filter((origin) => origin.needId === need?.id)
  const declined = tried.flatMap(({ referralId }) =>
    rows.referral
      .filter(({ id, state }) => id === referralId && (state === 'declined' || state === 'failed'))
      .filter(({ answeredAt, completedAt, sentAt }) => (answeredAt ?? completedAt ?? sentAt ?? '') > since)
      .map(({ offerId }) => offerId),
  )
  const open = tried.flatMap(({ referralId, openKey }) =>
    openKey === null ? [] : rows.referral.filter(({ id }) => id === referralId).map(({ offerId }) => offerId),
  )
  return {
    caseId: file.id,
    service: service ?? need?.service ?? null,
    placeCode,
    around,
    lon: point?.lon ?? null,
    lat: point?.lat ?? null,
    statusCategory: file.statusCategory,
    ageBand: member?.ageBand ?? file.ageBand,
    birthYear: member ? null : person.birthYear,
    sex: member?.sex ?? file.sex,
    language: file.language,
    documentsHeld: file.documentsHeld,
    referredBy: kept.me.organisation.family,
    declined,
    householdTypes: fact?.householdTypes ?? null,
    avoid: fact?.avoid ?? {},
    open,
  }
}

function needFor(rows: CaseRows, service: string | undefined, needId: Id | undefined): NeedRow | undefined {
  if (needId !== undefined) return rows.need.find(({ id }) => id === needId)
  return inOrder(
    rows.need.filter((need) => need.service === service && need.state !== 'withdrawn'),
    rising(({ priority }) => priority),
    rising(({ id }) => id),
  )[0]
}

const shownStates: readonly string[] = ['published', 'stale', 'hidden']
/** Degrees of longitude to either side in which an offer elsewhere is still looked at. */
const elsewhereWithin = 0.7

/**
 * As offers_for() of the database chooses: what covers the place or a part of it, every confidential offer of the
 * governorate, and the nearest of those that lie elsewhere.
 */
function candidatesFor(
  { service, around, lon, lat }: MatchFacts & { service: string },
  kept: KeptReference,
): Candidate[] {
  const { ancestors } = kept.reference
  const up = ancestors(around)
  const reaches = (area: string) => up.includes(area) || ancestors(area).includes(around)
  const distance = (offer: AreaOffer) =>
    !offer.isExact || offer.lon === null || offer.lat === null || lon === null || lat === null
      ? null
      : (offer.lon - lon) ** 2 * 0.65 + (offer.lat - lat) ** 2
  const wanted = inOrder(
    kept.offers.offers.filter((offer) => offer.service === service && shownStates.includes(offer.state)),
    rising(distance),
    rising(({ id }) => id),
  )
  const near = wanted.filter(({ areas }) => areas.some(reaches)).slice(0, mostCandidates)
  const elsewhere = wanted
    .filter((offer) => !offer.areas.some(reaches))
    .filter(
      (offer) =>
        offer.isExact && offer.lon !== null && lon !== null && Math.abs(offer.lon - lon) <= elsewhereWithin,
    )
    .slice(0, mostElsewhere)
  return [...near, ...elsewhere].map((offer) => candidateOf(offer, kept))
}

function candidateOf(offer: AreaOffer, kept: KeptReference): Candidate {
  const organisation = kept.organisation(offer.organisationId)
  return {
    id: offer.id,
    organisationId: offer.organisationId,
    organisationName: (organisation?.names ?? noNames) as Candidate['organisationName'],
    names: offer.names,
    siteId: offer.site.id,
    service: offer.service,
    sector: offer.sector,
    state: offer.state,
    areas: offer.areas,
    placeCode: offer.placeCode,
    lon: offer.lon,
    lat: offer.lat,
    confidentialLocation: offer.confidential,
    eligibility: eligibilityOf(offer.eligibility),
    access: accessOf(offer.access),
    languages: offer.languages,
    capacity: offer.capacity as Candidate['capacity'],
    waitDays: offer.waitDays,
    verifiedAt: offer.verifiedAt,
    verifyEveryDays: offer.verifyEveryDays,
    fundingEndsOn: offer.fundingEndsOn,
    ispSigned: organisation?.protocolSignedOn != null,
    organisationState: organisation?.state ?? '',
    unitKind: organisation?.unitKind ?? '',
    cost: 'free',
  }
}
