import {
  answeringRoles,
  caseRoles,
  committeeRoles,
  edgeRoles,
  edgeWithDirectory,
  figureRoles,
  overviewRoles,
  type Role,
  roles,
  rolesWithoutAccount,
  supervisingRoles,
} from './roles.ts'

/** What somebody may come to at all; of it each sees what their relation to a case, their office and a consent open. */
export const reaches = [
  'cases',
  'referrals',
  'counts',
  'figures',
  'directory',
  'committee',
  'accounts',
  'desk',
  'complaints',
  'track',
  'own',
] as const
export type Reach = (typeof reaches)[number]

const holders: { readonly [R in Exclude<Reach, 'track' | 'own'>]: readonly Role[] } = {
  cases: caseRoles,
  referrals: [...caseRoles, ...answeringRoles],
  counts: overviewRoles,
  figures: figureRoles,
  directory: roles.filter((role) => !edgeRoles.includes(role) || edgeWithDirectory.includes(role)),
  committee: committeeRoles,
  accounts: ['system_admin', ...supervisingRoles],
  desk: ['data_protection_officer'],
  complaints: ['complaints_officer'],
}

/** One line for each role: what it opens. Everybody with an account has their own. */
export const roleReach: readonly { readonly role: string; readonly reaches: readonly Reach[] }[] = [
  ...roles.map((role) => ({
    role,
    reaches: reaches.filter((reach) =>
      reach === 'own' ? true : reach === 'track' ? false : holders[reach].includes(role),
    ),
  })),
  ...rolesWithoutAccount.map((role) => ({ role, reaches: ['track'] as const })),
]
