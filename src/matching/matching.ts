import type { MatchContext, MatchRequest, Offer } from './offer.ts'
import { judge, prepare, type Violation } from './rules.ts'
import { type Score, scoreOf } from './score.ts'

export interface Match extends Score {
  offerId: string
}

export interface Exclusion {
  offerId: string
  /** Every rule that excludes the offer, the weightiest first; never empty. */
  violations: Violation[]
}

export interface MatchResult {
  /** Best first. */
  matches: Match[]
  excluded: Exclusion[]
}

/**
 * Which offers serve this need, best first, with every reason; and for every other offer all rules that exclude it.
 * Pure: the same request, offers and context give the same answer in the same order, in whatever order offers come.
 */
export function match(request: MatchRequest, offers: readonly Offer[], context: MatchContext): MatchResult {
  const prepared = prepare(request, context)
  const result: MatchResult = { matches: [], excluded: [] }
  for (const offer of offers) {
    const { violations, ask } = judge(offer, prepared)
    if (violations.length > 0) result.excluded.push({ offerId: offer.id, violations })
    else result.matches.push({ offerId: offer.id, ...scoreOf(offer, prepared, ask) })
  }
  result.matches.sort((one, other) => other.points - one.points || compareIds(one, other))
  result.excluded.sort(compareIds)
  return result
}

function compareIds(one: { offerId: string }, other: { offerId: string }): number {
  return one.offerId < other.offerId ? -1 : one.offerId > other.offerId ? 1 : 0
}
