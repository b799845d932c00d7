import type { Offer, Reason } from './offer.ts'
import { hiddenAfterDays, type PreparedRequest, type RuleName } from './rules.ts'

/** A reason for or against an offer that a person may get; the points of all parts add up to the score. */
export interface Part extends Reason {
  points: number
  good: boolean
}

export interface Match {
  offerId: string
  points: number
  /** Kilometres as the crow flies; null where either place is not known, or is confidential. */
  km: number | null
  parts: readonly Part[]
  warnings: readonly Reason[]
}

/** Points each reason can earn or cost (proposal: near, spoken language and a free place weigh most). */
const weights = {
  near: 30,
  sameArea: 18,
  confidential: 10,
  farAtKm: 80,
  nearWithinKm: 25,
  samePlaceWithinKm: 2,
  language: 20,
  interpreter: 12,
  noLanguage: -10,
  wishedWoman: 20,
  noWishedWoman: -15,
  woman: 6,
  womenOnlyHours: 3,
  places: 20,
  askPlaces: 8,
  waitlist: 12,
  wait: 10,
  fresh: 10,
  documents: 5,
  transport: 5,
  walkIn: 4,
  remote: 6,
  ramp: 10,
  ask: -4,
} as const

const good = (key: string, points: number, values?: Reason['values']): Part => ({
  key,
  values,
  points,
  good: true,
})
const bad = (key: string, points: number, values?: Reason['values']): Part => ({
  key,
  values,
  points,
  good: false,
})

// Reasons without numbers are the same object for every offer.
const remote = good('matching.why.remote', weights.remote)
const transport = good('matching.why.transport', weights.transport)
const walkIn = good('matching.why.walkIn', weights.walkIn)
const ramp = good('matching.why.ramp', weights.ramp)
const noRamp = bad('matching.why.noRamp', -weights.ramp)
const noDocuments = good('matching.why.noDocuments', weights.documents)
const documentsHeld = good('matching.why.documentsHeld', weights.documents)
const placeToldByProvider = good('matching.why.placeToldByProvider', weights.confidential)
const samePlace = good('matching.why.samePlace', weights.near)
const sameArea = good('matching.why.sameArea', weights.sameArea)
const language = good('matching.why.language', weights.language)
const interpreter = good('matching.why.interpreter', weights.interpreter)
const noLanguage = bad('matching.why.noLanguage', weights.noLanguage)
const wishedWoman = good('matching.why.woman', weights.wishedWoman)
const noWishedWoman = bad('matching.why.noWoman', weights.noWishedWoman)
const woman = good('matching.why.woman', weights.woman)
const womenOnlyHours = good('matching.why.womenOnlyHours', weights.womenOnlyHours)
const places = good('matching.why.places', weights.places)
const askPlaces = bad('matching.why.askPlaces', weights.askPlaces)
const waitlistUnknown = bad('matching.why.waitlistUnknown', 0)
const needsInterpreter: Reason = { key: 'matching.warning.noInterpreter' }
const noWomanThere: Reason = { key: 'matching.warning.noWoman' }
const noWayIn: Reason = { key: 'matching.warning.noRamp' }

/** Great-circle distance; places are known to the town, so whole kilometres are all that can be said. */
export function kilometres(lon: number, lat: number, toLon: number, toLat: number): number {
  const across = Math.cos(lat * radians) * Math.cos(toLat * radians) * half(toLon - lon)
  return Math.round(12_742 * Math.asin(Math.min(1, Math.sqrt(half(toLat - lat) + across))))
}

const radians = Math.PI / 180
const half = (angle: number) => Math.sin((angle * radians) / 2) ** 2

