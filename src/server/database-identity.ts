import { refuse } from '../basics/refusal.ts'
import type { Identity, Who } from '../permissions/who.ts'
import { statement } from './database-transaction.ts'

/**
 * What the policies read. An account always comes by its session (`asSession`), except where the server itself acts
 * for one; a one-time link starts as a visitor, and the function that opens it sets the rest.
 */
export interface ActingAs {
  readonly kind: Identity
  readonly accountId?: string | undefined
  readonly organisationId?: string | undefined
  readonly sites?: readonly string[] | undefined
  readonly supervisedSites?: readonly string[] | undefined
  readonly roles?: readonly string[] | undefined
}

/** Finds the session, tells the transaction who asks, and answers with it; a row of nulls: nobody. */
export const signOn = statement('select * from sign_on($1)')
/** The same for what a session that locked itself may do: show who it is, or end. Without role or office. */
export const signOnToProve = statement(
  `select *, '{}'::text[] as roles, '{}'::uuid[] as sites, '{}'::uuid[] as supervised, null as stands_in_for, false as locked from sign_on_to_prove($1)`,
)
export const actAs = statement(
  `select set_config('ihala.kind', $1, true), set_config('ihala.account', $2, true),
    set_config('ihala.organisation', $3, true), set_config('ihala.sites', $4, true),
    set_config('ihala.supervised', $5, true), set_config('ihala.roles', $6, true)`,
)

/** The parameters of {@link actAs}. */
export function settingsOf(identity: ActingAs): string[] {
  const { kind, accountId = '', organisationId = '', sites = [], supervisedSites = [], roles = [] } = identity
  const list = (items: readonly string[]): string => `{${items.join(',')}}`
  return [kind, accountId, organisationId, list(sites), list(supervisedSites), list(roles)]
}

export interface SignOnRow {
  account_id: string
  organisation_id: string
  display_name: string
  login: string
  locale: string
  roles: Who['roles']
  sites: string[]
  supervised: string[]
  /** Null where nobody is away. */
  stands_in_for: string[] | null
  session_id: string | null
  must_change_password: boolean
  /** True instead of an identity: not used for a while, it must first show who it is. */
  locked: boolean | null
}

export function whoOf(row: SignOnRow | undefined): Who {
  if (row?.locked === true) refuse('session.locked')
  if (row?.session_id == null) refuse('session.required')
  return {
    kind: 'account',
    accountId: row.account_id,
    organisationId: row.organisation_id,
    displayName: row.display_name,
    login: row.login,
    locale: row.locale,
    roles: row.roles,
    sites: row.sites,
    supervisedSites: row.supervised,
    standsInFor: row.stands_in_for ?? [],
    sessionId: row.session_id,
    mustChangePassword: row.must_change_password,
  }
}
