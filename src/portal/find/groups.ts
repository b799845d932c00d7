import { isService, sectorOf, services } from '../../services/taxonomy.ts'
import type { Icon } from '../icons.ts'

/** What people come for, in the words they use, over the sectors of the taxonomy. Words: `portal.group.<code>`. */
export interface Group {
  readonly code: string
  readonly icon: Icon
  readonly sectors: readonly string[]
}

export const groups: readonly Group[] = [
  { code: 'papers', icon: 'papers', sectors: ['DOC'] },
  { code: 'law', icon: 'law', sectors: ['LEG'] },
  { code: 'home', icon: 'home', sectors: ['SHE', 'HLP'] },
  { code: 'money', icon: 'money', sectors: ['CSH', 'FOO'] },
  { code: 'work', icon: 'work', sectors: ['LIV'] },
  { code: 'school', icon: 'school', sectors: ['EDU'] },
  { code: 'health', icon: 'health', sectors: ['HEA'] },
  { code: 'talk', icon: 'talk', sectors: ['MHP'] },
  { code: 'danger', icon: 'danger', sectors: ['GBV', 'TIP'] },
  { code: 'child', icon: 'child', sectors: ['CHP'] },
  { code: 'together', icon: 'together', sectors: ['COH'] },
  { code: 'travel', icon: 'travel', sectors: ['MOV'] },
  { code: 'information', icon: 'information', sectors: ['INF'] },
]

export function groupOf(code: string | undefined): Group | undefined {
  return groups.find((group) => group.code === code)
}
/** The group a service is found under. */
export function groupOfService(code: string): Group | undefined {
  return isService(code) ? groups.find(({ sectors }) => sectors.includes(sectorOf(code))) : undefined
}
export function servicesOfGroup({ sectors }: Group): readonly string[] {
  return services.filter(({ sector }) => sectors.includes(sector)).map(({ code }) => code)
}
