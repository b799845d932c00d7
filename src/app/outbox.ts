import type { RefusalSeen } from '../design/States.tsx'
import type { HttpAnswer } from './http.ts'

export interface Envelope {
  readonly id: string
  readonly name: string
  readonly input: unknown
  /** Revision of the case that was on screen when the form was opened; absent: there was none. */
  readonly seen?: number | undefined
}

export interface Answer {
  readonly id: string
  /** `kept`: on this device, and sent as soon as somebody answers. The others are the server's. */
  readonly outcome: 'applied' | 'merged' | 'superseded' | 'review' | 'quarantined' | 'refused' | 'kept'
  readonly result?: unknown
  readonly refusal?: RefusalSeen | undefined
}

/** sending: on its way · waiting: nobody answered, tried again by itself · sent: done · refused: needs a decision. */
export type SendState = 'sending' | 'waiting' | 'sent' | 'refused'

export interface OutboxItem extends Envelope {
  /** Milliseconds since 1970, of this device. */
  readonly at: number
  readonly state: SendState
  readonly refusal?: RefusalSeen | undefined
  /** In the copy on this device: closing the page does not lose it. */
  readonly isKept?: boolean | undefined
  /** Set aside after several tries: no request gets through with it, and it is not dropped. */
  readonly isParked?: boolean | undefined
}

export interface OutboxParts {
  /** Posts the envelopes in order; the answer lists one answer each, in the same order. */
  readonly post: (envelopes: readonly Envelope[]) => Promise<HttpAnswer<readonly Answer[]>>
  readonly newId: () => string
  readonly now: () => number
  /** Calls back after so many milliseconds; the returned function takes it back. */
  readonly later: (milliseconds: number, then: () => void) => () => void
  readonly onAnswers: () => void
  readonly onSignedOut: () => void
}

const BATCH = 20
const SHOWN_AFTERWARDS = 20
/** Waits of 1 s, 2 s, 4 s … at most a minute between two attempts. */
export function pauseBefore(attempt: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.max(0, attempt - 1))
}

interface Held {
  item: OutboxItem
  resolve: (answer: Answer) => void
}

/**
 * The only way the app writes. Sends in the order things were done, one request at a time, and sends the same id
 * again until somebody answers: the server does a thing once however often it hears of it.
 * In memory; a store on the device can stand behind it.
 */
export class Outbox {
  readonly #parts: OutboxParts
  readonly #listeners = new Set<() => void>()
  #waiting: Held[] = []
  #items: readonly OutboxItem[] = []
  #isSending = false
  #attempt = 0
  #stopTimer: (() => void) | null = null

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Everything under way, and the last few that were answered; oldest first. */
  items = (): readonly OutboxItem[] => this.#items

  /** Sends an action. `answered` settles when the server has answered, be it "refused"; it never rejects. */
  perform(
    name: string,
    input: unknown,
    seen?: number,
  ): { readonly id: string; readonly answered: Promise<Answer> } {
    const id = this.#parts.newId()
    const answered = new Promise<Answer>((resolve) => {
      const item: OutboxItem = {
        id,
        name,
        input,
        seen,
        at: this.#parts.now(),
        state: this.#attempt > 0 ? 'waiting' : 'sending',
      }
      this.#waiting.push({ item, resolve })
      this.#put(item)
      if (this.#attempt === 0) void this.#send()
    })
    return { id, answered }
  }

  /** Tries at once: the network is back, or someone signed in again. */
  retryNow(): void {
    this.#attempt = 0
    void this.#send()
  }

  /** Takes what was answered off the list; what waits stays. */
  dismiss(id: string): void {
    this.#items = this.#items.filter(
      (item) => item.id !== id || item.state === 'sending' || item.state === 'waiting',
    )
    this.#tell()
  }

  /** At sign-out: nothing of one reader stays for the next. What never reached the server is answered as refused. */
  clear(): void {
    this.#stopTimer?.()
    this.#attempt = 0
    for (const held of this.#waiting)
      held.resolve({ id: held.item.id, outcome: 'refused', refusal: { code: 'session.required' } })
    this.#waiting = []
    this.#items = []
    this.#tell()
  }

  async #send(): Promise<void> {
    if (this.#isSending || this.#waiting.length === 0) return
    this.#isSending = true
    this.#stopTimer?.()
    // after a trouble one at a time, so that one envelope the door cannot read does not hold the others back
    const batch = this.#waiting.slice(0, this.#attempt > 0 ? 1 : BATCH)
    for (const held of batch) this.#change(held, { state: 'sending' })
    const answer = await this.#parts.post(
      batch.map(({ item: { id, name, input, seen } }) => ({
        id,
        name,
        input,
        ...(seen === undefined ? {} : { seen }),
      })),
    )
    this.#isSending = false
    // its reader has gone meanwhile: the answer is nobody's
    if (batch[0] && !this.#waiting.includes(batch[0])) return void this.#send()
    if (answer.kind === 'ok' && answer.data.length === batch.length) return this.#answered(batch, answer.data)
    if (answer.kind === 'refused' && answer.status === 401) {
      this.#hold(batch, answer.refusal, false)
      return this.#parts.onSignedOut()
    }
    if (answer.kind === 'refused' && answer.status < 500 && answer.status !== 429) {
      if (batch.length > 1) {
        this.#attempt = 1
        return void this.#send()
      }
      const only = batch[0]
      if (only)
        return this.#answered(batch, [{ id: only.item.id, outcome: 'refused', refusal: answer.refusal }])
    }
    this.#hold(batch, answer.kind === 'refused' ? answer.refusal : undefined, true)
  }

  #answered(batch: readonly Held[], answers: readonly Answer[]): void {
    this.#attempt = 0
    const done = new Set(batch)
    this.#waiting = this.#waiting.filter((held) => !done.has(held))
    batch.forEach((held, place) => {
      const answer = answers[place]
      if (!answer) return
      // what was answered is listed by its name alone: a password or a note has no reason to stay in memory
      this.#change(
        held,
        answer.outcome === 'refused'
          ? { state: 'refused', refusal: answer.refusal, input: undefined }
          : { state: 'sent', refusal: undefined, input: undefined },
      )
      held.resolve(answer)
    })
    this.#parts.onAnswers()
    void this.#send()
  }

  #hold(batch: readonly Held[], refusal: RefusalSeen | undefined, tryAgain: boolean): void {
    this.#attempt++
    for (const held of batch) this.#change(held, { state: 'waiting', refusal })
    if (tryAgain) this.#stopTimer = this.#parts.later(pauseBefore(this.#attempt), () => void this.#send())
  }

  #change(held: Held, change: Partial<OutboxItem>): void {
    held.item = { ...held.item, ...change }
    this.#put(held.item)
  }

  #put(item: OutboxItem): void {
    const isKnown = this.#items.some((other) => other.id === item.id)
    const items = isKnown
      ? this.#items.map((other) => (other.id === item.id ? item : other))
      : [...this.#items, item]
    const sent = items.filter((other) => other.state === 'sent')
    const surplus = new Set(
      sent.slice(0, Math.max(0, sent.length - SHOWN_AFTERWARDS)).map((other) => other.id),
    )
    this.#items = items.filter((other) => !surplus.has(other.id))
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
