import * as z from 'zod/mini'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import type { Transaction } from '../../server/database.ts'
import { type Asked, type Content, type Route, route } from '../../server/route.ts'
import { acceptedLocale, opened, originOf } from '../../server/open-answer.ts'
import { offerIdOf } from './at-location-id.ts'
import { hsdsDocument } from './document.routes.ts'
import type { Found } from './hsds.store.ts'
import { iraqProfile } from './profile.ts'
import {
  atLocationsQuestion,
  type OffersQuestion,
  organizationQuestion,
  organizationsQuestion,
  type Paging,
  pagingOf,
  refusePostcodes,
  servicesQuestion,
  taxonomiesQuestion,
  termsQuestion,
} from './questions.ts'
import {
  askedTerm,
  type Reader,
  readAtLocations,
  readMinimal,
  readOrganizations,
  readServices,
  searchWords,
  vocabularyIn,
} from './reading.store.ts'
import { pageOf } from './records.ts'
import { listedTaxonomies, listedTerms } from './taxonomy-lists.ts'

const answers = 'application/json'
const permission = 'public'
const single: Paging = { page: 1, perPage: 1 }
const params = z.strictObject({ id })
type Any = Asked<unknown, unknown, unknown>

const root = route({
  method: 'GET',
  path: '/hsds',
  permission,
  answers,
  summary: 'HSDS: which version and profile this is, and where it is described',
  answer: async (asked) => {
    const at = `${originOf(asked)}/hsds`
    return opened(asked, { version: '3.1.0', profile: `${at}/profile`, openapi_url: `${at}/openapi.json` })
  },
})

const profile = route({
  method: 'GET',
  path: '/hsds/profile',
  permission,
  answers,
  summary: 'HSDS: the Iraq profile, as merge patches over the schemas of the standard',
  answer: async (asked) => opened(asked, iraqProfile),
})

const document = route({
  method: 'GET',
  path: '/hsds/openapi.json',
  permission,
  answers,
  summary: 'HSDS: this interface as OpenAPI 3.1',
  answer: async (asked) => opened(asked, hsdsDocument(hsdsRoutes, originOf(asked))),
})

/** The same list by GET and, as of 3.1, by POST, where a search stands in the body and in no address. */
function list<Q extends object>(
  path: string,
  summary: string,
  question: z.ZodMiniType<Q>,
  read: (asked: Any, question: Q) => Promise<Found<object> & { readonly paging: Paging }>,
): Route[] {
  const answer = async (asked: Any, asking: Q): Promise<Content> => {
    const { items, all, paging } = await read(asked, asking)
    return opened(asked, pageOf(items, all, paging.page, paging.perPage), 'search' in asking)
  }
  return [
    route({
      method: 'GET',
      path,
      permission,
      answers,
      summary: `HSDS: ${summary}`,
      query: question,
      answer: (asked) => answer(asked, asked.query),
    }),
    route({
      method: 'POST',
      path,
      permission,
      answers,
      summary: `HSDS: ${summary}; a search stands in no address`,
      body: z.optional(question),
      answer: (asked) => answer(asked, asked.body ?? ({} as Q)),
    }),
  ]
}

/** One record by its id. */
function one<Q>(
  path: string,
  summary: string,
  read: (asked: Any, id: string, question: Q) => Promise<object | undefined>,
  query?: z.ZodMiniType<Q>,
): Route {
  return route({
    method: 'GET',
    path,
    permission,
    answers,
    summary: `HSDS: ${summary}`,
    params,
    query,
    answer: async (asked) =>
      opened(asked, (await read(asked, asked.params.id, asked.query)) ?? refuse('record.not_found')),
  })
}

/** As a visitor: what the policies and the queries both show to anybody. */
function visiting<T>(asked: Any, work: (tx: Transaction, reader: Reader) => Promise<T>): Promise<T> {
  const { house, signal } = asked
  const reader = { locale: acceptedLocale(asked), ancestors: house.reference.ancestors }
  return house.database.as({ kind: 'visitor' }, (tx) => work(tx, reader), { signal })
}

const nothing = { items: [], all: 0 }

