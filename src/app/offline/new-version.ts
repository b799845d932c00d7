/** A newer app is on this device and waits: it takes over when nobody is writing, or at the next start by itself. */
class NewVersion {
  readonly #listeners = new Set<() => void>()
  #waiting: ServiceWorker | null = null

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  waiting = (): ServiceWorker | null => this.#waiting

  found(waiting: ServiceWorker): void {
    this.#waiting = waiting
    for (const listener of this.#listeners) listener()
  }
}

export const newVersion = new NewVersion()
