/** A page asks two or three things: from here on one waits ten seconds for it. */
const slowMs = 3_000
const looksAt = 6
const mostSlow = 4

/** Whether the server's answers take so long here that field mode is worth offering. */
export class SlowLink {
  readonly #listeners = new Set<() => void>()
  #last: readonly number[] = []

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isSlow = (): boolean => this.#last.filter((took) => took >= slowMs).length >= mostSlow

  /** An answer came, after so many milliseconds. */
  took(milliseconds: number): void {
    this.#last = [...this.#last, milliseconds].slice(-looksAt)
    for (const listener of this.#listeners) listener()
  }
}

export const slowLink = new SlowLink()
