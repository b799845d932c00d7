import * as z from 'zod/mini'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { committeeRoles, overviewRoles } from '../../permissions/roles.ts'
import { dayOf } from '../../places/calendar.ts'
import { iraqCalendarRules } from '../../places/iraq-calendar.ts'
import type { GrowthAnswer, OrganisationPage, OrganisationStanding, Page } from '../../records/answers.ts'
import { type Route, route } from '../../server/route.ts'
import { gatesOf, reviewDueOn, reviewGate, tickedOn } from './growth.ts'
import { organisationStates } from './organisation-states.ts'
import { listStandings, readGrowth, readOrganisation } from './organisations.store.ts'
import { provideRoutes } from './provide.routes.ts'

const list = route({
  method: 'GET',
  path: '/api/directory/organisations',
  permission: committeeRoles,
  summary: 'Organisations on their way into the directory, paused or suspended; state=: those of one state',
  query: z.strictObject({ state: z.optional(z.enum(organisationStates)) }),
  async answer({ read, query }): Promise<Page<OrganisationStanding>> {
    return { items: (await read((tx) => listStandings(tx, query.state ?? null))).result }
  },
})

const one = route({
  method: 'GET',
  path: '/api/directory/organisations/:id',
  permission: committeeRoles,
  summary: 'One organisation: what it said of itself, its papers, its story, and how many people wait there',
  params: z.strictObject({ id }),
  async answer({ read, params }): Promise<OrganisationPage> {
    return (await read((tx) => readOrganisation(tx, params.id))).result ?? refuse('organisation.not_found')
  },
})

const growth = route({
  method: 'GET',
  path: '/api/growth',
  permission: [...committeeRoles, ...overviewRoles],
  summary: 'Governorates that are being opened, gate by gate',
  async answer({ snapshot }): Promise<GrowthAnswer> {
    const { mayTick, others, begun, ticks, facts } = await snapshot(readGrowth)
    const items = begun.flatMap((row, place) => {
      const counted = facts[place]
      if (counted === undefined) return []
      const own = ticks.filter(({ placeCode }) => placeCode === row.placeCode)
      const liveOn = row.liveAt === null ? null : dayOf(row.liveAt, iraqCalendarRules)
      return [
        {
          placeCode: row.placeCode,
          names: row.names,
          begunAt: row.begunAt,
          begunByMe: row.begunByMe,
          liveAt: row.liveAt,
          reviewDueOn: liveOn === null ? null : reviewDueOn(liveOn),
          reviewedOn: tickedOn(own, reviewGate),
          facts: counted,
          gates: gatesOf(counted, own).map((gate) => ({
            ...gate,
            note: own.findLast((tick) => tick.gate === gate.gate)?.note ?? null,
          })),
        },
      ]
    })
    return { mayTick, items, others }
  },
})

export const organisationsRoutes: readonly Route[] = [list, one, growth, ...provideRoutes]
