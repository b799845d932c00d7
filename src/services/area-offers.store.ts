import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { OfferSeen } from './offer-answer.ts'
import { seenColumns, seenFrom } from './offers.store.ts'

/** Degrees around the governorates' places in which offers elsewhere are looked at, as matching does; north and south wider. */
const around = { lon: 0.7, lat: 1.5 }
/** More than a phone should carry; the nearest governorates have a few hundred. */
const most = 4000

// Those that reach into the governorates, those that lie near them, and those that were asked in one's own referrals.
const area = `with recursive
    whole as (select code from place where code = any ($1) union select p.code from place p join whole w on p.parent = w.code where p.level <= 3),
    inside as materialized (select array(select code from whole) as places),
    box as materialized (select min(lon) - ${around.lon} as west, max(lon) + ${around.lon} as east, min(lat) - ${around.lat} as south, max(lat) + ${around.lat} as north
      from place where code in (select code from whole)),
    chosen as materialized (
      select o.id from offer o cross join box b where o.state in ('published', 'stale', 'hidden')
        and (o.areas && (select places from inside) or (o.lon between b.west and b.east and o.lat between b.south and b.north))
      union select r.offer_id from referral r where r.officer_id = (select me_account()))`
const several = statement(`${area}
  select ${seenColumns}, coalesce(o.lon, q.lon) as lon, coalesce(o.lat, q.lat) as lat, o.lon is not null as is_exact
  ${seenFrom} left join place q on q.code = o.place_code where o.id in (select id from chosen) order by o.id limit ${most}`)
const print = statement(
  `${area} select coalesce(md5(string_agg(o::text, ',' order by o.id)), '') as print from offer o where o.id in (select id from chosen)`,
)

export type AreaOfferSeen = OfferSeen & {
  /** Of the offer, else of its place. */
  readonly lon: number | null
  readonly lat: number | null
  readonly isExact: boolean
}

/** Offers of these governorates and near them, as the policies let the asker see them. */
export async function offersOfArea(
  tx: Transaction,
  governorates: readonly string[],
): Promise<AreaOfferSeen[]> {
  return (await tx.rows<object>(several, [governorates])).map((row) => camel<AreaOfferSeen>(row))
}

/** Other than before when one of them is. */
export async function areaFingerprint(tx: Transaction, governorates: readonly string[]): Promise<string> {
  return (await tx.row<{ print: string }>(print, [governorates]))?.print ?? ''
}
