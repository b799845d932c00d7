import type { RoundEnd } from './engine.ts'

export interface RunnerParts {
  readonly round: () => Promise<RoundEnd>
  /** Waits until no other window of this device is at it, then runs. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** Calls back after so many milliseconds; the returned function takes it back. */
  readonly later: (milliseconds: number, then: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
}

/** After a round that ended well the next comes by itself. */
const usualMs = 5 * 60_000
const [shortestMs, longestMs] = [2_000, 15 * 60_000]

/** 2 s, 4 s, 8 s … to 15 minutes, each between half and whole: a thousand phones do not come back in the same second. */
export function pauseAfter(failures: number, random: number): number {
  const whole = Math.min(longestMs, shortestMs * 2 ** Math.max(0, failures - 1))
  return Math.round(whole * (0.5 + random / 2))
}

/** Keeps a device and the server together: at once when asked, by itself every few minutes, and more patiently after troubles. */
export class SyncRunner {
  readonly #parts: RunnerParts
  readonly #listeners = new Set<() => void>()
  #failures = 0
  #running: Promise<RoundEnd> | null = null
  #again = false
  #stopTimer: (() => void) | null = null
  #isStopped = false
  #end: RoundEnd | null = null

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isRunning = (): boolean => this.#running !== null
  /** How the last round ended; null before the first. */
  lastEnd = (): RoundEnd | null => this.#end

  /** Tries at once. Asked while a round runs, another follows it, so that what was just written is in one of them. */
  now(): Promise<RoundEnd> {
    this.#failures = 0
    if (this.#running) {
      this.#again = true
      return this.#running.then(() => this.#running ?? this.#end ?? 'away')
    }
    return this.#run()
  }

  /** No further rounds: the device was locked. One that runs ends by itself. */
  stop(): void {
    this.#isStopped = true
    this.#stopTimer?.()
  }

  #run(): Promise<RoundEnd> {
    this.#stopTimer?.()
    const running = this.#round()
    this.#running = running
    this.#tell()
    return running
  }

  async #round(): Promise<RoundEnd> {
    let end: RoundEnd
    try {
      end = await this.#parts.alone(this.#parts.round)
    } catch (error) {
      this.#finished('later')
      throw error
    }
    this.#finished(end)
    return end
  }

  #finished(end: RoundEnd): void {
    this.#running = null
    this.#end = end
    const isTrouble = end === 'away' || end === 'later' || end === 'not_understood'
    this.#failures = isTrouble ? this.#failures + 1 : 0
    const goesOn = !this.#isStopped && end !== 'wiped' && end !== 'signed_out'
    if (goesOn && this.#again) void this.#run()
    else if (goesOn)
      this.#stopTimer = this.#parts.later(
        isTrouble ? pauseAfter(this.#failures, this.#parts.random()) : usualMs,
        () => void this.#run(),
      )
    this.#again = false
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
