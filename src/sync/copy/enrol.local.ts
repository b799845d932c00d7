import { newId } from '../../app/device.ts'
import { ask, type HttpAnswer, unreachable } from '../../app/http.ts'
import { askProved } from '../../app/proof.ts'
import { Refusal } from '../../basics/refusal.ts'
import type { RefusalSeen } from '../../design/States.tsx'
import type { Answer } from '../../app/outbox.ts'
import type { SealingKey } from '../../records/sync-answers.ts'
import { ownerOf } from '../copy-header.local.ts'
import { deviceVault } from '../device-vault.local.ts'
import type { LeaseAnswer } from '../protocol.ts'
import type { Authenticator, Factors } from '../root-key.local.ts'
import { base64Of, bytesOf } from '../base64.local.ts'

export type DeviceKind = 'phone' | 'tablet' | 'computer'

export interface Enrolment {
  readonly accountId: string
  readonly name: string
  readonly siteId: string | undefined
  readonly factors: Factors
  readonly authenticator: Authenticator | null
}

/** As the browser says it; finer is not kept. */
export function deviceKind(agent: string, touches: number): DeviceKind {
  if (/ipad|tablet/i.test(agent) || (/android/i.test(agent) && !/mobile/i.test(agent))) return 'tablet'
  if (/mobile|iphone/i.test(agent)) return 'phone'
  return touches > 1 && /macintosh/i.test(agent) ? 'tablet' : 'computer'
}

export const thisKind = (): DeviceKind => deviceKind(navigator.userAgent, navigator.maxTouchPoints)

/** Tells the server of this device, fetches its part of the key, and makes the copy. Null: it stands, and is open. */
export async function enrolHere({
  accountId,
  name,
  siteId,
  factors,
  authenticator,
}: Enrolment): Promise<RefusalSeen | null> {
  const device = newId()
  const token = base64Of(crypto.getRandomValues(new Uint8Array(32)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')
  const key = await ask<SealingKey>('/sync/key')
  if (key.kind !== 'ok') return refusalOf(key)
  const input = {
    deviceId: device,
    name,
    kind: thisKind(),
    ...(siteId === undefined ? {} : { siteId }),
    token,
  }
  const enrolled = await askProved<Answer>('/actions', { id: newId(), name: 'device.enrol', input })
  if (enrolled.kind !== 'ok') return refusalOf(enrolled)
  if (enrolled.data.outcome === 'refused') return enrolled.data.refusal ?? { code: 'server.failed' }
  const lease = await ask<LeaseAnswer>(`/sync/lease?device=${device}`)
  if (lease.kind !== 'ok') return refusalOf(lease)
  try {
    await deviceVault.make({
      device,
      owner: await ownerOf(accountId),
      ingestKey: key.data.publicKey,
      token,
      share: bytesOf(lease.data.share),
      leaseUntil: lease.data.leaseUntil,
      factors,
      authenticator,
    })
  } catch (error) {
    // nothing stands here: the server need not wait for a device that is none
    await ask('/actions', { body: { id: newId(), name: 'device.revoke', input: { deviceId: device } } })
    return refusalIn(error)
  }
  await navigator.storage?.persist?.()
  return null
}

/** The server's part of the key again, after a lease was over. */
export async function renewLease(device: string): Promise<RefusalSeen | null> {
  const lease = await ask<LeaseAnswer>(`/sync/lease?device=${device}`)
  if (lease.kind !== 'ok') return refusalOf(lease)
  await deviceVault.renewLease(device, bytesOf(lease.data.share), lease.data.leaseUntil)
  return null
}

/** What a copy refused, for a screen. @throws whatever is no refusal */
export function refusalIn(error: unknown): RefusalSeen {
  if (error instanceof Refusal) return { code: error.code, details: error.details }
  throw error
}

function refusalOf(answer: Exclude<HttpAnswer<unknown>, { kind: 'ok' }>): RefusalSeen {
  return answer.kind === 'refused' ? answer.refusal : unreachable
}
