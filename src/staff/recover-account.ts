import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { isRole } from '../permissions/roles.ts'
import { foldOfficeCode } from './office-code.ts'
import { colleague } from './staff-rules.ts'

/** A one-time code for somebody who lost the password, without e-mail or telephone: told or printed, good for 24 hours. */
export const issueOfficeCode = action({
  name: 'account.issue_code',
  input: z.strictObject({
    codeId: id,
    accountId: id,
    /** Drawn on the device of whoever issues it, as `temporaryPassword` is; only its hash is kept. */
    code: z.string().check(z.overwrite(foldOfficeCode), z.regex(/^[a-z0-9]{16}$/)),
  }),
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, { codeId, accountId, code }, { who, hashToken }) {
    colleague(account, who)
    return {
      changes: [
        {
          op: 'call',
          function: 'issue_office_code',
          args: [codeId, accountId, hex(hashToken(code))],
          otherwise: 'account.not_found',
        },
      ],
      audit: { accountId },
    }
  },
})

/** Somebody lost their phone and their paper: an administrator asks that all second factors be taken away. */
export const askFactorReset = action({
  name: 'account.ask_factor_reset',
  input: z.strictObject({ resetId: id, accountId: id }),
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, { resetId, accountId }, { who }) {
    colleague(account, who)
    return {
      changes: [
        {
          op: 'call',
          function: 'ask_factor_reset',
          args: [resetId, accountId],
          otherwise: 'factor_reset.open',
        },
      ],
      result: { resetId },
      audit: { accountId, resetId },
    }
  },
})

/** The second person agrees: the factors go and every session of the account ends. Never who asked, never the account itself. */
export const approveFactorReset = action({
  name: 'account.approve_factor_reset',
  input: z.strictObject({ resetId: id }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { resetId }) {
    return {
      changes: [
        {
          op: 'call',
          function: 'approve_factor_reset',
          args: [resetId],
          otherwise: 'factor_reset.not_found',
        },
      ],
      audit: { resetId },
    }
  },
})

/** Which roles of the organisation need a second factor, beside those that always do. */
export const setFactorRoles = action({
  name: 'organisation.set_factor_roles',
  input: z.strictObject({ roles: z.array(code).check(z.maxLength(30)) }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { roles }) {
    const unique = [...new Set(roles)].sort()
    for (const role of unique) if (!isRole(role)) refuse('role.unknown', { role })
    return {
      changes: [
        {
          op: 'call',
          function: 'set_factor_roles',
          args: [unique.join(' ')],
          otherwise: 'account.not_found',
        },
      ],
      audit: { roles: unique.join(' ') },
    }
  },
})

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