async function offersAsked(
  asked: Any,
  question: OffersQuestion,
  size: 'full' | 'short' | 'minimal',
  read: typeof readServices | typeof readAtLocations,
) {
  refusePostcodes(question)
  const paging = pagingOf(question, size)
  const term = askedTerm(question.taxonomy_term_id, question.taxonomy_id)
  const place = question.place === undefined ? undefined : asked.house.reference.ancestors(question.place)
  if (place?.length === 0) refuse('place.unknown')
  if (term === null) return { ...nothing, paging }
  const filter = {
    organisation: question.organization_id,
    since: question.modified_after,
    place,
    term,
    words: searchWords(question.search),
  }
  const found = await visiting(
    asked,
    (tx, reader): Promise<Found<object>> =>
      size === 'minimal'
        ? readMinimal(tx, filter, paging)
        : read(tx, reader, filter, paging, size === 'full'),
  )
  return { ...found, paging }
}

const services = list('/hsds/services', 'services', servicesQuestion, (asked, question) =>
  offersAsked(
    asked,
    question,
    question.minimal === true ? 'minimal' : question.full === true ? 'full' : 'short',
    readServices,
  ),
)
const service = one('/hsds/services/:id', 'one service with everything', async (asked, wanted) => {
  const found = await visiting(asked, (tx, reader) => readServices(tx, reader, { id: wanted }, single, true))
  return found.items[0]
})

const atLocations = list(
  '/hsds/service_at_locations',
  'services at their places',
  atLocationsQuestion,
  (asked, question) =>
    offersAsked(asked, question, question.full === true ? 'full' : 'short', readAtLocations),
)
const atLocation = one(
  '/hsds/service_at_locations/:id',
  'one service at its place, with everything',
  async (asked, wanted) => {
    const offer = offerIdOf(wanted)
    if (offer === undefined) return undefined
    const found = await visiting(asked, (tx, reader) =>
      readAtLocations(tx, reader, { id: offer }, single, true),
    )
    return found.items[0]
  },
)

const organizations = list(
  '/hsds/organizations',
  'organisations that show services',
  organizationsQuestion,
  async (asked, question) => {
    const fullServices = question.full_service === true
    const full = question.full === true || fullServices
    const paging = pagingOf(question, full ? 'full' : 'short')
    const term = askedTerm(question.taxonomy_term_id, question.taxonomy_id)
    if (term === null) return { ...nothing, paging }
    const words = searchWords(question.search)
    const found = await visiting(asked, (tx, reader) =>
      readOrganizations(tx, reader, { term, words }, paging, { full, fullServices }),
    )
    return { ...found, paging }
  },
)
const organization = one(
  '/hsds/organizations/:id',
  'one organisation with its places and services',
  async (asked, wanted, question: z.infer<typeof organizationQuestion>) => {
    const how = { full: true, fullServices: question.full_service === true }
    const found = await visiting(asked, (tx, reader) =>
      readOrganizations(tx, reader, { id: wanted }, single, how),
    )
    return found.items[0]
  },
  organizationQuestion,
)

const taxonomies = list(
  '/hsds/taxonomies',
  'the lists by which records are classified',
  taxonomiesQuestion,
  async (asked, question) => {
    const paging = pagingOf(question, 'short')
    return { ...listedTaxonomies(vocabularyIn(acceptedLocale(asked)), question.search, paging), paging }
  },
)
const taxonomy = one('/hsds/taxonomies/:id', 'one taxonomy', async (asked, wanted) =>
  vocabularyIn(acceptedLocale(asked)).taxonomies.find((found) => found.id === wanted),
)
const terms = list(
  '/hsds/taxonomy_terms',
  'terms of the taxonomies',
  termsQuestion,
  async (asked, question) => {
    const paging = pagingOf(question, 'short')
    return { ...listedTerms(vocabularyIn(acceptedLocale(asked)), question, paging), paging }
  },
)
const term = one('/hsds/taxonomy_terms/:id', 'one term with its taxonomy', async (asked, wanted) => {
  const { terms: all, taxonomies: owners } = vocabularyIn(acceptedLocale(asked))
  const found = all.find((candidate) => candidate.id === wanted)
  return found && { ...found, taxonomy_detail: owners.find(({ id: owner }) => owner === found.taxonomy_id) }
})

/** The directory for programs of others: HSDS 3.1 of Open Referral with the Iraq profile. Reading alone. */
export const hsdsRoutes: readonly Route[] = [
  root,
  profile,
  document,
  ...services,
  service,
  ...organizations,
  organization,
  ...atLocations,
  atLocation,
  ...taxonomies,
  taxonomy,
  ...terms,
  term,
]
