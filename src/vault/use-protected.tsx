import { useCallback, useEffect, useState } from 'react'
import { session } from '../app/device.ts'
import { ask, unreachable } from '../app/http.ts'
import type { RefusalSeen } from '../design/States.tsx'

export interface ProtectedRead<T> {
  readonly state: 'loading' | 'ready' | 'error'
  readonly data: T | undefined
  readonly refusal: RefusalSeen | undefined
  readonly reload: () => void
}

/**
 * Reads what is protected. Unlike `useRead` nothing is kept when its page is left, and no write elsewhere asks again:
 * each reading is on record.
 */
export function useProtected<T>(path: string): ProtectedRead<T> {
  const [seen, setSeen] = useState<Omit<ProtectedRead<T>, 'reload'>>({
    state: 'loading',
    data: undefined,
    refusal: undefined,
  })
  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const answer = await ask<T>(path, { signal })
        if (answer.kind === 'ok') return setSeen({ state: 'ready', data: answer.data, refusal: undefined })
        if (answer.kind === 'refused' && answer.status === 401) session.lost()
        const refusal = answer.kind === 'refused' ? answer.refusal : unreachable
        setSeen({ state: 'error', data: undefined, refusal })
      } catch (error) {
        // the page was left
        if (!signal?.aborted) throw error
      }
    },
    [path],
  )
  useEffect(() => {
    const asking = new AbortController()
    void load(asking.signal)
    return () => asking.abort()
  }, [load])
  const reload = useCallback(() => void load(), [load])
  return { ...seen, reload }
}

/** Asks again when something that is open for a while closes: what was on screen goes with it. */
export function useAgainAt(instants: readonly (string | null)[], reload: () => void): void {
  const first = instants.filter((at) => at !== null).sort()[0]
  useEffect(() => {
    if (first === undefined) return undefined
    const timer = setTimeout(reload, Math.max(1000, Date.parse(first) - Date.now() + 1000))
    return () => clearTimeout(timer)
  }, [first, reload])
}

/** Without use for so long, what is protected covers itself (DP-46). */
const idleMs = 5 * 60_000

/** Whether the text is covered: by the button, by Escape, when the window is left, and after five minutes without use. */
export function useCover(): {
  readonly isCovered: boolean
  readonly cover: () => void
  readonly uncover: () => void
} {
  const [isCovered, setIsCovered] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setIsCovered(true), idleMs)
    const used = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => setIsCovered(true), idleMs)
    }
    const onKey = (event: KeyboardEvent): void => {
      used()
      if (event.key === 'Escape') setIsCovered(true)
    }
    const onLeave = (): void => {
      if (document.visibilityState === 'hidden') setIsCovered(true)
    }
    window.addEventListener('pointerdown', used)
    window.addEventListener('keydown', onKey)
    document.addEventListener('visibilitychange', onLeave)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pointerdown', used)
      window.removeEventListener('keydown', onKey)
      document.removeEventListener('visibilitychange', onLeave)
    }
  }, [])
  const cover = useCallback(() => setIsCovered(true), [])
  const uncover = useCallback(() => setIsCovered(false), [])
  return { isCovered, cover, uncover }
}
