import type { CaseAnswer, NeedAnswer, OfferAnswer } from '../../records/answers.ts'
import { type ConsentDraft, type ConsentQuestions, howOfConsent } from '../../people/consent-draft.ts'
import type { Sending } from './send-in-order.tsx'

/** What the officer and the person have chosen so far. */
export interface ReferDraft {
  readonly items: readonly string[]
  readonly narrative: string
  readonly urgency: string
  readonly accompaniment: string
  readonly consent: ConsentDraft
  /** What this receiver must not get by any consent. */
  readonly hiddenItems: readonly string[]
}

interface Parts {
  readonly file: CaseAnswer
  readonly need: NeedAnswer
  readonly offer: OfferAnswer
  readonly previous: string | undefined
  readonly draft: ReferDraft
  readonly isCovered: boolean
  readonly questions: ConsentQuestions
}

/** The inputs of the three actions, in the words of the page. */
export function sendingOf({ file, need, offer, previous, draft, isCovered, questions }: Parts): Sending {
  const hiddenItems = draft.hiddenItems.filter((item) => !draft.items.includes(item))
  const narrative = draft.items.includes('narrative') ? draft.narrative.trim() : ''
  return {
    consent: isCovered
      ? null
      : {
          caseId: file.id,
          organisationId: offer.organisation.id,
          items: draft.items,
          purpose: 'referral',
          ...howOfConsent(questions, draft.consent, file.ageBand),
          ...(hiddenItems.length > 0 ? { hiddenItems } : {}),
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
