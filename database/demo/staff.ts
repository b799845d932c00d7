import type { Role } from '../../src/permissions/roles.ts'
import type { Clock } from './clock.ts'
import { dayMs } from './clock.ts'
import { chanceOf } from './chance.ts'
import staffData from './data/staff.json' with { type: 'json' }
import type { Directory } from './directory.ts'

export interface DemoAccount {
  readonly id: string
  readonly organisationId: string
  readonly login: string
  readonly displayName: string
  readonly locale: string
  readonly roles: readonly Role[]
  /** Site of the roles; null: every site of the organisation. */
  readonly siteId: string | null
  readonly createdAt: string
}

/** Everybody in the demo signs in with it: it stands in the documentation, and a server with real data refuses to open one with such accounts. */
export const demoPassword = 'ihala-demo-2026'

/** Staff of the ministry, the legal office and the guidance centre, and those who answer for ten providers. */
export function makeStaff(clock: Clock, directory: Directory): readonly DemoAccount[] {
  const chance = chanceOf('staff')
  return staffData.map((given) => {
    const site = directory.sites.find(({ key }) => key === given.site)
    if (!site) throw new Error(`no site ${given.site}`)
    return {
      id: chance.id(clock.now - 350 * dayMs),
      organisationId: site.organisationId,
      login: given.login,
      displayName: given.name,
      locale: given.locale,
      roles: given.roles as Role[],
      siteId: given.everywhere ? null : site.id,
      createdAt: clock.at(-350, 9),
    }
  })
}
