import { sealComplaint, sealComplaintStep } from '../desk/seal-complaint.store.ts'
import type { Permission } from '../permissions/permissions.ts'
import { hashPassword } from '../server/passwords.ts'
import { requireGoodPassword } from '../staff/password-rule.ts'
import {
  sealCorrection,
  sealFileWords,
  sealGlassReason,
  sealNeedChange,
  sealNewEntry,
  sealNewNeed,
  type Sealing,
} from '../vault/seal-input.store.ts'

/** What only the server can do to an input before it is decided on: a password never reaches a decision, only its hash; nor does protected text, only sealed. */
const steps: { readonly [name in Permission]?: (input: never, sealing: Sealing) => Promise<unknown> } = {
  'account.add': hashed,
  'account.reset_password': hashed,
  'vault.write': sealNewEntry,
  'vault.correct': sealCorrection,
  'vault.record_need': sealNewNeed,
  'vault.change_need': sealNeedChange,
  'vault.attach_file': sealFileWords,
  'vault.break_glass': sealGlassReason,
  'complaint.record': sealComplaint,
  'complaint.note_step': sealComplaintStep,
}

/** The input as the action's `decide` takes it. Run it after the permission check: hashing is dear. */
export async function prepare(name: Permission, input: unknown, sealing: Sealing): Promise<unknown> {
  const step: ((input: never, sealing: Sealing) => Promise<unknown>) | undefined = steps[name]
  return step ? step(input as never, sealing) : input
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
