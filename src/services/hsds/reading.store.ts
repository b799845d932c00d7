import type { Locale } from '../../language/locales.ts'
import { words } from '../../language/server-words.ts'
import { foldLetters } from '../../basics/letters.ts'
import type { Transaction } from '../../server/database.ts'
import { namedId } from '../../server/named-id.ts'
import { services } from '../taxonomy.ts'
import {
  type AskedTerm,
  type Found,
  listedIds,
  listedOffers,
  listedOrganisations,
  listedPlaces,
  listedSites,
  type OfferFilter,
  type OrganisationFilter,
  offersOf,
  type SearchWord,
} from './hsds.store.ts'
import type { ListedOffer, ListedSite } from './listed.ts'
import { fullOrganization, organizationOf } from './organization.ts'
import type { Paging } from './questions.ts'
import type { HsdsOrganization, HsdsService, HsdsServiceAtLocation } from './records.ts'
import { type Saying, sayingOf } from './saying.ts'
import { atLocationOf, fullService, organisationOf, serviceOf } from './service.ts'
import { type Vocabulary, vocabularyOf } from './taxonomies.ts'

const vocabularies = new Map<Locale, Vocabulary>()

/** The taxonomies in one language; made once, because words change with a new version alone. */
export function vocabularyIn(locale: Locale): Vocabulary {
  const ready = vocabularies.get(locale) ?? vocabularyOf(locale, words, namedId)
  vocabularies.set(locale, ready)
  return ready
}

/** In whose language, and what lies in what. */
export interface Reader {
  readonly locale: Locale
  readonly ancestors: (placeCode: string) => readonly string[]
}

/** Services as lists hold them, or with everything. */
export async function readServices(
  tx: Transaction,
  reader: Reader,
  filter: OfferFilter,
  paging: Paging,
  full: boolean,
): Promise<Found<HsdsService>> {
  const { items, all } = await listedOffers(tx, filter, paging)
  const saying = await sayingFor(tx, reader, items)
  return {
    items: items.map((offer) =>
      full
        ? fullService(offer, saying)
        : { ...serviceOf(offer, saying), organization: organizationOf(organisationOf(offer), saying) },
    ),
    all,
  }
}

/** What `minimal` answers: to see what is new, and what is gone. */
export async function readMinimal(
  tx: Transaction,
  filter: OfferFilter,
  paging: Paging,
): Promise<Found<object>> {
  const { items, all } = await listedIds(tx, filter, paging)
  return {
    items: items.map(({ id, changedAt }) => ({ id, last_modified: changedAt, modified_date: changedAt })),
    all,
  }
}

export async function readAtLocations(
  tx: Transaction,
  reader: Reader,
  filter: OfferFilter,
  paging: Paging,
  full: boolean,
): Promise<Found<HsdsServiceAtLocation>> {
  const { items, all } = await listedOffers(tx, filter, paging)
  const saying = await sayingFor(tx, reader, items)
  return {
    items: items.map((offer) => ({
      ...atLocationOf(offer, saying),
      service: full ? fullService(offer, saying) : serviceOf(offer, saying),
    })),
    all,
  }
}

export async function readOrganizations(
  tx: Transaction,
  reader: Reader,
  filter: OrganisationFilter,
  paging: Paging,
  { full, fullServices }: { readonly full: boolean; readonly fullServices: boolean },
): Promise<Found<HsdsOrganization>> {
  const { items, all } = await listedOrganisations(tx, filter, paging)
  if (!full && !fullServices) {
    const saying = await sayingFor(tx, reader, [])
    return { items: items.map((organisation) => organizationOf(organisation, saying)), all }
  }
  const ids = items.map(({ id }) => id)
  const [offers, sites] = await Promise.all([offersOf(tx, ids), listedSites(tx, ids)])
  const saying = await sayingFor(tx, reader, offers, sites)
  return {
    items: items.map((organisation) => {
      const own = offers.filter(({ organisationId }) => organisationId === organisation.id)
      return fullOrganization(
        organisation,
        sites.filter(({ organisationId }) => organisationId === organisation.id),
        own.map((offer) =>
          fullServices ? fullService(offer, saying) : { id: offer.id, ...nameAlone(offer, saying) },
        ),
        saying,
      )
    }),
    all,
  }
}

function nameAlone(offer: ListedOffer, saying: Saying): Pick<HsdsService, 'name' | 'status'> {
  const { name, status } = serviceOf(offer, saying)
  return { name, status }
}

/** Asks for the places that are named, so that each is read once a page. */
async function sayingFor(
  tx: Transaction,
  { locale, ancestors }: Reader,
  offers: readonly ListedOffer[],
  sites: readonly ListedSite[] = [],
): Promise<Saying> {
  const own = [
    ...offers.flatMap(({ areas, placeCode, sitePlace, visits }) => [
      ...areas,
      placeCode,
      ...(sitePlace === null ? [] : [sitePlace]),
      ...(visits ?? []).map((visit) => visit.placeCode),
    ]),
    ...sites.map(({ placeCode }) => placeCode),
  ]
  const codes = new Set(own)
  for (const code of own) for (const within of ancestors(code)) codes.add(within)
  return sayingOf(
    { t: words(locale), namedId, vocabulary: vocabularyIn(locale), ancestors },
    await listedPlaces(tx, [...codes]),
  )
}

/**
 * The filter that a term's or a taxonomy's id asks for; null where nothing can carry it: an id of nobody's, or a term of
 * another taxonomy than the one asked for beside it.
 */
export function askedTerm(
  termId: string | undefined,
  taxonomyId: string | undefined,
): AskedTerm | undefined | null {
  if (termId === undefined && taxonomyId === undefined) return undefined
  const { meant, taxonomyMeant } = vocabularyIn('en')
  const taxonomy = taxonomyId === undefined ? undefined : taxonomyMeant(taxonomyId)
  if (taxonomyId !== undefined && taxonomy === undefined) return null
  if (termId === undefined) return { taxonomy: taxonomy as AskedTerm['taxonomy'], code: null }
  const term = meant(termId)
  return term === undefined || (taxonomy !== undefined && taxonomy !== term.taxonomy) ? null : term
}

const languages = ['ar', 'ckb', 'kmr', 'en'] as const

/** The words of a search; each also finds the services and sectors whose name holds it in any language. */
export function searchWords(text: string | undefined): readonly SearchWord[] {
  return foldLetters(text ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => ({
      word,
      services: services
        .filter(({ code, sector }) =>
          languages.some((locale) =>
            [`services.service.${code}`, `services.sector.${sector}`].some((key) =>
              foldLetters(words(locale)(key)).includes(word),
            ),
          ),
        )
        .map(({ code }) => code),
    }))
}
