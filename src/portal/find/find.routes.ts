import * as z from 'zod/mini'
import { id } from '../../basics/inputs.ts'
import type { Words } from '../../language/words.ts'
import { type Gazetteer, placeName } from '../../places/places.ts'
import { gazetteerOf } from '../../places/places.routes.ts'
import { type Route, route } from '../../server/route.ts'
import { isService } from '../../services/taxonomy.ts'
import { framed, wordsFor } from '../frame.page.ts'
import { html } from '../html.ts'
import { inLanguage } from '../layout.page.ts'
import { filterNames, find } from './find.ts'
import { type Asked, groupsPage, type PlaceChoice, resultsPage, wherePage } from './find.page.ts'
import { offerById, offersFor } from './find.store.ts'
import { foundOffer } from './found-offer.ts'
import { groupOf, groupOfService, servicesOfGroup } from './groups.ts'
import { offerPage } from './offer.page.ts'

/** Neutral in tab and history, as every public page. */
const title = 'portal.title'
/** Cards on a page: with its frame and style it stays well under 60 KB. */
const most = 20

const short = z.optional(z.string().check(z.maxLength(40)))
const query = z.object({
  lang: z.optional(z.string().check(z.maxLength(10))),
  what: short,
  service: short,
  where: short,
  speaks: short,
  open: short,
  woman: short,
  nopapers: short,
  walkin: short,
  phone: short,
  ramp: short,
})

const choices = (t: Words, rows: readonly { code: string; names: object }[]): PlaceChoice[] =>
  rows
    .map((place) => ({ code: place.code, name: placeName(place, t.locale) }))
    .sort((one, other) => one.name.localeCompare(other.name, t.locale === 'en' ? 'en' : 'ar'))

const namesOf =
  (gazetteer: Gazetteer, t: Words) =>
  (code: string): string => {
    const place = gazetteer.find(code)
    return place === undefined ? '' : placeName(place, t.locale)
  }

/** What was asked, as far as it means something: an odd word in an address is as if it were not there. */
function askedOf(given: z.infer<typeof query>, gazetteer: Gazetteer): Asked | null {
  const service = given.service !== undefined && isService(given.service) ? given.service : null
  const group = (service === null ? undefined : groupOfService(service)) ?? groupOf(given.what)
  if (group === undefined) return null
  const place = given.where === undefined ? undefined : gazetteer.find(given.where)
  return {
    group,
    service,
    where: place !== undefined && place.level <= 3 ? place.code : null,
    wishes: {
      filters: filterNames.filter((name) => given[name] === '1'),
      speaks: given.speaks !== undefined && /^[a-z]{2,3}$/.test(given.speaks) ? given.speaks : null,
    },
  }
}

/** The same page again in another language. */
function pathOf({ group, service, where, wishes }: Asked): string {
  const parts = [
    `what=${group.code}`,
    ...(service === null ? [] : [`service=${service}`]),
    ...(where === null ? [] : [`where=${where}`]),
    ...(wishes.speaks === null ? [] : [`speaks=${wishes.speaks}`]),
    ...wishes.filters.map((name) => `${name}=1`),
  ]
  return `/find?${parts.join('&')}`
}

const finding = route({
  method: 'GET',
  path: '/find',
  permission: 'public',
  summary: 'Finds services by what and where, with reasons and the day each was last confirmed (HTML)',
  query,
  async answer({ house, query: given, locale, signal }) {
    const t = wordsFor(given.lang, locale)
    const gazetteer = await gazetteerOf(house)
    const asked = askedOf(given, gazetteer)
    if (asked === null) return framed(house, t, '/find', title, groupsPage(t))
    const path = pathOf(asked)
    if (asked.where === null)
      return framed(house, t, path, title, wherePage(t, asked, choices(t, gazetteer.childrenOf(null))))
    const chain = gazetteer.ancestorsOf(asked.where).map(({ code }) => code)
    const wanted = asked.service === null ? servicesOfGroup(asked.group) : [asked.service]
    const rows = await house.database.as({ kind: 'visitor' }, (tx) => offersFor(tx, wanted, chain), {
      signal,
    })
    const now = house.now()
    const calendar = house.reference.calendarOf(asked.where)
    const offers = rows.map((row) => foundOffer(row, house.reference.ancestors, calendar, now))
    const where = asked.where
    const isInside = (code: string): boolean => house.reference.ancestors(code).includes(where)
    const governorate = chain.at(-1) ?? where
    const name = namesOf(gazetteer, t)
    return framed(
      house,
      t,
      path,
      title,
      resultsPage(t, {
        asked,
        governorate: { code: governorate, name: name(governorate) },
        districts: choices(t, gazetteer.childrenOf(governorate)),
        results: find(offers, asked.wishes, { isInside, calendar, now }),
        placeName: name,
        most,
      }),
    )
  },
})

const offer = route({
  method: 'GET',
  path: '/find/offer/:offerId',
  permission: 'public',
  summary: 'One service: hours, how to reach it, for whom, papers, the day it was last confirmed (HTML)',
  params: z.strictObject({ offerId: id }),
  query: z.object({ lang: z.optional(z.string().check(z.maxLength(10))) }),
  async answer({ house, params: { offerId }, query: { lang }, locale, signal }) {
    const t = wordsFor(lang, locale)
    const row = await house.database.as({ kind: 'visitor' }, (tx) => offerById(tx, offerId), { signal })
    const path = `/find/offer/${offerId}`
    if (row === undefined) {
      const gone = html`<h1>${t('portal.offer.gone')}</h1><p>${t('portal.offer.goneNext')}</p><p><a class="button main" href="${inLanguage('/find', t.locale)}">${t('portal.find.title')}</a></p>`
      return framed(house, t, path, title, gone, { status: 404 })
    }
    const calendar = house.reference.calendarOf(row.placeCode)
    const found = foundOffer(row, house.reference.ancestors, calendar, house.now())
    const name = namesOf(await gazetteerOf(house), t)
    return framed(house, t, path, title, offerPage(t, found, { placeName: name, address: house.origin }))
  },
})

export const findRoutes: readonly Route[] = [finding, offer]
