import type { Id, Instant } from '../../records/rows.ts'
import type { OpenDeviceStore } from '../../sync/copy-worker.local.ts'
import type { CachedFile } from '../../sync/cached-file.ts'
import type { HeldFile } from '../../sync/held-file.ts'

/** What screens say about the copy on this device. */
export interface CopySeen {
  /** When it was last made equal to the server's; null: not yet. */
  readonly pulledAt: Instant | null
  /** Until then it opens without the server having been asked. */
  readonly leaseUntil: Instant | null
  /** The cases on it, by their id. */
  readonly cases: ReadonlyMap<Id, { readonly code: string; readonly name: string }>
  /** Pictures and papers that have not arrived, oldest first. */
  readonly files: readonly HeldFile[]
  /** Files of the server that show without network. */
  readonly cached: readonly CachedFile[]
}

type SeenStore = Pick<OpenDeviceStore, 'state' | 'summaries' | 'files' | 'cachedFiles'>

/** The copy on this device as the screens see it: null while there is none, or it is locked. */
class CopyWatch {
  readonly #listeners = new Set<() => void>()
  #store: SeenStore | null = null
  #seen: CopySeen | null = null

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  seen = (): CopySeen | null => this.#seen

  /** From now on this one; null: locked, and nothing of it stays in memory. */
  async use(store: SeenStore | null): Promise<void> {
    this.#store = store
    await this.look()
  }

  /** Reads again: a round of sync has ended. */
  async look(): Promise<void> {
    const store = this.#store
    if (store === null) return this.#put(null)
    const [{ pulledAt, leaseUntil }, summaries, held, cached] = await Promise.all([
      store.state(),
      store.summaries(),
      store.files(),
      store.cachedFiles(),
    ])
    if (store !== this.#store) return
    const cases = new Map(summaries.map((file) => [file.id, { code: file.code, name: file.displayName }]))
    const files = held.toSorted((one, other) => one.keptAt.localeCompare(other.keptAt))
    this.#put({ pulledAt, leaseUntil, cases, files, cached })
  }

  #put(seen: CopySeen | null): void {
    this.#seen = seen
    for (const listener of this.#listeners) listener()
  }
}

export const copyWatch = new CopyWatch()
