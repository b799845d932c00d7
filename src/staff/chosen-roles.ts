import { isRole, type Role } from '../permissions/roles.ts'

/** As it is asked on the screen: every role at every chosen office. */
export interface RolesChosen {
  readonly roles: readonly Role[]
  readonly sites: readonly string[]
  readonly isEverywhere: boolean
  /** Instead of offices: every office of the organisation in this governorate. */
  readonly placeCode: string | null
}

type Given = readonly {
  readonly role: string
  readonly siteId: string | null
  readonly placeCode?: string | null | undefined
}[]

export function chosenFrom(given: Given, onlySite: string | null): RolesChosen {
  const placeCode = given.find((one) => one.placeCode != null)?.placeCode ?? null
  const sites = [...new Set(given.flatMap(({ siteId }) => (siteId === null ? [] : [siteId])))]
  return {
    roles: [...new Set(given.map(({ role }) => role))].filter(isRole),
    sites: given.length === 0 && onlySite !== null ? [onlySite] : sites,
    isEverywhere: given.length > 0 && sites.length === 0 && placeCode === null,
    placeCode,
  }
}

/** One line for each role and office, as the actions take it; `null` is every office, or every one in the governorate. */
export function givenFrom({ roles, sites, isEverywhere, placeCode }: RolesChosen): Given {
  if (placeCode !== null) return roles.map((role) => ({ role, siteId: null, placeCode }))
  const places: readonly (string | null)[] = isEverywhere ? [null] : sites
  return roles.flatMap((role) => places.map((siteId) => ({ role, siteId })))
}

/** True when different roles hold at different offices: the screen's two questions cannot tell that apart. */
export function isMixed(given: Given): boolean {
  const key = ({ role, siteId, placeCode = null }: Given[number]) => `${role} ${siteId} ${placeCode}`
  const wanted = new Set(given.map(key))
  const asked = givenFrom(chosenFrom(given, null))
  return asked.length !== wanted.size || asked.some((one) => !wanted.has(key(one)))
}
