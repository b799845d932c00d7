import type { AccountAlert, FactorResetItem, Page } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { floorOf } from './second-factor.store.ts'
import { listAccountAlerts, listFactorResets, readFactorRoles } from './safety.store.ts'

const resets = route({
  method: 'GET',
  path: '/api/staff/factor-resets',
  permission: ['system_admin', 'branch_manager'],
  summary: 'Colleagues whose second factors an administrator asks to take away, waiting for a second person',
  async answer({ read }): Promise<Page<FactorResetItem>> {
    return { items: (await read(listFactorResets)).result }
  },
})

const rule = route({
  method: 'GET',
  path: '/api/staff/factor-roles',
  permission: ['system_admin'],
  summary: 'Roles that need a second factor: always on this server, and by a decision of the organisation',
  async answer({ house, read }): Promise<{ always: readonly string[]; chosen: readonly string[] }> {
    return { always: floorOf(house), chosen: (await read(readFactorRoles)).result }
  },
})

const alerts = route({
  method: 'GET',
  path: '/api/account-alerts',
  permission: 'signed_in',
  summary:
    'What I was told and have not seen about accounts: mine, and those of colleagues I supervise or administer',
  async answer({ read }): Promise<Page<AccountAlert>> {
    return { items: (await read(listAccountAlerts)).result }
  },
})

export const safetyRoutes: readonly Route[] = [resets, rule, alerts]
