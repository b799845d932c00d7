import { Refusal, type RefusalDetails } from '../../basics/refusal.ts'
import type { Id, Instant } from '../../records/rows.ts'
import type { Copy } from './copy.ts'
import { bringWaiting, makeBench } from './replay.ts'
import type { CaseRows } from './rows.ts'

export type Draft =
  | {
      readonly refusal: null
      /** The case as it will be; null where none is touched. */
      readonly caseId: Id | null
      readonly rows: CaseRows | null
      readonly result: { readonly [key: string]: unknown } | undefined
    }
  | { readonly refusal: { readonly code: string; readonly details: RefusalDetails } }

/**
 * Decides on the device what a command would do, before it is kept: on what was pulled, with what waits already done.
 * A refusal is the one the server would give for the same rows; then nothing should be kept.
 * @param id of the command that will be kept, so that its rows have the ids and codes the server gives them later
 */
export async function draft(
  name: string,
  input: unknown,
  copy: Copy,
  { id, now }: { readonly id: Id; readonly now: Instant },
): Promise<Draft> {
  const bench = makeBench(copy)
  await bringWaiting(bench, await copy.source.waiting())
  try {
    const { caseId, result } = await bench.perform({ id, name, input, now })
    const rows = caseId === null ? null : (bench.shown().cases.get(caseId) ?? null)
    return { refusal: null, caseId, rows, result }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refusal: { code: error.code, details: error.details } }
  }
}
