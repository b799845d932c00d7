import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { colleague, hashOf, passwordInput } from './staff-rules.ts'

const input = z.strictObject({ accountId: id, password: passwordInput })
type Input = z.infer<typeof input> & { readonly passwordHash?: string | undefined }

/** A temporary password for a colleague who lost theirs: every session of the account ends, and the next sign-in asks for a new one. */
export const resetAccountPassword = action<Input, 'account'>({
  name: 'account.reset_password',
  input,
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, given, { who }) {
    const { id: accountId } = colleague(account, who)
    return {
      changes: [
        {
          op: 'call',
          function: 'set_password',
          args: [accountId, hashOf(given), true],
          otherwise: 'account.not_found',
        },
        { op: 'call', function: 'end_sessions_of', args: [accountId, null], otherwise: 'account.not_found' },
      ],
      audit: { accountId },
    }
  },
})
