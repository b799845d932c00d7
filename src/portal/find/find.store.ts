import { camel } from '../../records/names.ts'
import { statement, type Transaction } from '../../server/database.ts'
import type { OfferRead } from './found-offer.ts'

const columns = `o.id, o.service, o.state, o.names, o.descriptions, o.areas, o.place_code, o.confidential, o.eligibility, o.access, o.languages, o.capacity,
  o.wait_days, o.verified_at, o.verify_every_days, o.contact_public, o.opening, o.visits, o.invented, g.names as organisation_names, s.names as site_names,
  s.place_code as site_place, s.address as site_address, s.phone as site_phone, s.opening as site_opening`
// Of a confidential site a visitor has no row.
const from =
  'from offer o join organisation g on g.id = o.organisation_id left join site s on s.id = o.site_id'
const shown = `o.state in ('published', 'stale') and g.state = 'active' and o.verified_at >= now() - make_interval(days => (o.verify_every_days * 1.5)::integer + 1)`

/** More than anybody reads; near and far are sorted after it, so it is wide. */
const most = 300

const list = statement(`with recursive
    inside as (select code, level from place where code = $2 union all select p.code, p.level from place p join inside i on p.parent = i.code where p.level <= 3),
    wanted as (select array(select code from inside) || $3::text[] as near)
  select ${columns} ${from} cross join wanted w where o.service = any ($1::text[]) and o.areas && w.near and ${shown}
  order by o.verified_at desc, o.id limit ${most}`)
const one = statement(`select ${columns} ${from} where o.id = $1 and ${shown}`)
const every = statement(`with recursive
    inside as (select code, level from place where code = $1 union all select p.code, p.level from place p join inside i on p.parent = i.code where p.level <= 3)
  select ${columns} ${from} where o.areas && array(select code from inside) and ${shown} order by o.service, o.id limit $2`)

/** Offers of these services that reach into a place; its ancestors come finest first. */
export async function offersFor(
  tx: Transaction,
  services: readonly string[],
  place: readonly string[],
): Promise<OfferRead[]> {
  const rows = await tx.rows<object>(list, [services, place[0] ?? null, place])
  return rows.map((row) => camel<OfferRead>(row))
}

export async function offerById(tx: Transaction, id: string): Promise<OfferRead | undefined> {
  const row = await tx.row<object>(one, [id])
  return row === undefined ? undefined : camel<OfferRead>(row)
}

/** Everything that reaches into a governorate, at most so many. */
export async function offersOfGovernorate(
  tx: Transaction,
  governorate: string,
  limit: number,
): Promise<OfferRead[]> {
  return (await tx.rows<object>(every, [governorate, limit])).map((row) => camel<OfferRead>(row))
}
