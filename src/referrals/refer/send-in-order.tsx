import { useMemo, useRef } from 'react'
import { newId } from '../../app/device.ts'
import type { Action } from '../../app/hooks.ts'
import type { Answer } from '../../app/outbox.ts'

export interface Sending {
  /** Input of `consent.record` without its id; null where consents in force cover everything. */
  readonly consent: Readonly<Record<string, unknown>> | null
  /** Input of `referral.draft` without its id. */
  readonly draft: Readonly<Record<string, unknown>>
}

interface Done {
  consent: string | null
  draft: { readonly id: string; readonly of: string } | null
}

/**
 * Consent, draft, sending: each once. After a refusal it goes on where it stopped; a draft that no longer says what the
 * officer now wants is marked as a mistake and made anew.
 */
export function useSendInOrder({
  perform,
}: Action): (sending: Sending) => Promise<{ answer: Answer; referralId: string }> {
  const done = useRef<Done>({ consent: null, draft: null })
  return useMemo(
    () =>
      async ({ consent, draft }) => {
        const wanted = JSON.stringify(consent)
        if (consent && done.current.consent !== wanted) {
          const answer = await perform('consent.record', { consentId: newId(), ...consent })
          if (answer.outcome === 'refused') return { answer, referralId: '' }
          done.current.consent = wanted
        }
        const of = JSON.stringify(draft)
        const before = done.current.draft
        if (before && before.of !== of) {
          const answer = await perform('referral.mark_error', { referralId: before.id })
          if (answer.outcome === 'refused') return { answer, referralId: before.id }
          done.current.draft = null
        }
        if (!done.current.draft) {
          const referralId = newId()
          const answer = await perform('referral.draft', { referralId, ...draft })
          if (answer.outcome === 'refused') return { answer, referralId }
          done.current.draft = { id: referralId, of }
        }
        const referralId = done.current.draft.id
        return { answer: await perform('referral.send', { referralId }), referralId }
      },
    [perform],
  )
}
