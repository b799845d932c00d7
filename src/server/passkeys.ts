import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as z from 'zod/mini'

/** Where the app is open, as the browser tells the passkey. */
export interface PasskeyPlace {
  readonly origin: string
  /** Its host: a passkey made for one is of no use at another. */
  readonly rpId: string
}

const text = z.string().check(z.maxLength(20_000))
/** What a browser's passkey answers; looked at closely by the library. */
export const passkeyAnswer = z.looseObject({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: text }),
})

export interface KnownPasskey {
  readonly credentialId: string
  readonly transports: readonly string[]
}

const listed = (keys: readonly KnownPasskey[]): { id: string; transports: string[] }[] =>
  keys.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }))

export function optionsToAdd(
  { rpId }: PasskeyPlace,
  challenge: Buffer,
  account: { readonly id: string; readonly login: string },
  known: readonly KnownPasskey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Ihala',
    rpID: rpId,
    userID: new Uint8Array(Buffer.from(account.id)),
    userName: account.login,
    challenge: new Uint8Array(challenge),
    attestationType: 'none',
    excludeCredentials: listed(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

export function optionsToProve(
  { rpId }: PasskeyPlace,
  challenge: Buffer,
  known: readonly KnownPasskey[],
  verification: 'preferred' | 'required' = 'preferred',
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge: new Uint8Array(challenge),
    allowCredentials: listed(known),
    userVerification: verification,
  })
}

export interface NewPasskey {
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

/** The new passkey, or undefined: not made here, not for this challenge, or not well-formed. */
export async function passkeyIn(
  answer: unknown,
  { origin, rpId }: PasskeyPlace,
  challenge: Buffer,
): Promise<NewPasskey | undefined> {
  const response = answer as RegistrationResponseJSON
  const done = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: false,
  }).catch(() => undefined)
  if (done?.verified !== true) return undefined
  const { id, publicKey, counter } = done.registrationInfo.credential
  const transports = (response.response.transports ?? []).filter((one) => /^[a-z-]{1,20}$/.test(one))
  return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports: transports.slice(0, 8) }
}

/** Whose the device says its passkey is: the account that `optionsToAdd` named. Undefined where it does not say. */
export function ownerIn(answer: { readonly response: object }): string | undefined {
  const { userHandle } = answer.response as { userHandle?: unknown }
  return typeof userHandle === 'string' ? Buffer.from(userHandle, 'base64url').toString() : undefined
}

/**
 * The counter after a right answer; undefined: wrong key, place, challenge or signature, or a counter that went back.
 * `verified`: the device must have asked who holds it (fingerprint, code), because nothing else is asked for.
 */
export async function counterAfter(
  answer: unknown,
  { origin, rpId }: PasskeyPlace,
  challenge: Buffer,
  passkey: { readonly credentialId: string; readonly publicKey: Buffer; readonly counter: number },
  verified = false,
): Promise<number | undefined> {
  const done = await verifyAuthenticationResponse({
    response: answer as AuthenticationResponseJSON,
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
    requireUserVerification: verified,
  }).catch(() => undefined)
  return done?.verified === true ? done.authenticationInfo.newCounter : undefined
}
