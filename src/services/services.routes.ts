import * as z from 'zod/mini'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { dayOf } from '../places/calendar.ts'
import type { OfferAnswer, OrganisationItem, Page, SiteItem } from '../records/answers.ts'
import type { House } from '../server/house.ts'
import { type Route, route } from '../server/route.ts'
import { directoryCareRoutes } from './directory-care.routes.ts'
import { matchRoutes } from './match.routes.ts'
import { offerAnswer, type OfferSeen } from './offer-answer.ts'
import { placeCode } from './offer-fields.ts'
import { organisationsRoutes } from './organisations/organisations.routes.ts'
import { findOffer, listOffers, listOrganisations, listSites } from './offers.store.ts'
import { stillRoutes } from './still.routes.ts'
import { sectors, services } from './taxonomy.ts'

const offers = route({
  method: 'GET',
  path: '/api/offers',
  permission: 'signed_in',
  summary: "Offers of the directory; mine=1: those of one's own organisation, drafts and hidden ones too",
  query: z.strictObject({
    service: z.optional(code),
    sector: z.optional(code),
    place: z.optional(placeCode),
    organisation: z.optional(id),
    mine: z.optional(z.enum(['1', '0'])),
    limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
    after: z.optional(z.string().check(z.maxLength(200))),
  }),
  async answer({ house, query, read }): Promise<Page<OfferAnswer>> {
    const { service = null, sector = null, organisation = null, limit } = query
    const place = query.place === undefined ? null : house.reference.ancestors(query.place)
    if (place?.length === 0) refuse('place.unknown')
    const after = query.after === undefined ? null : readCursor(query.after)
    const { who, result } = await read((tx) =>
      listOffers(tx, {
        service,
        sector,
        organisation,
        place,
        mine: query.mine === '1',
        after,
        limit: limit + 1,
      }),
    )
    const shown = result.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map((offer) => offerAnswer(offer, who, todayOf(house), house.reference.ancestors)),
      next: result.length > limit && last ? writeCursor(last) : undefined,
    }
  },
})

const offer = route({
  method: 'GET',
  path: '/api/offers/:id',
  permission: 'signed_in',
  summary: 'One offer',
  params: z.strictObject({ id }),
  async answer({ house, params, read }): Promise<OfferAnswer> {
    const { who, result } = await read((tx) => findOffer(tx, params.id))
    return result
      ? offerAnswer(result, who, todayOf(house), house.reference.ancestors)
      : refuse('offer.not_found')
  },
})

const organisations = route({
  method: 'GET',
  path: '/api/organisations',
  permission: 'signed_in',
  summary: 'Organisations that take part',
  async answer({ read }): Promise<Page<OrganisationItem>> {
    return { items: (await read(listOrganisations)).result }
  },
})

const sites = route({
  method: 'GET',
  path: '/api/sites',
  permission: 'signed_in',
  summary: 'Where organisations work; confidential places only for their own organisation',
  query: z.strictObject({ organisation: z.optional(id) }),
  async answer({ query, read }): Promise<Page<SiteItem>> {
    return { items: (await read((tx) => listSites(tx, query.organisation ?? null))).result }
  },
})

const taxonomy = route({
  method: 'GET',
  path: '/api/services',
  permission: 'public',
  summary:
    'The service taxonomy: sectors, and services with urgency, sensitivity and what a missing document blocks',
  async answer({ setHeader }) {
    setHeader('cache-control', 'public, max-age=3600')
    return { sectors, items: services }
  },
})

export const servicesRoutes: readonly Route[] = [
  offers,
  offer,
  organisations,
  sites,
  taxonomy,
  ...matchRoutes,
  ...directoryCareRoutes,
  ...stillRoutes,
  ...organisationsRoutes,
]

function todayOf({ now, reference }: House): string {
  return dayOf(now(), reference.calendarOf(null))
}

function writeCursor({ service, id }: OfferSeen): string {
  return Buffer.from(`${service} ${id}`).toString('base64url')
}

function readCursor(text: string): { service: string; id: string } {
  const [, service, offerId] =
    /^([\w.]{1,40}) ([0-9a-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (service === undefined || !id.safeParse(offerId).success) refuse('input.invalid', { fields: ['after'] })
  return { service, id: offerId as string }
}
