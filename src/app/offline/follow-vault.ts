import { copyStanding } from '../../sync/copy-standing.local.ts'

/** Works with the copy on this device whenever it is open. */
class CopyWork {
  readonly #listeners = new Set<() => void>()
  #stop: Promise<() => void> | null = null
  #isReady = false

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Pages read from the open copy. */
  isReady = (): boolean => this.#isReady

  /** Follows the vault from now on; called once when the app starts. */
  begin(): void {
    copyStanding.subscribe(() => this.#follow())
    this.#follow()
  }

  #follow(): void {
    const standing = copyStanding.now()
    if (standing.kind === 'open' && this.#stop === null) {
      this.#stop = import('./work-with-copy.ts').then(async ({ workWithCopy }) => {
        const stop = await workWithCopy(standing.store, standing.header)
        this.#put(true)
        return stop
      })
      this.#stop.catch(reportError)
    }
    if (standing.kind !== 'open' && this.#stop !== null) {
      void this.#stop.then(
        (stop) => stop(),
        () => {}, // it never began, and was reported
      )
      this.#stop = null
      this.#put(false)
    }
  }

  #put(isReady: boolean): void {
    this.#isReady = isReady
    for (const listener of this.#listeners) listener()
  }
}

export const copyWork = new CopyWork()
