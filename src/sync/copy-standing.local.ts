import type { Id } from '../records/rows.ts'
import { canary } from './canary.local.ts'
import type { CopyHeader } from './copy-header.local.ts'
import type { OpenDeviceStore } from './copy-worker.local.ts'

/** How the copy of this browser stands. */
export type Standing =
  /** Not looked at yet. */
  | { readonly kind: 'looking' }
  /** None is here. `evicted`: one was, and the browser threw it away. */
  | { readonly kind: 'none'; readonly evicted: Id | null }
  /**
   * `covers`: a page on which somebody was writing stands behind the lock. `aside`: the reader signed in without it.
   */
  | {
      readonly kind: 'locked'
      readonly copies: readonly CopyHeader[]
      readonly covers: boolean
      readonly aside: boolean
    }
  | { readonly kind: 'open'; readonly header: CopyHeader; readonly store: OpenDeviceStore }

/**
 * What the first screen has to know of the copy: the vault itself is fetched at once only where a copy was made in this
 * browser, elsewhere after the first screen.
 */
class CopyStanding {
  readonly #listeners = new Set<() => void>()
  #now: Standing = canary() === null ? { kind: 'none', evicted: null } : { kind: 'looking' }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  now = (): Standing => this.#now

  put(standing: Standing): void {
    this.#now = standing
    for (const listener of this.#listeners) listener()
  }
}

export const copyStanding = new CopyStanding()
