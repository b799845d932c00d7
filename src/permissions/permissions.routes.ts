import type { NeedToKnowAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { categoryOfItem, dataCategories, knows, notes, unitKinds } from './need-to-know.ts'
import { organisationsByKind } from './need-to-know.store.ts'
import { roleReach } from './role-reach.ts'

const needToKnow = route({
  method: 'GET',
  path: '/api/need-to-know',
  permission: ['system_admin', 'data_protection_officer'],
  summary:
    'What each kind of organisation may come to know of a person, and which organisations are of which kind',
  async answer({ read }): Promise<NeedToKnowAnswer> {
    const organisations = (await read(organisationsByKind)).result
    return {
      categories: dataCategories.map((category) => ({
        category,
        items: Object.entries(categoryOfItem).flatMap(([item, of]) => (of === category ? [item] : [])),
      })),
      kinds: unitKinds.map((kind) => ({
        kind,
        cells: dataCategories.map((category) => ({
          category,
          knows: knows(kind, category),
          note: notes[`${kind} ${category}`] ?? null,
        })),
        organisations: organisations
          .filter(({ unitKind }) => unitKind === kind)
          .map(({ id, names, mine }) => ({ id, names, mine })),
      })),
      roles: roleReach,
    }
  },
})

export const permissionsRoutes: readonly Route[] = [needToKnow]
