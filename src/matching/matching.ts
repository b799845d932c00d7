import type { MatchContext, MatchRequest, Offer } from './offer.ts'
import { daysSinceVerified, judge, prepare, type Violation } from './rules.ts'
import { type Match, scoreOf } from './score.ts'

export interface Exclusion {
  offerId: string
  /** Every rule that excludes the offer, the weightiest first; never empty. */
  violations: readonly Violation[]
}

export interface MatchResult {
  /** Best first. */
  matches: Match[]
  /** In the order the offers came. */
  excluded: Exclusion[]
}

/**
 * Which offers serve this need, best first, with every reason; and for every other offer all rules that exclude it.
 * Pure: the same request, offers and context give the same ranking, in whatever order offers come.
 */
export function match(request: MatchRequest, offers: readonly Offer[], context: MatchContext): MatchResult {
  const prepared = prepare(request, context)
  const result: MatchResult = { matches: [], excluded: [] }
  for (const offer of offers) {
    const days = daysSinceVerified(offer, prepared)
    const { violations, ask } = judge(offer, prepared, days)
    if (violations.length > 0) result.excluded.push({ offerId: offer.id, violations })
    else result.matches.push(scoreOf(offer, prepared, ask, days))
  }
  result.matches.sort(betterFirst)
  return result
}

function betterFirst(one: Match, other: Match): number {
  return other.points - one.points || (one.offerId < other.offerId ? -1 : 1)
}
