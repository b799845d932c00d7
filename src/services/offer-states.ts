import type { OfferRow } from '../records/rows.ts'

// draft → verified (somebody else looked: call or visit) → published → stale (60 days without a word; urgent 30) → hidden
// (90; 45) → ended. A word that it is true brings it back from stale and hidden, except where its money has ended.

/** Days before an offer turns stale at which its provider is reminded; and before its money ends (proposal). */
export const remindDays = 7
export const fundingNoticeDays = 30

type Known = Pick<OfferRow, 'state' | 'wantsPublishing' | 'fundingEndsOn'>

/** After the provider's own word: it never publishes what nobody else has looked at. */
export function afterWord({ state, fundingEndsOn }: Known, today: string): string {
  const isBack = (state === 'stale' || state === 'hidden') && !hasEnded(fundingEndsOn, today)
  return isBack ? 'published' : state
}

/** After somebody else looked and found it right: a draft is verified, and shown where its provider wants that. */
export function afterCheck(known: Known, today: string): string {
  if (known.state !== 'draft' && known.state !== 'verified') return afterWord(known, today)
  return known.wantsPublishing && !hasEnded(known.fundingEndsOn, today) ? 'published' : 'verified'
}

/** What saving by its provider leads to: `wished` is what they ask for; a first publishing waits until somebody looked. */
export function afterSaving(
  known: (Known & Pick<OfferRow, 'checkedAt'>) | undefined,
  wished: 'draft' | 'published' | 'ended' | undefined,
  today: string,
): { readonly state: string; readonly wantsPublishing: boolean } {
  if (wished === 'ended' || wished === 'draft') return { state: wished, wantsPublishing: false }
  const wants = wished === 'published' || (known?.wantsPublishing ?? false)
  if (!known || known.state === 'draft')
    return wants && known?.checkedAt
      ? { state: 'published', wantsPublishing: true }
      : { state: 'draft', wantsPublishing: wants }
  if (known.state === 'verified') return { state: wants ? 'published' : 'verified', wantsPublishing: wants }
  return { state: afterWord(known, today), wantsPublishing: true }
}

function hasEnded(fundingEndsOn: string | null, today: string): boolean {
  return fundingEndsOn !== null && fundingEndsOn < today
}
