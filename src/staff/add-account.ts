import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { line } from '../basics/text.ts'
import { localeCodes } from '../language/locales.ts'
import { foldLogin, loginForm } from './login.ts'
import { hashOf, passwordInput, roleRows, rolesInput, rolesInWords } from './staff-rules.ts'

const input = z.strictObject({
  accountId: id,
  login: z.string().check(z.maxLength(200), z.overwrite(foldLogin), z.regex(loginForm)),
  displayName: line(120),
  locale: z.optional(z.enum(localeCodes)),
  roles: rolesInput,
  /** Temporary: told by mouth, and changed at the first sign-in. */
  password: passwordInput,
})
type Input = z.infer<typeof input> & { readonly passwordHash?: string | undefined }

/** A new member of staff of the administrator's own organisation. */
export const addAccount = action<Input, never>({
  name: 'account.add',
  input,
  root: { kind: 'none' },
  needs: {},
  decide(_, given, { who }) {
    const { accountId, login, displayName, locale = 'ar', roles } = given
    return {
      changes: [
        {
          op: 'insert',
          table: 'account',
          row: {
            id: accountId,
            organisationId: who.organisationId,
            login,
            displayName,
            locale,
            digits: locale === 'en' ? 'latn' : 'arab',
            mustChangePassword: true,
          },
        },
        ...roleRows(roles, accountId, who),
        {
          op: 'call',
          function: 'set_password',
          args: [accountId, hashOf(given), true],
          otherwise: 'account.not_found',
        },
      ],
      result: { accountId },
      audit: { accountId, roles: rolesInWords(roles) },
    }
  },
})
