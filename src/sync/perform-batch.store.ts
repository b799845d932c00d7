import * as z from 'zod/mini'
import type { Answer, Command } from '../actions/action.ts'
import type { Caller, DoorKeeper } from '../actions/callers.store.ts'
import { perform } from '../actions/perform.store.ts'
import { id } from '../basics/inputs.ts'
import { Refusal } from '../basics/refusal.ts'
import { performFromDevice } from './perform-from-device.store.ts'
import { performSeen } from './perform-seen.store.ts'
import type { RetryAnswer, SentCommand } from './protocol.ts'

const whole = z.int().check(z.minimum(0))
/** Where a command comes from and what its author had seen, as it travels. */
export const fromDevice = z.strictObject({
  device: id,
  n: z.int().check(z.minimum(1)),
  epoch: whole,
  seen: z.nullable(whole),
  at: z.strictObject({ ms: whole, c: whole }),
  version: z.int().check(z.minimum(1)),
  attended: z.optional(z.literal(true)),
  skips: z.optional(z.array(whole).check(z.maxLength(10_000))),
})

type Sent = Command & {
  readonly from?: SentCommand['from'] | undefined
  /** Revision of the case that the page showed when its form was opened; what a device saw stands in `from`. */
  readonly seen?: number | undefined
}
const isFromDevice = (command: Sent): command is SentCommand => command.from !== undefined
const saysWhatItSaw = (command: Sent): command is Sent & { readonly seen: number } =>
  command.seen !== undefined

export function performOne(
  door: DoorKeeper,
  caller: Caller,
  command: Sent,
  signal?: AbortSignal,
): Promise<Answer | RetryAnswer> {
  if (isFromDevice(command)) return performFromDevice(door, caller, command, signal)
  return saysWhatItSaw(command)
    ? performSeen(door, caller, command, signal)
    : perform(door, caller, command, signal)
}

/** One after the other, each in a transaction of its own. What has to wait makes the rest of its device wait behind it. */
export async function performInOrder(
  door: DoorKeeper,
  caller: Caller,
  commands: readonly Sent[],
  signal?: AbortSignal,
): Promise<readonly (Answer | RetryAnswer)[]> {
  const answers: (Answer | RetryAnswer)[] = []
  const waiting = new Map<string, RetryAnswer>()
  for (const command of commands) {
    const behind = command.from && waiting.get(command.from.device)
    const answer = behind ? { ...behind, id: command.id } : await oneOf(door, caller, command, signal)
    if (answer.outcome === 'retry' && command.from) waiting.set(command.from.device, answer)
    answers.push(answer)
  }
  return answers
}

/** One id used twice does not stop the others of its batch; anything about the session or the server does. */
async function oneOf(
  door: DoorKeeper,
  caller: Caller,
  command: Sent,
  signal: AbortSignal | undefined,
): Promise<Answer | RetryAnswer> {
  try {
    return await performOne(door, caller, command, signal)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'action.id_taken') throw error
    const { code, details } = error
    return { id: command.id, outcome: 'refused', refusal: { code, message: '', details } }
  }
}
