import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { roleRows, rolesInput, rolesInWords } from './staff-rules.ts'

/** Another name, other roles or another site. Nobody changes their own roles: a second administrator does, and the audit shows who gave what. */
export const changeAccount = action({
  name: 'account.change',
  input: z.strictObject({ accountId: id, displayName: z.optional(line(120)), roles: z.optional(rolesInput) }),
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, { accountId, displayName, roles }, { who }) {
    if (!account || account.organisationId !== who.organisationId) refuse('account.not_found')
    if (roles && accountId === who.accountId) refuse('account.not_yourself')
    const changes: Change[] = []
    if (displayName !== undefined)
      changes.push({ op: 'update', table: 'account', key: accountId, set: { displayName } })
    if (roles)
      changes.push(
        { op: 'delete', table: 'account_role', where: { accountId, organisationId: who.organisationId } },
        ...roleRows(roles, accountId, who),
        // what a session may do has changed: it starts anew, under the rules of the new role
        { op: 'call', function: 'end_sessions_of', args: [accountId, null], otherwise: 'account.not_found' },
      )
    return {
      changes,
      audit: {
        accountId,
        renamed: displayName !== undefined,
        ...(roles ? { from: rolesInWords(account.roles), to: rolesInWords(roles) } : {}),
      },
    }
  },
})
