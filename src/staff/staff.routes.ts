import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { CertificateItem, MeAnswer, Page, StaffItem } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { listCertificates } from './certificates.store.ts'
import { knownDeviceRoutes } from './known-devices.routes.ts'
import { delegationRoutes } from './delegations.routes.ts'
import { readOwnSites, readSelf } from './me.store.ts'
import { factorRoutes } from './factors.routes.ts'
import { identityRoutes } from './identities.routes.ts'
import { passkeySignInRoutes } from './passkey-sign-in.routes.ts'
import { safetyRoutes } from './safety.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { screenMinutesOf, signInRoutes } from './sign-in.routes.ts'
import { casesOfLeaver, listStaff } from './staff.store.ts'

const me = route({
  method: 'GET',
  path: '/api/me',
  permission: 'signed_in',
  summary: 'Who is signed in, where they work and what they may do',
  beforePasswordChange: true,
  async answer({ house, read }): Promise<MeAnswer> {
    const { who, result } = await read(async (tx) => {
      const [self, sites] = await Promise.all([readSelf(tx), readOwnSites(tx)])
      return { ...self, sites }
    })
    return { ...result, roles: who.roles, demo: house.demo, lockMinutes: screenMinutesOf(house) }
  },
})

const staff = route({
  method: 'GET',
  path: '/api/staff',
  permission: ['system_admin', ...supervisingRoles],
  summary:
    'Colleagues with their roles and how many open cases each holds; supervisors see those of their sites',
  async answer({ read }): Promise<Page<StaffItem>> {
    return { items: (await read(listStaff)).result }
  },
})

const certificates = route({
  method: 'GET',
  path: '/api/certificates',
  permission: [...caseRoles, 'system_admin'],
  summary:
    'Who is certified for protected content, and until when: oneself, one’s people, colleagues certified alike',
  async answer({ read }): Promise<Page<CertificateItem>> {
    return { items: (await read(listCertificates)).result }
  },
})

const leaver = route({
  method: 'GET',
  path: '/api/staff/:id/cases',
  permission: ['system_admin'],
  summary: 'Ids of the open cases a colleague holds, to hand them over in bulk',
  params: z.strictObject({ id }),
  async answer({ params, read }): Promise<Page<{ readonly caseId: string; readonly siteId: string }>> {
    return { items: (await read((tx) => casesOfLeaver(tx, params.id))).result }
  },
})

export const staffRoutes: readonly Route[] = [
  ...signInRoutes,
  ...passkeySignInRoutes,
  ...sessionRoutes,
  ...knownDeviceRoutes,
  ...factorRoutes,
  ...identityRoutes,
  ...safetyRoutes,
  me,
  staff,
  certificates,
  leaver,
  ...delegationRoutes,
]
