import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { colleague } from './staff-rules.ts'

/**
 * Somebody leaves: sessions end at once and the account opens no more. With open cases it is refused until the
 * administrator names who takes them (`toAccountId`); then the cases are handed over one by one with `case.hand_over`,
 * which the administrator may do for a leaver without reading a case.
 */
export const leaveAccount = action({
  name: 'account.leave',
  input: z.strictObject({ accountId: id, toAccountId: z.optional(id) }),
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, { toAccountId }, { who }) {
    const { id: accountId, openCases } = colleague(account, who)
    if (toAccountId === accountId) refuse('account.not_found')
    if (openCases > 0 && toAccountId === undefined) refuse('account.has_cases', { count: openCases })
    return {
      changes: [
        { op: 'update', table: 'account', key: accountId, set: { state: 'left' } },
        { op: 'call', function: 'end_sessions_of', args: [accountId, null], otherwise: 'account.not_found' },
      ],
      result: { openCases },
      audit: { accountId, openCases, toAccountId: toAccountId ?? null },
    }
  },
})
