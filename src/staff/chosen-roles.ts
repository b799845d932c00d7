import { isRole, type Role } from '../permissions/roles.ts'

/** As it is asked on the screen: every role at every chosen office. */
export interface RolesChosen {
  readonly roles: readonly Role[]
  readonly sites: readonly string[]
  readonly isEverywhere: boolean
}

type Given = readonly { readonly role: string; readonly siteId: string | null }[]

export function chosenFrom(given: Given, onlySite: string | null): RolesChosen {
  const sites = [...new Set(given.flatMap(({ siteId }) => (siteId === null ? [] : [siteId])))]
  return {
    roles: [...new Set(given.map(({ role }) => role))].filter(isRole),
    sites: given.length === 0 && onlySite !== null ? [onlySite] : sites,
    isEverywhere: given.length > 0 && sites.length === 0,
  }
}

/** One line for each role and office, as the actions take it; `null` is every office. */
export function givenFrom({ roles, sites, isEverywhere }: RolesChosen): Given {
  const places: readonly (string | null)[] = isEverywhere ? [null] : sites
  return roles.flatMap((role) => places.map((siteId) => ({ role, siteId })))
}

/** True when different roles hold at different offices: the screen's two questions cannot tell that apart. */
export function isMixed(given: Given): boolean {
  const wanted = new Set(given.map(({ role, siteId }) => `${role} ${siteId}`))
  const asked = givenFrom(chosenFrom(given, null))
  return asked.length !== wanted.size || asked.some(({ role, siteId }) => !wanted.has(`${role} ${siteId}`))
}
