import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** False where the browser knows no passkeys, or the address has none: without TLS, or a number instead of a name. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && !/^[\d.]+$|:/.test(window.location.hostname)
}

/** The browser asks for the passkey; null: the reader broke it off, or there is none here. */
export async function provePasskey(options: object): Promise<object | null> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }).catch(
    brokenOff,
  )
}

export async function makePasskey(options: object): Promise<object | null> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch(
    brokenOff,
  )
}

/** Browsers tell every end alike (NotAllowedError), so that a page learns nothing of other keys. */
function brokenOff(error: unknown): null {
  if (error instanceof Error) return null
  throw error
}
