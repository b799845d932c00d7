import * as z from 'zod/mini'
import type { Change } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { isRole, rolesForPlaces } from '../permissions/roles.ts'
import type { Who } from '../permissions/who.ts'
import type { Knowledge } from '../records/knowledge.ts'
import { mostPasswordLength } from './password-rule.ts'

export const passwordInput = z.string().check(z.minLength(1), z.maxLength(mostPasswordLength))

/** A role at one site; `siteId: null` is every site of the organisation, or with `placeCode` every one in that place. */
export const rolesInput = z
  .array(z.strictObject({ role: code, siteId: z.nullable(id), placeCode: z.optional(z.nullable(code)) }))
  .check(z.minLength(1), z.maxLength(40))
export type RolesGiven = z.infer<typeof rolesInput>

/** A colleague of one's own organisation (nobody else is in sight), and not oneself. */
export function colleague(account: Knowledge['account'], who: Who): NonNullable<Knowledge['account']> {
  if (!account || account.organisationId !== who.organisationId) refuse('account.not_found')
  if (account.id === who.accountId) refuse('account.not_yourself')
  return account
}

/** One row for each role and site, all in the administrator's own organisation. Whoever administers does so for all of it. */
export function roleRows(roles: RolesGiven, accountId: string, who: Who): Change[] {
  const everywhere = roles.map((given) =>
    given.role === 'system_admin' ? { ...given, siteId: null, placeCode: null } : given,
  )
  const unique = new Map(
    everywhere.map((given) => [`${given.role} ${given.siteId} ${given.placeCode ?? null}`, given]),
  )
  return [...unique.values()].map(({ role, siteId, placeCode = null }) => {
    if (!isRole(role)) refuse('role.unknown', { role })
    if (siteId !== null && !who.sites.includes(siteId)) refuse('site.not_found')
    if (placeCode !== null && (siteId !== null || !rolesForPlaces.includes(role)))
      refuse('role.not_for_place', { role })
    return {
      op: 'insert',
      table: 'account_role',
      row: { accountId, organisationId: who.organisationId, role, siteId, placeCode },
    }
  })
}

/** Roles for an audit line: codes only. */
export function rolesInWords(roles: readonly { readonly role: string }[]): string {
  return [...new Set(roles.map(({ role }) => role))].sort().join(' ')
}

/** What `prepare` left in place of a password. A decision that meets none was not prepared, and must not go on. */
export function hashOf(input: { readonly passwordHash?: string | undefined }): string {
  if (input.passwordHash === undefined) throw new Error('the password of this input was not hashed')
  return input.passwordHash
}
