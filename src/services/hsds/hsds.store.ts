import { camel } from '../../records/names.ts'
import { statement, type Transaction } from '../../server/database.ts'
import type { ListedOffer, ListedOrganisation, ListedPlace, ListedSite } from './listed.ts'
import type { Paging } from './questions.ts'
import { accessTerms, codesOf, referralMethods, type TaxonomyCode } from './taxonomies.ts'

/**
 * As foldLetters writes a word: letters that people type for one another are one.
 * Never shown: these letters are compared with what somebody typed.
 */
const folded = (text: string): string =>
  `translate(lower(${text}), 'أإآٱىیېئێکگھہةەۀؤۆڤچپژڵڕء', 'اااايييييككهههههووفجبزلر')`

// What an organisation says of itself is asked for by name of the column: without it the family speaks for it.
const columns = `o.id, o.organisation_id, o.site_id, o.service, o.sector, o.state, o.names, o.descriptions, o.areas, o.place_code, o.confidential, o.lon, o.lat,
  o.eligibility, o.access, o.languages, o.capacity, o.wait_days, instant_text(o.verified_at) as verified_at, instant_text(w.changed_at) as changed_at,
  o.contact_public, o.opening, o.visits, s.id is not null as site_shown, s.names as site_names, s.place_code as site_place, s.confidential as site_confidential,
  s.phone as site_phone, s.address as site_address, s.opening as site_opening,
  g.code as organisation_code, g.names as organisation_names, g.family as organisation_family, coalesce(to_jsonb(g) -> 'descriptions', '{}') as organisation_descriptions, to_jsonb(g) ->> 'url' as organisation_url`
const from = `from offer o join organisation g on g.id = o.organisation_id join offer_shown w on w.offer_id = o.id left join site s on s.id = o.site_id`
// The policies say the same of a visitor; a list that only they keep short would lengthen with every mistake in them.
const shown = `o.state in ('published', 'stale') and g.state = 'active'`
/**
 * Whether an offer carries a term; the codes are those that termsOf of service.ts gives the same row. A list of codes
 * stands in eligibility, a flag in access. Every word of a search has to stand in a name, a description, or in the
 * services whose own name holds it ($10, one list a word, as JSON).
 */
const asked = `
  ($1::uuid is null or o.id = $1) and ($2::uuid is null or o.organisation_id = $2) and ($3::timestamptz is null or w.changed_at >= $3)
  and ($4::text[] is null or o.areas && $4)
  and ($5::text is null or case $5
    when 'service' then $6::text is null or $6 in (o.service, o.sector)
    when 'capacity' then $6::text is null or o.capacity = $6
    when 'confirmation' then $6::text is null or o.state = $6
    when 'confidentiality' then o.confidential or coalesce(s.confidential, false)
    when 'flags' then exists (select 1 from unnest($7::text[]) flag where o.access -> flag = 'true' and ($6::text is null or flag = $6))
    when 'list' then case when $6::text is null then o.eligibility -> $8::text ?| $7::text[] else o.eligibility -> $8::text ? $6 end
    else false end)
  and ($9::text[] is null or not exists (select 1 from unnest($9) with ordinality as q (word, place)
    where not (${folded(`concat_ws(' ', o.names::text, o.descriptions::text, g.names::text)`)} like '%' || q.word || '%' or ($10::jsonb -> (q.place - 1)::integer) ? o.service)))`
const list = statement(
  `select ${columns} ${from} where ${shown} and ${asked} and ($11::uuid is null or o.id > $11) order by o.id limit $12 offset $13`,
)
const ids = statement(
  `select o.id, instant_text(w.changed_at) as changed_at ${from} where ${shown} and ${asked} and ($11::uuid is null or o.id > $11) order by o.id limit $12 offset $13`,
)
const count = statement(`select count(*)::integer as all ${from} where ${shown} and ${asked}`)

/** A term, or any term of a taxonomy where the code is null. */
export interface AskedTerm {
  readonly taxonomy: TaxonomyCode
  readonly code: string | null
}

/** One word of a search, folded, and the services whose own name holds it in some language. */
export interface SearchWord {
  readonly word: string
  readonly services: readonly string[]
}

export interface OfferFilter {
  readonly id?: string | undefined
  /** Those behind this one: whoever reads all in pieces misses none, however many come and go meanwhile. */
  readonly after?: string | undefined
  readonly organisation?: string | undefined
  readonly since?: string | undefined
  /** The place and all it lies in. */
  readonly place?: readonly string[] | undefined
  readonly term?: AskedTerm | undefined
  readonly words?: readonly SearchWord[] | undefined
}

function parameters({ id, organisation, since, place, term, words = [] }: OfferFilter): unknown[] {
  const { how, flags, list } = term === undefined ? nothing : howAsked(term.taxonomy)
  return [
    id ?? null,
    organisation ?? null,
    since ?? null,
    place ?? null,
    how,
    term?.code ?? null,
    flags,
    list,
    words.length === 0 ? null : words.map(({ word }) => escaped(word)),
    JSON.stringify(words.map(({ services }) => services)),
  ]
}

/** A per cent sign is one, and no pattern. */
function escaped(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}

const nothing = { how: null, flags: [] as readonly string[], list: '' }

