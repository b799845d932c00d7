import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { DeviceCommand, SealedEnvelope } from './protocol.ts'
import { base64Of, bytesOf } from './base64.local.ts'

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

export type SealCommand = (command: DeviceCommand) => Promise<SealedEnvelope>

/**
 * Seals commands to the server's key when they are written: from then on this device itself cannot read the envelope,
 * and may hand it in while it is locked.
 * @param ingestKey the server's public key as GET /sync/key answers it: base64 of the uncompressed P-256 point
 */
export async function sealingTo(ingestKey: string, device: string): Promise<SealCommand> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytesOf(ingestKey).buffer)
  const encoder = new TextEncoder()
  return async ({ id, name, input, from }) => {
    const sender = await suite.createSenderContext({ recipientPublicKey })
    const sealed = await sender.seal(
      encoder.encode(JSON.stringify({ name, input, from })).buffer,
      encoder.encode(`${device}:${id}:${from.n}`).buffer,
    )
    const whole = new Uint8Array(sender.enc.byteLength + sealed.byteLength)
    whole.set(new Uint8Array(sender.enc))
    whole.set(new Uint8Array(sealed), sender.enc.byteLength)
    return { id, n: from.n, sealed: base64Of(whole) }
  }
}

/** The name of a key as the server tells it with a pull: eight bytes of its SHA-256, in hex. */
export async function nameOfKey(ingestKey: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(ingestKey)))
  return Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
