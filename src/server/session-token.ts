import { randomBytes } from 'node:crypto'
import { hashToken } from './circumstances.ts'

export { hashToken }

export const sessionCookieName = 'ihala'
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
  const token = bearer ?? cookieOf(headers.cookie ?? '')
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

function cookieOf(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === sessionCookieName) return value?.trim()
  }
  return undefined
}
