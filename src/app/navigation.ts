import {
  answeringRoles,
  caseRoles,
  committeeRoles,
  conferringRoles,
  edgeWithDirectory,
  figureRoles,
  informationRoles,
  overviewRoles,
  type Role,
  supervisingRoles,
} from '../permissions/roles.ts'

export interface Destination {
  readonly path: string
  /** Key of its name. */
  readonly words: string
}

const destinations: readonly (Destination & { readonly roles: readonly Role[] | null })[] = [
  { path: '/', words: 'app.nav.day', roles: caseRoles },
  { path: '/team', words: 'app.nav.team', roles: supervisingRoles },
  { path: '/inbox', words: 'app.nav.inbox', roles: answeringRoles },
  { path: '/organisations', words: 'services.org.nav', roles: committeeRoles },
  { path: '/growth', words: 'services.growth.nav', roles: [...committeeRoles, ...overviewRoles] },
  { path: '/offers', words: 'app.nav.offers', roles: ['provider_focal_point', 'directory_editor'] },
  { path: '/cases', words: 'app.nav.cases', roles: caseRoles },
  {
    path: '/services',
    words: 'app.nav.services',
    roles: [...caseRoles, ...answeringRoles, 'directory_editor', ...edgeWithDirectory],
  },
  { path: '/information', words: 'information.title', roles: informationRoles },
  { path: '/desk', words: 'app.nav.desk', roles: ['data_protection_officer'] },
  { path: '/complaints', words: 'app.nav.complaints', roles: ['complaints_officer'] },
  { path: '/staff', words: 'app.nav.staff', roles: ['system_admin', ...supervisingRoles] },
  { path: '/audit', words: 'audit.nav', roles: [...supervisingRoles, 'data_protection_officer'] },
  { path: '/exports', words: 'reports.exports', roles: [...supervisingRoles, 'data_protection_officer'] },
  { path: '/figures', words: 'reports.figures', roles: figureRoles },
  { path: '/overview', words: 'cases.overview', roles: overviewRoles },
  { path: '/sync', words: 'app.nav.sync', roles: [...caseRoles, ...answeringRoles] },
  { path: '/vault', words: 'app.nav.vault', roles: caseRoles },
  { path: '/reviews', words: 'app.nav.reviews', roles: [...supervisingRoles, 'data_protection_officer'] },
  { path: '/certificates', words: 'app.nav.certificates', roles: [...supervisingRoles, 'system_admin'] },
  { path: '/conferences', words: 'referrals.conferences', roles: conferringRoles },
  { path: '/directory', words: 'services.care.title', roles: [...supervisingRoles, 'directory_editor'] },
  { path: '/sites', words: 'services.sites', roles: ['provider_focal_point', 'directory_editor'] },
  { path: '/away', words: 'staff.away', roles: caseRoles },
  {
    path: '/need-to-know',
    words: 'permissions.needToKnow',
    roles: ['system_admin', 'data_protection_officer'],
  },
  { path: '/more', words: 'app.nav.more', roles: null },
]

/** Where somebody with these roles can go, most needed first. "More" is last and always there. */
export function destinationsFor(roles: readonly Role[]): readonly Destination[] {
  return destinations.filter((one) => one.roles === null || one.roles.some((role) => roles.includes(role)))
}

/** Room for five on a phone: the first four and "more", which lists the rest. */
export function onPhone(all: readonly Destination[]): {
  shown: readonly Destination[]
  rest: readonly Destination[]
} {
  if (all.length <= 5) return { shown: all, rest: [] }
  return { shown: [...all.slice(0, 4), ...all.slice(-1)], rest: all.slice(4, -1) }
}

/** The page one comes to first. */
export function homeFor(roles: readonly Role[]): string {
  return destinationsFor(roles)[0]?.path ?? '/more'
}

/** Which destination a page belongs to. A referral sent is part of its case. */
export function belongsTo(page: string, destination: string): boolean {
  const path = page.startsWith('/referrals/') ? '/cases' : page
  return destination === '/' ? path === '/' : path === destination || path.startsWith(`${destination}/`)
}
