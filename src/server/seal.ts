import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM (NIST SP 800-38D). Sealed: one byte for the form, 12 random bytes, the sealed text, 16 bytes that prove
 * it. `about` is not kept: it must be said again to open, so what was sealed for one place opens in no other.
 */
const form = 1
const cipher = 'aes-256-gcm'

export function seal(key: Buffer, plain: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(12)
  const sealing = createCipheriv(cipher, key, nonce)
  sealing.setAAD(Buffer.from(about, 'utf8'))
  const body = Buffer.concat([sealing.update(plain), sealing.final()])
  return Buffer.concat([Buffer.of(form), nonce, body, sealing.getAuthTag()])
}

export class SealBroken extends Error {
  constructor() {
    super('a sealed value does not open: wrong key, wrong place, or changed')
    this.name = 'SealBroken'
  }
}

/** @throws SealBroken when the key or the place is another, or a single bit was changed. */
export function unseal(key: Buffer, sealed: Uint8Array, about: string): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes.length < 29 || bytes[0] !== form) throw new SealBroken()
  const opening = createDecipheriv(cipher, key, bytes.subarray(1, 13))
  opening.setAAD(Buffer.from(about, 'utf8'))
  opening.setAuthTag(bytes.subarray(-16))
  try {
    return Buffer.concat([opening.update(bytes.subarray(13, -16)), opening.final()])
  } catch {
    // what node says differs by version and tells nothing more
    throw new SealBroken()
  }
}
