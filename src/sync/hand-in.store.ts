import * as z from 'zod/mini'
import type { Answer } from '../actions/action.ts'
import type { Caller, DoorKeeper } from '../actions/callers.store.ts'
import { id } from '../basics/inputs.ts'
import { openEnvelope } from '../server/hand-in-keys.ts'
import { fromDevice, performInOrder } from './perform-batch.store.ts'
import type { HandIn, RetryAnswer, SealedEnvelope, SentCommand } from './protocol.ts'

const envelope = z.strictObject({
  id,
  n: z.int().check(z.minimum(1)),
  sealed: z.string().check(z.maxLength(600_000), z.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
})
/** What a device hands in, over HTTP or copied out by a person. */
export const handInForm = z.strictObject({
  device: id,
  envelopes: z.array(envelope).check(z.minLength(1), z.maxLength(100)),
})
const inside = z.object({
  name: z.string().check(z.maxLength(80)),
  input: z.unknown(),
  from: fromDevice,
})

/** What became of one envelope: nothing of its content. */
export interface HandedIn {
  readonly id: string
  readonly outcome: (Answer | RetryAnswer)['outcome']
  readonly refusal?: { readonly code: string } | undefined
}

/**
 * Opens envelopes and performs what is in them as the account of their device would have sent it.
 * @param skips numbers that are waited for no longer: what is between them is gone with the device
 */
export async function handInEnvelopes(
  door: DoorKeeper,
  caller: Caller,
  { device, envelopes }: HandIn,
  { signal, skips }: { readonly signal?: AbortSignal | undefined; readonly skips?: readonly number[] },
): Promise<readonly HandedIn[]> {
  const opened = await Promise.all(envelopes.map((one) => commandOf(door, device, one)))
  const commands = opened
    .filter((one) => one !== undefined)
    .map(
      (one): SentCommand =>
        skips === undefined
          ? one
          : { ...one, from: { ...one.from, skips: skips.filter((n) => n < one.from.n) } },
    )
  const answers = await performInOrder(door, caller, commands, signal)
  return envelopes.map(({ id: wanted }) => {
    const answer = answers.find((one) => one.id === wanted)
    if (answer === undefined) return { id: wanted, outcome: 'retry', refusal: { code: 'hand_in.unreadable' } }
    const { id: of, outcome, refusal } = answer
    return { id: of, outcome, ...(refusal === undefined ? {} : { refusal: { code: refusal.code } }) }
  })
}

/** Undefined: it opens with none of our keys, or says another thing inside than outside. It stays on the device. */
async function commandOf(
  door: DoorKeeper,
  device: string,
  { id: commandId, n, sealed }: SealedEnvelope,
): Promise<SentCommand | undefined> {
  const parsed = inside.safeParse(await openEnvelope(door, sealed, `${device}:${commandId}:${n}`))
  if (!parsed.success) return undefined
  const { name, input, from } = parsed.data
  if (from.device !== device || from.n !== n) return undefined
  // nobody is at the form of what is handed in
  return { id: commandId, name, input, from: { ...from, attended: undefined } }
}
