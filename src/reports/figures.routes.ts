import { figureRoles } from '../permissions/roles.ts'
import type { FiguresAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { readFigures } from './figures.store.ts'

const figures = route({
  method: 'GET',
  path: '/api/figures',
  permission: figureRoles,
  summary: 'Open needs by governorate and sector, for whoever gave the money: counts from ten on, no total',
  async answer({ read }): Promise<FiguresAnswer> {
    return (await read(readFigures)).result
  },
})

export const figuresRoutes: readonly Route[] = [figures]
