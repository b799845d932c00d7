import type { Offer, Reason } from './offer.ts'
import { daysSinceVerified, hiddenAfterDays, type PreparedRequest, type RuleName } from './rules.ts'

/** A reason for or against an offer that a person may get; the points of all parts add up to the score. */
export interface Part extends Reason {
  points: number
  good: boolean
}

export interface Score {
  points: number
  /** Kilometres as the crow flies; null where either place is not known, or is confidential. */
  km: number | null
  parts: Part[]
  warnings: Reason[]
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

const soonDays = 30
const dayMs = 86_400_000
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

/** Great-circle distance; places are known to the town, so whole kilometres are all that can be said. */
export function kilometres(from: { lon: number; lat: number }, to: { lon: number; lat: number }): number {
  const radians = Math.PI / 180
  const half = (angle: number) => Math.sin((angle * radians) / 2) ** 2
  const across = Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * half(to.lon - from.lon)
  return Math.round(12_742 * Math.asin(Math.min(1, Math.sqrt(half(to.lat - from.lat) + across))))
}

/** Points, reasons and warnings of an offer that the rules let through; `ask` are the facts to ask about first. */
export function scoreOf(offer: Offer, request: PreparedRequest, ask: readonly RuleName[]): Score {
  const parts: Part[] = []
  const warnings: Reason[] = []
  const { access } = offer
  const away = access.remote || access.phone
  const km = reach(offer, request, parts)
  if (away) parts.push(good('matching.why.remote', weights.remote))
  if (access.transportPaid) parts.push(good('matching.why.transport', weights.transport))
  if (access.walkIn) parts.push(good('matching.why.walkIn', weights.walkIn))
  tongue(offer, request, parts, warnings)
  women(offer, request, parts, warnings)
  if (request.needsRamp && (access.ramp || !away)) {
    parts.push(
      access.ramp ? good('matching.why.ramp', weights.ramp) : bad('matching.why.noRamp', -weights.ramp),
    )
    if (!access.ramp) warnings.push({ key: 'matching.warning.noRamp' })
  }
  room(offer, parts)
  trust(offer, request, parts, warnings)
  if (offer.eligibility.documentsNeeded.length === 0)
    parts.push(good('matching.why.noDocuments', weights.documents))
  else if (!ask.includes('documents')) parts.push(good('matching.why.documentsHeld', weights.documents))
  for (const fact of ask) {
    const codes = fact === 'documents' ? offer.eligibility.documentsNeeded : undefined
    parts.push({ key: `matching.ask.${fact}`, codes, points: weights.ask, good: false })
  }
  return { points: parts.reduce((sum, part) => sum + part.points, 0), km, parts, warnings }
}

function reach(offer: Offer, request: PreparedRequest, parts: Part[]): number | null {
  if (offer.confidentialLocation) {
    parts.push(good('matching.why.placeToldByProvider', weights.confidential))
    return null
  }
  if (offer.lon === null || offer.lat === null || request.lon === null || request.lat === null) {
    if (offer.placeCode === request.placeCode) parts.push(good('matching.why.samePlace', weights.near))
    else if (request.places.has(offer.placeCode)) parts.push(good('matching.why.sameArea', weights.sameArea))
    return null
  }
  const km = kilometres({ lon: request.lon, lat: request.lat }, { lon: offer.lon, lat: offer.lat })
  const points = Math.round(weights.near * Math.max(0, 1 - km / weights.farAtKm))
  if (km < weights.samePlaceWithinKm) parts.push(good('matching.why.samePlace', points))
  else if (km <= weights.nearWithinKm) parts.push(good('matching.why.near', points, { km }))
  else parts.push(bad('matching.why.far', points, { km }))
  return km
}

function tongue(offer: Offer, { language }: PreparedRequest, parts: Part[], warnings: Reason[]): void {
  if (offer.languages.includes(language)) parts.push(good('matching.why.language', weights.language))
  else if (offer.access.interpreter.includes(language))
    parts.push(good('matching.why.interpreter', weights.interpreter))
  else {
    parts.push(bad('matching.why.noLanguage', weights.noLanguage))
    warnings.push({ key: 'matching.warning.noInterpreter' })
  }
}

function women({ access }: Offer, request: PreparedRequest, parts: Part[], warnings: Reason[]): void {
  if (request.wantsFemaleStaff && !access.femaleStaff) {
    parts.push(bad('matching.why.noWoman', weights.noWishedWoman))
    warnings.push({ key: 'matching.warning.noWoman' })
  } else if (access.femaleStaff && (request.wantsFemaleStaff || request.sex === 'female'))
    parts.push(good('matching.why.woman', request.wantsFemaleStaff ? weights.wishedWoman : weights.woman))
  if (access.womenOnlyHours && request.sex === 'female')
    parts.push(good('matching.why.womenOnlyHours', weights.womenOnlyHours))
}

function room({ capacity, waitDays }: Offer, parts: Part[]): void {
  if (capacity === 'ask') parts.push(bad('matching.why.askPlaces', weights.askPlaces))
  else if (capacity === 'waitlist' && waitDays === null) parts.push(bad('matching.why.waitlistUnknown', 0))
  else if (capacity === 'waitlist') {
    const days = waitDays ?? 0
    parts.push(bad('matching.why.waitlist', Math.max(0, weights.waitlist - Math.floor(days / 7)), { days }))
  } else {
    parts.push(good('matching.why.places', weights.places))
    if (waitDays)
      parts.push(
        bad('matching.why.wait', -Math.min(weights.wait, Math.ceil(waitDays / 3)), { days: waitDays }),
      )
  }
}

function trust(offer: Offer, request: PreparedRequest, parts: Part[], warnings: Reason[]): void {
  const days = daysSinceVerified(offer, request)
  const points = Math.round(weights.fresh * Math.max(0, 1 - days / hiddenAfterDays(offer)))
  parts.push({ key: 'matching.why.verified', values: { days }, points, good: days <= offer.verifyEveryDays })
  if (days > offer.verifyEveryDays) warnings.push({ key: 'matching.warning.stale', values: { days } })
  if (offer.fundingEndsOn === null) return
  const left = Math.round((Date.parse(offer.fundingEndsOn) - Date.parse(request.today)) / dayMs)
  if (left <= soonDays) warnings.push({ key: 'matching.warning.fundingEndsSoon', values: { days: left } })
}
