import { idFrom } from '../basics/ids.ts'
import { copyStanding } from '../sync/copy-standing.local.ts'
import { DeviceOutbox } from './device-outbox.ts'
import { type Answer, type Envelope, Outbox } from './outbox.ts'
import { ask } from './http.ts'
import { usedNow } from './last-use.local.ts'
import { askWithCopy } from './offline/copy-at-hand.ts'
import { lock } from './proof-state.ts'
import { askProved } from './proof.ts'
import { readPreferences } from './preferences.ts'
import { Reads } from './reads.ts'
import { SessionState } from './session.ts'

/** An id for something made on this device. */
export function newId(): string {
  return idFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

export const session = new SessionState()

export const reads = new Reads({
  ask: (question, signal, first) =>
    askWithCopy({
      question,
      first,
      askServer: () => ask(question.path, 'body' in question ? { body: question.body, signal } : { signal }),
      prefersHere: !navigator.onLine || readPreferences().field,
    }),
  onSignedOut: () => session.lost(),
})

function later(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds)
  return () => clearTimeout(timer)
}

const memory = new Outbox({
  post: async (envelopes: readonly Envelope[]) => {
    const single = envelopes.length === 1
    const answer = await askProved<Answer | readonly Answer[]>('/actions', single ? envelopes[0] : envelopes)
    return answer.kind === 'ok'
      ? { kind: 'ok', data: Array.isArray(answer.data) ? answer.data : [answer.data] }
      : answer
  },
  newId,
  now: () => Date.now(),
  later,
  onAnswers: () => reads.refresh(),
  onSignedOut: () => session.lost(),
})

export const outbox = new DeviceOutbox({
  memory,
  newId,
  now: () => Date.now(),
  isOnline: () => navigator.onLine,
  later,
})

let reader: string | null = null

/** Somebody signed in. What another account read or has not sent yet is not theirs: it goes. */
export function welcome(accountId: string): void {
  if (reader !== null && reader !== accountId) outbox.clear()
  reader = accountId
  reads.clear()
  usedNow()
  session.found()
  lock.answer(true)
  outbox.retryNow()
}

/** A session from before was found: whose it is. */
export function remember(accountId: string): void {
  reader = accountId
}

/** Signed out: leaves nothing of this reader in memory, and the copy on the device locked. */
export function forgetReader(): void {
  reader = null
  if (copyStanding.now().kind === 'open')
    void import('../sync/device-vault.local.ts').then(({ deviceVault }) => deviceVault.signedOut())
  outbox.clear()
  reads.clear()
  lock.answer(false)
  session.lost()
}

window.addEventListener('online', () => {
  outbox.retryNow()
  reads.refresh()
})
