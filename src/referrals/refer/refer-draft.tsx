import type { CaseAnswer, NeedAnswer, OfferAnswer } from '../../records/answers.ts'
import type { Sending } from './send-in-order.tsx'

/** What the officer and the person have chosen so far. */
export interface ReferDraft {
  readonly items: readonly string[]
  readonly narrative: string
  readonly urgency: string
  readonly accompaniment: string
  readonly how: string | null
  readonly interpreterPresent: boolean
  readonly understood: boolean
}

interface Parts {
  readonly file: CaseAnswer
  readonly need: NeedAnswer
  readonly offer: OfferAnswer
  readonly previous: string | undefined
  readonly draft: ReferDraft
  readonly isCovered: boolean
}

/** The inputs of the three actions, in the words of the page. */
export function sendingOf({ file, need, offer, previous, draft, isCovered }: Parts): Sending {
  const narrative = draft.items.includes('narrative') ? draft.narrative.trim() : ''
  return {
    consent: isCovered
      ? null
      : {
          caseId: file.id,
          organisationId: offer.organisation.id,
          items: draft.items,
          purpose: 'referral',
          how: draft.how,
          interpreterPresent: draft.interpreterPresent,
        },
    draft: {
      caseId: file.id,
      needId: need.id,
      offerId: offer.id,
      urgency: draft.urgency,
      sharedItems: draft.items,
      accompaniment: draft.accompaniment,
      ...(narrative ? { narrative } : {}),
      ...(previous ? { previousReferralId: previous } : {}),
    },
  }
}
