import type { Permission } from '../permissions/permissions.ts'
import { hashPassword } from '../server/passwords.ts'
import { requireGoodPassword } from '../staff/password-rule.ts'

/** What only the server can do to an input before it is decided on: a password never reaches a decision, only its hash. */
const steps: { readonly [name in Permission]?: (input: never) => Promise<unknown> } = {
  'account.add': hashed,
  'account.reset_password': hashed,
}

/** The input as the action's `decide` takes it. Run it after the permission check: hashing is dear. */
export async function prepare(name: Permission, input: unknown): Promise<unknown> {
  const step: ((input: never) => Promise<unknown>) | undefined = steps[name]
  return step ? step(input as never) : input
}

async function hashed({
  password,
  ...input
}: {
  readonly password: string
  readonly login?: string | undefined
}): Promise<object> {
  requireGoodPassword(password, input.login ?? '')
  return { ...input, passwordHash: await hashPassword(password) }
}
