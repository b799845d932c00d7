import type { Role } from './roles.ts'

export type Identity = 'account' | 'visitor' | 'link' | 'person' | 'worker' | 'loader'

/** Who is asking, as the database knows it from the session: the app never makes one of these up for an account. */
export interface Who {
  readonly kind: Identity
  /** Empty for a one-time link: write `accountOf(who)`. */
  readonly accountId: string
  readonly organisationId: string
  readonly displayName: string
  readonly login: string
  readonly locale: string
  readonly roles: readonly Role[]
  /** Sites where this account works. */
  readonly sites: readonly string[]
  /** Sites whose cases this account supervises. */
  readonly supervisedSites: readonly string[]
  /** Colleagues who are away today and for whom this account works. */
  readonly standsInFor?: readonly string[] | undefined
  readonly sessionId: string
  readonly mustChangePassword: boolean
  /** For a one-time link: the one referral and the one step it opens. */
  readonly link?: { readonly linkId: string; readonly referralId: string; readonly step: string } | undefined
}

/** The account to write beside a fact; null for a one-time link, which has none. */
export function accountOf(who: Who): string | null {
  return who.kind === 'account' ? who.accountId : null
}

export function hasRole(who: Who, ...roles: readonly Role[]): boolean {
  return roles.some((role) => who.roles.includes(role))
}
