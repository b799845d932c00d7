import type { Id, Instant } from '../../records/rows.ts'
import type { DeviceStore } from '../../sync/device-store.ts'

/** What screens say about the copy on this device. */
export interface CopySeen {
  /** When it was last made equal to the server's; null: not yet. */
  readonly pulledAt: Instant | null
  /** Until then it opens without the server having been asked. */
  readonly leaseUntil: Instant | null
  /** The cases on it, by their id. */
  readonly cases: ReadonlyMap<Id, { readonly code: string; readonly name: string }>
}

/** The copy on this device as the screens see it: null while there is none, or it is locked. */
class CopyWatch {
  readonly #listeners = new Set<() => void>()
  #store: Pick<DeviceStore, 'state' | 'summaries'> | null = null
  #seen: CopySeen | null = null

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  seen = (): CopySeen | null => this.#seen

  /** From now on this one; null: locked, and nothing of it stays in memory. */
  async use(store: Pick<DeviceStore, 'state' | 'summaries'> | null): Promise<void> {
    this.#store = store
    await this.look()
  }

  /** Reads again: a round of sync has ended. */
  async look(): Promise<void> {
    const store = this.#store
    if (store === null) return this.#put(null)
    const [{ pulledAt, leaseUntil }, summaries] = await Promise.all([store.state(), store.summaries()])
    if (store !== this.#store) return
    const cases = new Map(summaries.map((file) => [file.id, { code: file.code, name: file.displayName }]))
    this.#put({ pulledAt, leaseUntil, cases })
  }

  #put(seen: CopySeen | null): void {
    this.#seen = seen
    for (const listener of this.#listeners) listener()
  }
}

export const copyWatch = new CopyWatch()
