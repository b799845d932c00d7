import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { Who } from '../permissions/who.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { DelegationRow } from '../records/rows.ts'

/** An absence is not a hand-over: days at most (proposal; the database holds it too). */
export const mostDelegationDays = 92
export const delegationCovers = ['cases', 'supervision'] as const

type Colleague = Pick<NonNullable<Knowledge['account']>, 'id' | 'roles'>
const holds = (one: Colleague, roles: readonly string[]): boolean =>
  one.roles.some(({ role }) => roles.includes(role))

export function worksOnCases(one: Colleague): boolean {
  return holds(one, caseRoles)
}
export function isSupervisor(one: Colleague): boolean {
  return holds(one, supervisingRoles)
}

export function supervisesAt(one: Colleague, site: string): boolean {
  return one.roles.some(
    ({ role, siteId }) =>
      (supervisingRoles as readonly string[]).includes(role) && (siteId === null || siteId === site),
  )
}

/** A supervisor arranges the absence of whoever works at one of their offices; everybody arranges their own. */
export function mayArrangeFor(absent: Colleague, who: Who): boolean {
  if (absent.id === who.accountId) return true
  return absent.roles.some(({ siteId }) =>
    siteId === null ? who.supervisedSites.length > 0 : who.supervisedSites.includes(siteId),
  )
}

type Days = Pick<DelegationRow, 'fromDay' | 'untilDay'>
/** Those not ended that share a day with these. */
export function inTheseDays(
  delegations: readonly DelegationRow[],
  { fromDay, untilDay }: Days,
): DelegationRow[] {
  return delegations.filter(
    (one) => one.endedAt === null && one.fromDay <= untilDay && one.untilDay >= fromDay,
  )
}

export type Standing = 'coming' | 'now' | 'over'
export function standingOn(delegation: Days & Pick<DelegationRow, 'endedAt'>, today: string): Standing {
  if (delegation.endedAt !== null || delegation.untilDay < today) return 'over'
  return delegation.fromDay > today ? 'coming' : 'now'
}
