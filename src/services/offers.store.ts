import type { OrganisationItem, SiteItem } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { OfferSeen } from './offer-answer.ts'

/** An offer with its organisation and site: {@link OfferSeen}. */
export const seenColumns = `o.id, o.organisation_id, o.site_id, o.service, o.sector, o.state, o.names, o.descriptions, o.areas, o.place_code, o.confidential,
  o.eligibility, o.access, o.languages, o.capacity, o.wait_days, o.capacity_at, o.verified_at, o.verify_every_days, o.funding_ends_on,
  o.contact_public, o.contact_for_referral, o.invented, g.names as organisation_names, g.family as organisation_family, g.unit_kind as organisation_unit_kind,
  g.protocol_signed_on is not null as protocol_signed, s.names as site_names, s.place_code as site_place, s.confidential as site_confidential,
  s.opening as site_opening, o.opening, o.visits, o.slots_per_month, o.confirmed_at, o.checked_at, o.checked_how, o.wants_publishing`
export const seenFrom =
  'from offer o join organisation g on g.id = o.organisation_id join site s on s.id = o.site_id'

// Of a confidential place the row knows the governorate alone, which whatever lies in it lies in.
const list = statement(`with recursive
    inside as (select code, level from place where code = $4 union all select p.code, p.level from place p join inside i on p.parent = i.code where p.level <= 3),
    wanted as (select array(select code from inside) || $5::text[] as near)
  select ${seenColumns} ${seenFrom} cross join wanted w
  where ($1::text is null or o.service = $1) and ($2::text is null or o.sector = $2) and ($3::uuid is null or o.organisation_id = $3)
    and ($4::text is null or o.areas && w.near)
    and case when $6 then o.organisation_id = me_organisation() and o.state <> 'ended'
      else o.state in ('published', 'stale') and g.state = 'active' and o.verified_at >= now() - make_interval(days => (o.verify_every_days * 1.5)::integer + 1) end
    and ($7::text is null or (o.service, o.id) > ($7, $8::uuid))
  order by o.service, o.id limit $9`)
const one = statement(`select ${seenColumns} ${seenFrom} where o.id = $1`)
const several = statement(`select ${seenColumns} ${seenFrom} where o.id = any ($1)`)

export interface OfferFilter {
  readonly service: string | null
  readonly sector: string | null
  readonly organisation: string | null
  /** With all it lies in, finest first. */
  readonly place: readonly string[] | null
  /** One's own organisation's, drafts and hidden ones too. */
  readonly mine: boolean
  readonly after: { readonly service: string; readonly id: string } | null
  readonly limit: number
}

export async function listOffers(tx: Transaction, filter: OfferFilter): Promise<OfferSeen[]> {
  const { service, sector, organisation, place, mine, after, limit } = filter
  const rows = await tx.rows<object>(list, [
    service,
    sector,
    organisation,
    place?.[0] ?? null,
    place ?? [],
    mine,
    after?.service ?? null,
    after?.id ?? null,
    limit,
  ])
  return rows.map((row) => camel<OfferSeen>(row))
}

export async function findOffer(tx: Transaction, id: string): Promise<OfferSeen | undefined> {
  const row = await tx.row<object>(one, [id])
  return row === undefined ? undefined : camel<OfferSeen>(row)
}

export async function findOffers(tx: Transaction, ids: readonly string[]): Promise<Map<string, OfferSeen>> {
  const rows = ids.length === 0 ? [] : await tx.rows<object>(several, [ids])
  return new Map(rows.map((row) => camel<OfferSeen>(row)).map((offer) => [offer.id, offer]))
}

const organisations =
  statement(`select id, code, names, family, unit_kind, state, id = me_organisation() as mine, protocol_signed_on is not null as protocol_signed, invented
  from organisation where state in ('active', 'paused', 'suspended') order by names->>'ar', id limit 2000`)
// A confidential place is listed for its own organisation alone.
const sites = statement(`select id, organisation_id, names, place_code, code_prefix, confidential from site
  where active and ($1::uuid is null or organisation_id = $1) and (not confidential or organisation_id = me_organisation())
  order by names->>'ar', id limit 2000`)

export async function listOrganisations(tx: Transaction): Promise<OrganisationItem[]> {
  return (await tx.rows<object>(organisations)).map((row) => camel<OrganisationItem>(row))
}

export async function listSites(tx: Transaction, organisation: string | null): Promise<SiteItem[]> {
  return (await tx.rows<object>(sites, [organisation])).map((row) => camel<SiteItem>(row))
}
