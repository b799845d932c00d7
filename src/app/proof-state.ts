/** A question to whoever sits here that others wait for. */
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

/** Whether the server wants to be shown anew who sits here, before it does something sensitive. */
export const proof = new ProofState()

/**
 * Whether the session has locked itself: nobody used it for a while, and the server answers nothing before it is shown
 * who sits here. Whatever was asked meanwhile waits in `ask` and is asked again, so that nothing is lost.
 */
export const lock = new ProofState()
