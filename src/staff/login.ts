import { plainLetters } from '../basics/letters.ts'

/** The form of a login that is stored and compared: capitals, digits of an Arabic keyboard and stray spaces do not matter. */
export function foldLogin(typed: string): string {
  return plainLetters(typed)
}

/** Logins are read aloud and typed on any keyboard. */
export const loginForm = /^[a-z0-9][a-z0-9._@-]{2,59}$/
