import type { Role } from '../permissions/roles.ts'

/**
 * Whoever gives access, watches or supervises is helped back in by an administrator alone: who holds their account would
 * hold their office. The database holds the same (`issue_office_code`).
 */
export const helpedByAdministrators: readonly Role[] = [
  'system_admin',
  'data_protection_officer',
  'complaints_officer',
  'case_supervisor',
  'branch_manager',
  'directorate_manager',
]

interface Helper {
  readonly roles: readonly string[]
  /** Sites the helper supervises. */
  readonly supervised: readonly string[]
}
type Given = readonly { readonly role: string; readonly siteId: string | null }[]

/** A supervisor issues codes to those who work only where they supervise; one site beyond it is too far. */
export function mayIssueCode({ roles, supervised }: Helper, person: Given): boolean {
  if (roles.includes('system_admin')) return true
  return (
    person.length > 0 &&
    person.every(
      ({ role, siteId }) =>
        siteId !== null &&
        supervised.includes(siteId) &&
        !(helpedByAdministrators as readonly string[]).includes(role),
    )
  )
}
