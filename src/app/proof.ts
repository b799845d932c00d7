import type { HttpAnswer } from './http.ts'
import { ask } from './http.ts'

/** Whether the server wants to be shown anew who sits here, before it does something sensitive. */
export class ProofState {
  readonly #listeners = new Set<() => void>()
  #waiting: ((isProved: boolean) => void)[] = []

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isAsked = (): boolean => this.#waiting.length > 0

  /** Settles when somebody has shown who they are, or would not. False at once where no screen can ask. */
  ask(): Promise<boolean> {
    if (this.#listeners.size === 0) return Promise.resolve(false)
    const proved = new Promise<boolean>((resolve) => this.#waiting.push(resolve))
    this.#tell()
    return proved
  }

  answer(isProved: boolean): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve(isProved)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

export const proof = new ProofState()

/** As `ask` for a POST; where the server wants a proof first, the reader is asked for it and the same is sent again. */
export async function askProved<T>(path: string, body: unknown): Promise<HttpAnswer<T>> {
  const answer = await ask<T>(path, { body })
  if (answer.kind !== 'refused' || answer.refusal.code !== 'session.not_fresh') return answer
  return (await proof.ask()) ? ask<T>(path, { body }) : answer
}
