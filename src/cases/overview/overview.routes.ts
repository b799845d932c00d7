import { overviewRoles } from '../../permissions/roles.ts'
import type { OverviewAnswer } from '../../records/answers.ts'
import { type Route, route } from '../../server/route.ts'
import { readOverview } from './overview.store.ts'

const overview = route({
  method: 'GET',
  path: '/api/overview',
  permission: overviewRoles,
  summary:
    'Open cases by office and open needs by sector, of one’s offices: counts only, small ones left out',
  async answer({ read }): Promise<OverviewAnswer> {
    return (await read(readOverview)).result
  },
})

export const overviewRoutes: readonly Route[] = [overview]
