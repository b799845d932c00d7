import { randomBytes } from 'node:crypto'
import { hashToken } from './circumstances.ts'

export { hashToken }

export const sessionCookieName = 'ihala'
/** Given after a sign-in and kept: by it a device is known again, so that guesses from elsewhere do not slow its owner. */
export const deviceCookieName = 'ihala-device'
/** Between going to an identity provider and coming back. */
export const providerCookieName = 'ihala-provider'
// 256 bits, base64url.
const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** A new session's token: shown once to its bearer, while the database keeps only its SHA-256 (it is random, so it needs no salt). */
export function newSessionToken(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

/** The token a request carries: `Authorization: Bearer` of a program, else the browser's cookie. Undefined: nobody signed in. */
export function tokenOf(headers: {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
}): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const token = bearer ?? cookieOf(headers.cookie ?? '', sessionCookieName)
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

/** The well-formed token of another cookie of ours. */
export function cookieToken(header: string | undefined, name: string): string | undefined {
  const token = cookieOf(header ?? '', name)
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

function cookieOf(header: string, wanted: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === wanted) return value?.trim()
  }
  return undefined
}
