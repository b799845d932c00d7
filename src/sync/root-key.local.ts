import type { Wrap } from './copy-header.local.ts'
import type { Bytes } from './record-crypt.local.ts'
import { firstStretch, stretched } from './stretch.local.ts'

/** What opens a copy: what the person knows, and for `pin` what the device's authenticator answers (WebAuthn PRF, 32 bytes). */
export interface Factors {
  readonly kind: 'pin' | 'phrase'
  /** Folded: see passphrase.ts. */
  readonly secret: string
  readonly prf: Bytes | null
}

/** The authenticator that answers for `pin`. */
export interface Authenticator {
  readonly credential: Bytes
  readonly prfSalt: Bytes
}

const encoder = new TextEncoder()
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

/** Seals the root key under new factors. @param share the server's part, of 32 bytes */
export async function wrapped(
  rootKey: Bytes,
  copy: string,
  factors: Factors,
  share: Bytes,
  authenticator: Authenticator | null,
): Promise<Wrap> {
  if ((factors.kind === 'pin') !== (factors.prf !== null && authenticator !== null))
    throw new Error('a PIN never stands alone')
  const [salt, iv] = [random(16), random(12)]
  const { stretch, bytes } = await firstStretch(factors.secret, salt, () => performance.now())
  const key = await keyFrom(bytes, factors.prf, share, salt)
  const sealed = await crypto.subtle.encrypt(how(iv, copy, factors.kind), key, rootKey)
  return {
    kind: factors.kind,
    stretch,
    salt,
    iv,
    sealed: new Uint8Array(sealed),
    credential: authenticator?.credential ?? null,
    prfSalt: authenticator?.prfSalt ?? null,
  }
}

/** The root key, or null when a factor is wrong: which of them, nobody can tell. */
export async function unwrapped(
  wrap: Wrap,
  copy: string,
  factors: Factors,
  share: Bytes,
): Promise<Bytes | null> {
  const bytes = await stretched(factors.secret, wrap.salt, wrap.stretch)
  const key = await keyFrom(bytes, factors.prf, share, wrap.salt)
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how(wrap.iv, copy, wrap.kind), key, wrap.sealed))
  } catch {
    // WebCrypto's "OperationError": the key is another one
    return null
  }
}

async function keyFrom(
  stretchedSecret: Bytes,
  prf: Bytes | null,
  share: Bytes,
  salt: Bytes,
): Promise<CryptoKey> {
  const parts = new Uint8Array([...stretchedSecret, ...(prf ?? []), ...share])
  const base = await crypto.subtle.importKey('raw', parts, 'HKDF', false, ['deriveKey'])
  parts.fill(0)
  stretchedSecret.fill(0)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode('ihala device 1 root') },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function how(iv: Bytes, copy: string, kind: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(JSON.stringify([copy, kind])) }
}
