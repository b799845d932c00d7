import * as z from 'zod/mini'
import type { Answer } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { openEnvelope, sealingKey } from '../server/hand-in-keys.ts'
import type { House } from '../server/house.ts'
import type { SealingKey } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { fromDevice, performInOrder } from './perform-batch.store.ts'
import type { RetryAnswer, SealedEnvelope, SentCommand } from './protocol.ts'

const key = route({
  method: 'GET',
  path: '/sync/key',
  permission: 'public',
  summary:
    'The public key that a device seals what it writes to, so that it can be handed in while the app is locked',
  answer: ({ house }): Promise<SealingKey> => sealingKey(house),
})

const envelope = z.strictObject({
  id,
  n: z.int().check(z.minimum(1)),
  sealed: z.string().check(z.maxLength(600_000), z.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
})
const inside = z.object({
  name: z.string().check(z.maxLength(80)),
  input: z.unknown(),
  from: fromDevice,
})

/** What became of one envelope: nothing of its content. */
interface HandedIn {
  readonly id: string
  readonly outcome: (Answer | RetryAnswer)['outcome']
  readonly refusal?: { readonly code: string } | undefined
}

const handIn = route({
  method: 'POST',
  path: '/sync/hand-in',
  permission: 'public',
  summary:
    'Sealed envelopes of a device, by the token it can do nothing else with (Authorization: Bearer): performed as its account would have sent them. Answers outcomes alone',
  body: z.strictObject({
    device: id,
    envelopes: z.array(envelope).check(z.minLength(1), z.maxLength(100)),
  }),
  async answer({ body, house, tokenHash, signal }): Promise<readonly HandedIn[]> {
    const caller = {
      kind: 'device',
      device: body.device,
      tokenHash: tokenHash ?? refuse('session.required'),
    } as const
    const opened = await Promise.all(body.envelopes.map((one) => commandOf(house, body.device, one)))
    const answers = await performInOrder(
      house,
      caller,
      opened.filter((one) => one !== undefined),
      signal,
    )
    return body.envelopes.map(({ id: wanted }) => {
      const answer = answers.find((one) => one.id === wanted)
      if (answer === undefined)
        return { id: wanted, outcome: 'retry', refusal: { code: 'hand_in.unreadable' } }
      const { id: of, outcome, refusal } = answer
      return { id: of, outcome, ...(refusal === undefined ? {} : { refusal: { code: refusal.code } }) }
    })
  },
})

/** Undefined: it opens with none of our keys, or says another thing inside than outside. It stays on the device. */
async function commandOf(
  house: House,
  device: string,
  { id: commandId, n, sealed }: SealedEnvelope,
): Promise<SentCommand | undefined> {
  const parsed = inside.safeParse(await openEnvelope(house, sealed, `${device}:${commandId}:${n}`))
  if (!parsed.success) return undefined
  const { name, input, from } = parsed.data
  if (from.device !== device || from.n !== n) return undefined
  // nobody is at the form of what is handed in
  return { id: commandId, name, input, from: { ...from, attended: undefined } }
}

export const handInRoutes: readonly Route[] = [key, handIn]