function howAsked(taxonomy: TaxonomyCode): { how: string; flags: readonly string[]; list: string } {
  if (taxonomy === 'referral_method') return { how: 'flags', flags: referralMethods, list: '' }
  if (taxonomy === 'access') return { how: 'flags', flags: accessTerms, list: '' }
  const lists: Partial<Record<TaxonomyCode, string>> = {
    status: 'statusCategories',
    sex: 'sexes',
    document_needed: 'documentsNeeded',
    document_not_needed: 'documentsNotNeeded',
  }
  const list = lists[taxonomy]
  return list === undefined
    ? { how: taxonomy, flags: [], list: '' }
    : { how: 'list', flags: codesOf(taxonomy), list }
}

export interface Found<T> {
  readonly items: readonly T[]
  readonly all: number
}

export async function listedOffers(
  tx: Transaction,
  filter: OfferFilter,
  paging: Paging,
): Promise<Found<ListedOffer>> {
  const [rows, all] = await pageOfOffers<object>(tx, list, filter, paging)
  return { items: rows.map((row) => camel<ListedOffer>(row)), all }
}

/** Only what `minimal` answers. */
export async function listedIds(
  tx: Transaction,
  filter: OfferFilter,
  paging: Paging,
): Promise<Found<{ readonly id: string; readonly changedAt: string }>> {
  const [rows, all] = await pageOfOffers<{ id: string; changed_at: string }>(tx, ids, filter, paging)
  return { items: rows.map(({ id, changed_at }) => ({ id, changedAt: changed_at })), all }
}

async function pageOfOffers<T>(
  tx: Transaction,
  sql: typeof list,
  filter: OfferFilter,
  { page, perPage }: Paging,
): Promise<[T[], number]> {
  const asking = parameters(filter)
  const [rows, counted] = await Promise.all([
    tx.rows<T>(sql, [...asking, filter.after ?? null, perPage, (page - 1) * perPage]),
    tx.row<{ all: number }>(count, asking),
  ])
  return [rows, counted?.all ?? 0]
}

// Who shows nothing is not in the public's directory, and neither is a site at which nothing is shown.
const organisationWhere = `where g.state = 'active' and exists (select 1 from offer o where o.organisation_id = g.id and o.state in ('published', 'stale'))
  and ($1::uuid is null or g.id = $1)
  and ($2::text is null or (case when $2 = 'organisation_family' then $3::text is null or g.family = $3 else g.id = any ($4::uuid[]) end))
  and ($5::text[] is null or not exists (select 1 from unnest($5) word where not ${folded(`concat_ws(' ', g.code, g.names::text, to_jsonb(g) ->> 'descriptions')`)} like '%' || word || '%'))`
const organisationList = statement(
  `select g.id, g.code, g.names, g.family, coalesce(to_jsonb(g) -> 'descriptions', '{}') as descriptions, to_jsonb(g) ->> 'url' as url from organisation g ${organisationWhere} order by g.id limit $6 offset $7`,
)
const organisationCount = statement(
  `select count(*)::integer as all from organisation g ${organisationWhere}`,
)
const organisationsOfTerm = statement(
  `select distinct o.organisation_id as id ${from} where ${shown} and ${asked}`,
)
const siteList =
  statement(`select s.id, s.organisation_id, s.names, s.place_code, s.phone, s.address, s.opening from site s
  where s.organisation_id = any ($1) and not s.confidential and s.active
    and exists (select 1 from offer o where o.site_id = s.id and o.state in ('published', 'stale') and not o.confidential)
  order by s.id`)

export interface OrganisationFilter {
  readonly id?: string | undefined
  /** A kind of organisation, or a term of the services it gives. */
  readonly term?: AskedTerm | undefined
  readonly words?: readonly SearchWord[] | undefined
}

export async function listedOrganisations(
  tx: Transaction,
  { id, term, words = [] }: OrganisationFilter,
  { page, perPage }: Paging,
): Promise<Found<ListedOrganisation>> {
  const byService =
    term === undefined || term.taxonomy === 'organisation_family'
      ? []
      : await tx.rows<{ id: string }>(organisationsOfTerm, parameters({ term }))
  const asking = [
    id ?? null,
    term?.taxonomy ?? null,
    term?.code ?? null,
    byService.map((row) => row.id),
    words.length === 0 ? null : words.map(({ word }) => escaped(word)),
  ]
  const [rows, counted] = await Promise.all([
    tx.rows<object>(organisationList, [...asking, perPage, (page - 1) * perPage]),
    tx.row<{ all: number }>(organisationCount, asking),
  ])
  return { items: rows.map((row) => camel<ListedOrganisation>(row)), all: counted?.all ?? 0 }
}

export async function listedSites(tx: Transaction, organisations: readonly string[]): Promise<ListedSite[]> {
  if (organisations.length === 0) return []
  return (await tx.rows<object>(siteList, [organisations])).map((row) => camel<ListedSite>(row))
}

const offersOfOrganisations = statement(
  `select ${columns} ${from} where ${shown} and o.organisation_id = any ($1) order by o.id`,
)

/** All offers of these organisations. */
export async function offersOf(tx: Transaction, organisations: readonly string[]): Promise<ListedOffer[]> {
  if (organisations.length === 0) return []
  const rows = await tx.rows<object>(offersOfOrganisations, [organisations])
  return rows.map((row) => camel<ListedOffer>(row))
}

const placeList = statement('select code, level, names, administered_by from place where code = any ($1)')

export async function listedPlaces(
  tx: Transaction,
  codes: readonly string[],
): Promise<Map<string, ListedPlace>> {
  const rows = codes.length === 0 ? [] : await tx.rows<object>(placeList, [codes])
  return new Map(rows.map((row) => camel<ListedPlace>(row)).map((place) => [place.code, place]))
}
