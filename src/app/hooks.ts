import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { RefusalSeen } from '../design/States.tsx'
import { outbox, reads } from './device.ts'
import type { Answer, OutboxItem, SendState } from './outbox.ts'
import { seenBy, shownCases } from './seen-cases.ts'
import { keyOf, type Question, questionOf, type ReadState } from './reads.ts'

export interface Read<T> extends ReadState<T> {
  readonly reload: () => void
}

const NOT_ASKED: ReadState<never> = { state: 'loading', data: undefined, refusal: undefined, stale: false }

/** Reads a path of the API; null while there is nothing to ask yet. Asked again after every write. */
export function useRead<T>(path: string | null): Read<T> {
  return useQuestion<T>(path === null ? null : { path })
}

/** The same for searches, whose words never stand in an address. Null: not asked. */
export function usePost<T>(path: string, body: object | null): Read<T> {
  return useQuestion<T>(body === null ? null : { path, body })
}

function useQuestion<T>(question: Question | null): Read<T> {
  const key = question === null ? null : keyOf(question)
  const held = useMemo(() => (key === null ? null : questionOf(key)), [key])
  useEffect(() => (held === null ? undefined : reads.watch(held)), [held])
  const seen = useSyncExternalStore(reads.subscribe, () => (held === null ? NOT_ASKED : reads.seen(held)))
  const reload = useCallback(() => {
    if (held) void reads.reload(held)
  }, [held])
  return { ...(seen as ReadState<T>), reload }
}

export interface ListRead<T> {
  readonly state: 'loading' | 'ready' | 'error'
  readonly items: readonly T[]
  readonly refusal: RefusalSeen | undefined
  readonly stale: boolean
  readonly reload: () => void
  /** For Pager: the cursor of the next page, what asks for it, and whether it is on its way. */
  readonly next: string | undefined
  readonly onMore: (next: string) => void
  readonly isPending: boolean
}

interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | null | undefined
}

/** A list of `{items, next?}`; further pages are appended when asked for. A write starts it again from the first page. */
export function useList<T>(path: string | null): ListRead<T> {
  const [cursor, setCursor] = useState<{ path: string; after: string; before: readonly T[] } | null>(null)
  const current = cursor?.path === path ? cursor : null
  const read = useRead<Page<T>>(path === null ? null : current ? withCursor(path, current.after) : path)
  const before = current?.before ?? []
  const isPending = current !== null && read.state === 'loading'
  return {
    state: isPending ? 'ready' : read.state,
    items: read.data ? [...before, ...read.data.items] : before,
    refusal: read.refusal,
    stale: read.stale,
    reload: read.reload,
    next: isPending ? current.after : (read.data?.next ?? undefined),
    onMore: (next) => {
      if (path !== null && read.data)
        setCursor({ path, after: next, before: [...before, ...read.data.items] })
    },
    isPending,
  }
}

function withCursor(path: string, after: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(after)}`
}

export interface Action {
  /** Settles when the server has answered; never rejects. `answer.outcome === 'refused'` carries the refusal. */
  readonly perform: (name: string, input: unknown) => Promise<Answer>
  readonly state: 'idle' | SendState
  readonly isPending: boolean
  readonly refusal: RefusalSeen | undefined
  readonly reset: () => void
}

/** One form's or button's writes: the state of the last one performed through it. */
export function useAction(): Action {
  const [last, setLast] = useState<{ id: string; answer: Answer | null } | null>(null)
  const items = useOutbox()
  const item = items.find((one) => one.id === last?.id)
  // as the form was opened: what others wrote since, its author has not seen
  const [shown] = useState(() => shownCases(reads.onScreen()))
  const perform = useCallback(
    async (name: string, input: unknown) => {
      const { id, answered } = outbox.perform(name, input, seenBy(input, shown))
      setLast({ id, answer: null })
      const answer = await answered
      setLast((now) => (now?.id === answer.id ? { id: answer.id, answer } : now))
      return answer
    },
    [shown],
  )
  const reset = useCallback(() => setLast(null), [])
  const state =
    last === null
      ? 'idle'
      : last.answer
        ? last.answer.outcome === 'refused'
          ? 'refused'
          : 'sent'
        : (item?.state ?? 'sending')
  return {
    perform,
    state,
    isPending: state === 'sending' || state === 'waiting',
    refusal: last?.answer?.refusal ?? undefined,
    reset,
  }
}

/** What is under way to the server, and what was just answered. */
export function useOutbox(): readonly OutboxItem[] {
  return useSyncExternalStore(outbox.subscribe, outbox.items)
}

/** What the device believes about the network; a request may still fail. */
export function useOnline(): boolean {
  return useSyncExternalStore(watchNetwork, () => navigator.onLine)
}

function watchNetwork(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
