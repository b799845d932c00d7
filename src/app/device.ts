import { idFrom } from '../basics/ids.ts'
import { ask } from './http.ts'
import { type Answer, type Envelope, Outbox } from './outbox.ts'
import { Reads } from './reads.ts'
import { SessionState } from './session.ts'

/** An id for something made on this device. */
export function newId(): string {
  return idFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

export const session = new SessionState()

export const reads = new Reads({ onSignedOut: () => session.lost() })

export const outbox = new Outbox({
  post: async (envelopes: readonly Envelope[]) => {
    const single = envelopes.length === 1
    const answer = await ask<Answer | readonly Answer[]>('/actions', {
      body: single ? envelopes[0] : envelopes,
    })
    return answer.kind === 'ok'
      ? { kind: 'ok', data: Array.isArray(answer.data) ? answer.data : [answer.data] }
      : answer
  },
  newId,
  now: () => Date.now(),
  later: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
  onAnswers: () => reads.refresh(),
  onSignedOut: () => session.lost(),
})

/** Leaves nothing of this reader in memory. */
export function forgetReader(): void {
  outbox.clear()
  reads.clear()
  session.lost()
}

window.addEventListener('online', () => {
  outbox.retryNow()
  reads.refresh()
})
