import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { answeringRoles, caseRoles, type Role } from '../permissions/roles.ts'
import type { AttentionItem, OfferStoryAnswer, OwnSite, Page } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { checksOf, historyOf, offersNeedingCare, sitesOfOwn, suggestionsOf } from './directory-care.store.ts'

const editors: readonly Role[] = ['provider_focal_point', 'directory_editor']

const attention = route({
  method: 'GET',
  path: '/api/directory/attention',
  permission: [...caseRoles, 'directory_editor'],
  summary:
    'Offers nobody has spoken for lately, that say no too often, or of which somebody says something else',
  async answer({ read }): Promise<Page<AttentionItem>> {
    return { items: (await read(offersNeedingCare)).result }
  },
})

const story = route({
  method: 'GET',
  path: '/api/offers/:id/story',
  permission: [...caseRoles, ...answeringRoles, 'directory_editor'],
  summary: 'Every change of an offer, who looked after it, and what others say of it',
  params: z.strictObject({ id }),
  async answer({ params, read }): Promise<OfferStoryAnswer> {
    const { result } = await read(async (tx) => {
      const [history, checks, suggestions] = await Promise.all([
        historyOf(tx, params.id),
        checksOf(tx, params.id),
        suggestionsOf(tx, params.id),
      ])
      return { history, checks, suggestions }
    })
    return result
  },
})

const sites = route({
  method: 'GET',
  path: '/api/own-sites',
  permission: editors,
  summary: "The sites of one's own organisation, with where a confidential one is",
  async answer({ read }): Promise<Page<OwnSite>> {
    return { items: (await read(sitesOfOwn)).result }
  },
})

export const directoryCareRoutes: readonly Route[] = [attention, story, sites]
