/** Whether somebody is signed in, as far as the last answers of the server tell. */
export class SessionState {
  readonly #listeners = new Set<() => void>()
  #isLost = false

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isLost = (): boolean => this.#isLost

  /** The server asked for a sign-in, or the reader signed out. */
  lost(): void {
    this.#set(true)
  }

  /** Somebody signed in. */
  found(): void {
    this.#set(false)
  }

  #set(isLost: boolean): void {
    if (this.#isLost === isLost) return
    this.#isLost = isLost
    for (const listener of this.#listeners) listener()
  }
}
