import { passwordFault } from './password-rule.ts'
import { temporaryPassword } from './temporary-password.ts'

/** Drawn in the browser, so that it exists nowhere before the administrator has read it. */
export function freshPassword(login: string): string {
  for (;;) {
    const password = temporaryPassword(crypto.getRandomValues(new Uint8Array(64)))
    if (password !== undefined && passwordFault(password, login) === null) return password
  }
}
