import type { RefusalSeen } from '../design/States.tsx'
import { ask, type HttpAnswer, unreachable } from './http.ts'
import type { MadeHere } from './offline/made-here.ts'

export interface ReadState<T> {
  readonly state: 'loading' | 'ready' | 'error'
  readonly data: T | undefined
  readonly refusal: RefusalSeen | undefined
  /** The data is from before; the server is being asked, or could not be reached. */
  readonly stale: boolean
  /** Made on this device; left out: the server said so. */
  readonly here?: MadeHere | undefined
}

/** What to read: a path, and for searches (whose words never stand in an address) a body. */
export interface Question {
  readonly path: string
  readonly body?: unknown
}

interface Entry {
  seen: ReadState<unknown>
  watchers: number
  asking: AbortController | null
}

/** The answer of the server, or one made on this device. */
type Answered = HttpAnswer<unknown> & { readonly here?: MadeHere | undefined }
/** `first` shows something until the answer comes. */
type Ask = (question: Question, signal: AbortSignal, first: (answer: Answered) => void) => Promise<Answered>

const LOADING: ReadState<never> = { state: 'loading', data: undefined, refusal: undefined, stale: false }
/** Answers kept after their page is left, so that going back shows something at once. */
const KEPT = 40

/**
 * The one place pages read from. In memory: a local copy on the device can stand behind the same three calls.
 * Holds nothing once the reader has signed out.
 */
export class Reads {
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<() => void>()
  readonly #ask: Ask
  readonly #onSignedOut: () => void

  constructor(options: { ask?: Ask; onSignedOut: () => void }) {
    this.#ask =
      options.ask ??
      ((question, signal) =>
        ask(question.path, 'body' in question ? { body: question.body, signal } : { signal }))
    this.#onSignedOut = options.onSignedOut
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  seen(question: Question): ReadState<unknown> {
    return this.#entries.get(keyOf(question))?.seen ?? LOADING
  }

  /** What is on screen now, by path. */
  *onScreen(): Iterable<readonly [path: string, seen: ReadState<unknown>]> {
    for (const [key, entry] of this.#entries)
      if (entry.watchers > 0) yield [questionOf(key).path, entry.seen] as const
  }

  /** Keeps an answer fresh while someone looks at it; the returned function ends that and gives up an open request. */
  watch(question: Question): () => void {
    const key = keyOf(question)
    const entry = this.#entries.get(key) ?? { seen: LOADING, watchers: 0, asking: null }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.watchers++
    void this.#load(question, entry)
    return () => {
      entry.watchers--
      if (entry.watchers > 0) return
      entry.asking?.abort()
      this.#forgetOldest()
    }
  }

  /** Asks once and keeps nothing: for what is looked up while somebody types. */
  async once<T>(question: Question, signal: AbortSignal): Promise<HttpAnswer<T>> {
    return (await this.#ask(question, signal, () => {})) as HttpAnswer<T>
  }

  async reload(question: Question): Promise<void> {
    const entry = this.#entries.get(keyOf(question))
    if (entry) await this.#load(question, entry)
  }

  /** Something was written: what is on screen is asked again, the rest is asked when it is next looked at. */
  refresh(): void {
    for (const [key, entry] of this.#entries) if (entry.watchers > 0) void this.#load(questionOf(key), entry)
  }

  /** Keeps what is on screen alone: it stands behind a lock, where somebody was writing. */
  forgetUnseen(): void {
    for (const [key, entry] of this.#entries) if (entry.watchers === 0) this.#entries.delete(key)
  }

  /** Forgets everything, at sign-out: the next reader of this device must not see it. */
  clear(): void {
    for (const entry of this.#entries.values()) {
      entry.asking?.abort()
      entry.seen = LOADING
    }
    for (const [key, entry] of this.#entries) if (entry.watchers === 0) this.#entries.delete(key)
    this.#tell()
  }

  async #load(question: Question, entry: Entry): Promise<void> {
    entry.asking?.abort()
    const asking = new AbortController()
    entry.asking = asking
    if (entry.seen.state === 'ready') this.#put(entry, { ...entry.seen, stale: true })
    else if (entry.seen.state === 'error') this.#put(entry, LOADING)
    let answer: Answered
    try {
      answer = await this.#ask(question, asking.signal, (early) => {
        if (early.kind === 'ok' && !asking.signal.aborted && entry.seen.state !== 'ready')
          this.#put(entry, readyWith(early, true))
      })
    } catch (error) {
      if (asking.signal.aborted) return
      throw error
    }
    if (asking.signal.aborted) return
    entry.asking = null
    if (answer.kind === 'ok') this.#put(entry, readyWith(answer, answer.here !== undefined))
    else if (answer.kind === 'refused' && (answer.status < 500 || entry.seen.data === undefined)) {
      this.#put(entry, { state: 'error', data: undefined, refusal: answer.refusal, stale: false })
      if (answer.status === 401) this.#onSignedOut()
    } else if (entry.seen.data !== undefined)
      this.#put(entry, {
        ...entry.seen,
        refusal: answer.kind === 'refused' ? answer.refusal : unreachable,
        stale: true,
      })
    else this.#put(entry, { state: 'error', data: undefined, refusal: unreachable, stale: false })
  }

  #put(entry: Entry, seen: ReadState<unknown>): void {
    entry.seen = seen
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #forgetOldest(): void {
    let surplus = this.#entries.size - KEPT
    for (const [key, entry] of this.#entries) {
      if (surplus <= 0) return
      if (entry.watchers > 0) continue
      this.#entries.delete(key)
      surplus--
    }
  }
}

function readyWith(answer: Extract<Answered, { kind: 'ok' }>, stale: boolean): ReadState<unknown> {
  return { state: 'ready', data: answer.data, refusal: undefined, stale, here: answer.here }
}

export function keyOf(question: Question): string {
  return JSON.stringify('body' in question ? [question.path, question.body] : [question.path])
}

/** The question back from its key. */
export function questionOf(key: string): Question {
  const parts = JSON.parse(key) as [string, unknown?]
  return parts.length > 1 ? { path: parts[0], body: parts[1] } : { path: parts[0] }
}
