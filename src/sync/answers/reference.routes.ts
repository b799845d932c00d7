import { caseRoles } from '../../permissions/roles.ts'
import { dayOf } from '../../places/calendar.ts'
import { type Route, route } from '../../server/route.ts'
import type { NamesAnswer, OffersAnswer } from './reference.ts'
import { readAreaOffers, readNames } from './reference.store.ts'

const names = route({
  method: 'GET',
  path: '/sync/names',
  permission: caseRoles,
  summary: 'For a device: who and what the rows of cases name by an id, and the days offices are closed',
  async answer({ read }): Promise<NamesAnswer> {
    return (await read(readNames)).result
  },
})

const offers = route({
  method: 'GET',
  path: '/sync/offers',
  permission: caseRoles,
  summary:
    'For a device: the offers of the area, each with what matching needs and nothing of a confidential place',
  async answer({ house, transact }): Promise<OffersAnswer> {
    const at = house.now()
    const today = dayOf(at, house.reference.calendarOf(null))
    return {
      offers: await transact(async (tx, identity) => readAreaOffers(tx, await identity, house, today)),
      at,
    }
  },
})

export const referenceRoutes: readonly Route[] = [names, offers]