/** Points, reasons and warnings of an offer that the rules let through; `ask` are the facts to ask about first. */
export function scoreOf(
  offer: Offer,
  request: PreparedRequest,
  ask: readonly RuleName[],
  daysSinceVerified: number,
): Match {
  const parts: Part[] = []
  const warnings: Reason[] = []
  const { access, eligibility } = offer
  const away = access.remote || access.phone
  const km = reach(offer, request, parts)
  if (away) parts.push(remote)
  if (access.transportPaid) parts.push(transport)
  if (access.walkIn) parts.push(walkIn)
  tongue(offer, request, parts, warnings)
  women(offer, request, parts, warnings)
  if (request.needsRamp && access.ramp) parts.push(ramp)
  else if (request.needsRamp && !away) {
    parts.push(noRamp)
    warnings.push(noWayIn)
  }
  room(offer, parts)
  trust(offer, request, daysSinceVerified, parts, warnings)
  if (eligibility.documentsNeeded.length === 0) parts.push(noDocuments)
  else if (!ask.includes('documents')) parts.push(documentsHeld)
  for (const fact of ask)
    parts.push({
      key: `matching.ask.${fact}`,
      codes: fact === 'documents' ? eligibility.documentsNeeded : undefined,
      points: weights.ask,
      good: false,
    })
  let points = 0
  for (const part of parts) points += part.points
  return { offerId: offer.id, points, km, parts, warnings }
}

function reach(offer: Offer, request: PreparedRequest, parts: Part[]): number | null {
  if (offer.confidentialLocation) {
    parts.push(placeToldByProvider)
    return null
  }
  if (offer.lon === null || offer.lat === null || request.lon === null || request.lat === null) {
    if (offer.placeCode === request.placeCode) parts.push(samePlace)
    else if (request.places.has(offer.placeCode)) parts.push(sameArea)
    return null
  }
  const km = kilometres(request.lon, request.lat, offer.lon, offer.lat)
  const points = Math.round(weights.near * Math.max(0, 1 - km / weights.farAtKm))
  if (km < weights.samePlaceWithinKm) parts.push(samePlace)
  else if (km <= weights.nearWithinKm) parts.push(good('matching.why.near', points, { km }))
  else parts.push(bad('matching.why.far', points, { km }))
  return km
}

function tongue(offer: Offer, request: PreparedRequest, parts: Part[], warnings: Reason[]): void {
  if (offer.languages.includes(request.language)) parts.push(language)
  else if (offer.access.interpreter.includes(request.language)) parts.push(interpreter)
  else {
    parts.push(noLanguage)
    warnings.push(needsInterpreter)
  }
}

function women({ access }: Offer, request: PreparedRequest, parts: Part[], warnings: Reason[]): void {
  if (request.wantsFemaleStaff) parts.push(access.femaleStaff ? wishedWoman : noWishedWoman)
  else if (access.femaleStaff && request.sex === 'female') parts.push(woman)
  if (request.wantsFemaleStaff && !access.femaleStaff) warnings.push(noWomanThere)
  if (access.womenOnlyHours && request.sex === 'female') parts.push(womenOnlyHours)
}

function room({ capacity, waitDays }: Offer, parts: Part[]): void {
  if (capacity === 'ask') parts.push(askPlaces)
  else if (capacity === 'waitlist') {
    const points = Math.max(0, weights.waitlist - Math.floor((waitDays ?? 0) / 7))
    parts.push(waitDays === null ? waitlistUnknown : bad('matching.why.waitlist', points, { days: waitDays }))
  } else {
    parts.push(places)
    if (waitDays)
      parts.push(
        bad('matching.why.wait', -Math.min(weights.wait, Math.ceil(waitDays / 3)), { days: waitDays }),
      )
  }
}

function trust(
  offer: Offer,
  request: PreparedRequest,
  days: number,
  parts: Part[],
  warnings: Reason[],
): void {
  const points = Math.round(weights.fresh * Math.max(0, 1 - days / hiddenAfterDays(offer)))
  const fresh = days <= offer.verifyEveryDays
  parts.push(
    fresh ? good('matching.why.verified', points, { days }) : bad('matching.why.verified', points, { days }),
  )
  if (!fresh) warnings.push({ key: 'matching.warning.stale', values: { days } })
  if (offer.fundingEndsOn === null || offer.fundingEndsOn > request.soon) return
  const left = Math.round((Date.parse(offer.fundingEndsOn) - Date.parse(request.today)) / 86_400_000)
  warnings.push({ key: 'matching.warning.fundingEndsSoon', values: { days: left } })
}
