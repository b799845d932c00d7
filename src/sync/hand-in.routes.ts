import { refuse } from '../basics/refusal.ts'
import { sealingKey } from '../server/hand-in-keys.ts'
import type { SealingKey } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { type HandedIn, handInEnvelopes, handInForm } from './hand-in.store.ts'

const key = route({
  method: 'GET',
  path: '/sync/key',
  permission: 'public',
  summary:
    'The public key that a device seals what it writes to, so that it can be handed in while the app is locked',
  answer: ({ house }): Promise<SealingKey> => sealingKey(house),
})

const handIn = route({
  method: 'POST',
  path: '/sync/hand-in',
  permission: 'public',
  summary:
    'Sealed envelopes of a device, by the token it can do nothing else with (Authorization: Bearer): performed as its account would have sent them. Answers outcomes alone',
  body: handInForm,
  answer({ body, house, tokenHash, signal }): Promise<readonly HandedIn[]> {
    const caller = {
      kind: 'device',
      device: body.device,
      tokenHash: tokenHash ?? refuse('session.required'),
    } as const
    return handInEnvelopes(house, caller, body, { signal })
  },
})

export const handInRoutes: readonly Route[] = [key, handIn]
