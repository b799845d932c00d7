import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { DelegationsAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { standingOn } from './delegation-rules.ts'
import { listColleagues, listDelegations, listSites } from './delegations.store.ts'

const delegations = route({
  method: 'GET',
  path: '/api/delegations',
  permission: caseRoles,
  summary: 'Who is away and who works for them: one’s own, and those of the offices one supervises',
  async answer({ house, read }): Promise<DelegationsAnswer> {
    const { who, result } = await read(async (tx) => {
      const [items, colleagues, sites] = await Promise.all([
        listDelegations(tx),
        listColleagues(tx, caseRoles, supervisingRoles),
        listSites(tx),
      ])
      return { items, colleagues, sites }
    })
    const { today } = house.circumstances(who)
    return {
      items: result.items.map(({ endedAt, own, supervised, ...item }) => {
        const standing = standingOn({ ...item, endedAt }, today)
        return { ...item, standing, mayEnd: standing !== 'over' && (own || supervised) }
      }),
      sites: result.sites,
      colleagues: result.colleagues.map(({ id, displayName, supervisor, mine, supervises }) => ({
        id,
        displayName,
        isSupervisor: supervisor,
        mayBeAway: mine || id === who.accountId,
        supervises,
      })),
    }
  },
})

export const delegationRoutes: readonly Route[] = [delegations]
