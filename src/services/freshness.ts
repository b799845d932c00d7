import { hiddenAfterDays } from '../matching/rules.ts'
import { service } from './taxonomy.ts'

const dayMs = 86_400_000

export type Freshness = 'fresh' | 'stale' | 'hidden'

/** Whether an offer may still be trusted on this day: fresh, to be confirmed (60 days; urgent services 30), or no longer shown (90; 45). */
export function freshness(
  offer: { readonly verifiedAt: string; readonly verifyEveryDays: number },
  today: string,
): Freshness {
  const days = Math.round((Date.parse(today) - Date.parse(offer.verifiedAt.slice(0, 10))) / dayMs)
  if (days > hiddenAfterDays(offer)) return 'hidden'
  return days > offer.verifyEveryDays ? 'stale' : 'fresh'
}

/** Urgent services (shelter, clinical care, protection of children) are confirmed every 30 days, all others every 60 (proposal). */
export function verifyEveryDays(code: string): number {
  const urgency = service(code)?.urgency
  return urgency === 'U0' || urgency === 'U1' ? 30 : 60
}
