import type { Bytes } from './record-crypt.local.ts'
import type { Authenticator } from './root-key.local.ts'

/**
 * The safe of the device itself: its authenticator answers the same 32 bytes to the same question (WebAuthn PRF), after
 * the screen lock, the finger or the face. Many phones say they can and cannot, so it is tried before anything rests on it.
 */
export function mayHaveAuthenticator(): boolean {
  return (
    window.isSecureContext &&
    typeof PublicKeyCredential === 'function' &&
    !/^[\d.]+$|:/.test(window.location.hostname)
  )
}

/** Makes a key of this device and asks it twice. Null: there is none here, it cannot, or the reader broke it off. */
export async function makeAuthenticator(): Promise<{
  readonly authenticator: Authenticator
  readonly prf: Bytes
} | null> {
  const prfSalt = crypto.getRandomValues(new Uint8Array(32))
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: 'Ihala' },
        // nothing of the person: the name is what the device's own list of keys shows
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: 'Ihala', displayName: 'Ihala' },
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: {
          authenticatorAttachment: 'platform',
          residentKey: 'discouraged',
          userVerification: 'required',
        },
        extensions: { prf: {} },
      },
    })
    if (!(made instanceof PublicKeyCredential)) return null
    if (made.getClientExtensionResults().prf?.enabled !== true) return null
    const authenticator = { credential: new Uint8Array(made.rawId), prfSalt }
    const prf = await askAuthenticator(authenticator)
    return prf && { authenticator, prf }
  } catch {
    // browsers tell every end alike, so that a page learns nothing
    return null
  }
}

/** Its answer to this copy's question; null: broken off, or the key is no longer on the device. */
export async function askAuthenticator({ credential, prfSalt }: Authenticator): Promise<Bytes | null> {
  try {
    const got = await navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id: credential, transports: ['internal'] }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: prfSalt } } },
      },
    })
    if (!(got instanceof PublicKeyCredential)) return null
    const first = got.getClientExtensionResults().prf?.results?.first
    if (!first) return null
    const bytes = new Uint8Array(first instanceof ArrayBuffer ? first : first.buffer.slice(0))
    return bytes.length === 32 ? bytes : null
  } catch {
    // as above
    return null
  }
}
