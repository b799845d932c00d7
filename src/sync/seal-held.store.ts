import { createHmac, randomBytes } from 'node:crypto'
import type { DoorKeeper } from '../actions/callers.store.ts'
import { seal, unseal } from '../server/seal.ts'

/**
 * What was typed into a held command has a key of its own, sealed by the master key, so that a database without it tells
 * nothing. A server without a master key uses a key drawn from its own secret: nothing typed is ever turned away.
 */
export interface SealedCommand {
  /** Name of the master key; `secret`: drawn from the server's secret. */
  readonly master: string
  readonly wrapped: Buffer
  readonly ciphertext: Buffer
}
type Keys = Pick<DoorKeeper, 'masterKeys' | 'secret'>

export const aboutHeldKey = (id: string): string => `ihala held command key|${id}`
const aboutHeld = (id: string): string => `ihala held command|${id}`
export const ownSecret = 'secret'

const keyOfSecret = (secret: string): Buffer =>
  createHmac('sha256', secret).update('ihala held command').digest()

export function sealHeld({ masterKeys, secret }: Keys, id: string, input: unknown): SealedCommand {
  // a server that has run since the keys were changed must not seal by the former one
  masterKeys.find('')
  const master = masterKeys.current ?? { id: ownSecret, bytes: keyOfSecret(secret) }
  const key = randomBytes(32)
  return {
    master: master.id,
    wrapped: seal(master.bytes, key, aboutHeldKey(id)),
    ciphertext: seal(key, Buffer.from(JSON.stringify(input ?? null), 'utf8'), aboutHeld(id)),
  }
}

/** Null where its key is destroyed, or its master key is not here. Throws SealBroken when something was changed. */
export function openHeld(
  { masterKeys, secret }: Keys,
  id: string,
  { master, wrapped, ciphertext }: Omit<SealedCommand, 'wrapped'> & { readonly wrapped: Buffer | null },
): unknown {
  const opening = master === ownSecret ? keyOfSecret(secret) : masterKeys.find(master)?.bytes
  if (opening === undefined || wrapped === null) return null
  const key = unseal(opening, wrapped, aboutHeldKey(id))
  return JSON.parse(unseal(key, ciphertext, aboutHeld(id)).toString('utf8')) as unknown
}
