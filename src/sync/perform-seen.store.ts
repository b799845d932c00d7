import type { Answer, Command } from '../actions/action.ts'
import type { Caller, DoorKeeper } from '../actions/callers.store.ts'
import { type DeviceSteps, perform } from '../actions/perform.store.ts'
import { decideMerged } from './decide-merged.store.ts'
import type { Given } from './merge.ts'

/**
 * Performs what was written on a page, by somebody who says which revision of the case they had before them: what others
 * wrote in the same fields since is merged or asked about by the rules for devices, not written over. Refusals are
 * told at the form as ever.
 */
export function performSeen(
  door: DoorKeeper,
  caller: Caller,
  command: Command & { readonly seen: number },
  signal?: AbortSignal,
): Promise<Answer> {
  const steps: DeviceSteps = {
    input: command.input,
    begin: async () => {},
    check: () => {},
    decide: (tx, found, known, input, circumstances, caseId) => {
      const { who, now } = circumstances
      return decideMerged(tx, found, known, input as Given, circumstances, {
        from: {
          device: '',
          n: 0,
          seen: command.seen,
          at: { ms: Date.parse(now), c: 0 },
          page: { accountId: who.accountId },
        },
        caseId,
        commandId: command.id,
        reference: door.reference,
        writtenAt: now,
      })
    },
    refused: () => null,
  }
  return perform(door, caller, command, signal, steps)
}
