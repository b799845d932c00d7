import { useCallback, useState } from 'react'
import type { RefusalSeen } from '../design/States.tsx'
import { outbox } from './device.ts'

export interface Step {
  readonly name: string
  readonly input: unknown
}

export interface BatchState<S extends Step> {
  readonly total: number
  /** Answered, whatever the answer. */
  readonly done: number
  readonly refused: readonly { readonly step: S; readonly refusal: RefusalSeen }[]
}

export interface Batch<S extends Step> extends BatchState<S> {
  readonly isRunning: boolean
  /** Sends all of them; settles when each was answered. Leaving the page does not stop it. */
  readonly run: (steps: readonly S[]) => Promise<BatchState<S>>
  readonly reset: () => void
}

/** Many writes of one kind as one piece of work that shows how far it is. */
export function useBatch<S extends Step>(): Batch<S> {
  const [state, setState] = useState<BatchState<S>>(nothing)
  const run = useCallback(async (steps: readonly S[]) => {
    let now: BatchState<S> = { total: steps.length, done: 0, refused: [] }
    setState(now)
    await Promise.all(
      steps.map(async (step) => {
        const answer = await outbox.perform(step.name, step.input).answered
        const refusal = answer.outcome === 'refused' ? (answer.refusal ?? { code: 'server.failed' }) : null
        now = {
          ...now,
          done: now.done + 1,
          refused: refusal ? [...now.refused, { step, refusal }] : now.refused,
        }
        setState(now)
      }),
    )
    return now
  }, [])
  const reset = useCallback(() => setState(nothing), [])
  return { ...state, isRunning: state.done < state.total, run, reset }
}

const nothing = { total: 0, done: 0, refused: [] }
