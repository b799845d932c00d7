import { createHash } from 'node:crypto'
import { iraqCalendarRules } from '../../places/iraq-calendar.ts'
import type { Who } from '../../permissions/who.ts'
import { placesTag } from '../../places/places.routes.ts'
import { camel } from '../../records/names.ts'
import type { House } from '../../server/house.ts'
import { statement, type Transaction } from '../../server/database.ts'
import { offerAnswer } from '../../services/offer-answer.ts'
import { areaFingerprint, offersOfArea } from '../../services/area-offers.store.ts'
import type { AreaOffer, NamesAnswer, ReferencePath } from './reference.ts'

const accounts = statement(
  `select id, display_name from account where organisation_id = (select me_organisation()) order by id limit 5000`,
)
const organisations = statement(
  `select id, code, names, family, unit_kind, state, protocol_signed_on, invented from organisation order by names->>'ar', id limit 2000`,
)
// A confidential place is named to its own organisation alone, as in GET /api/sites.
const sites =
  statement(`select id, organisation_id, names, place_code, code_prefix, confidential, active from site
  where not confidential or organisation_id = (select me_organisation()) order by names->>'ar', id limit 5000`)
const holidays = statement(
  `select place_code as "placeCode", day from holiday where day > current_date - 400 order by day, place_code`,
)
const namesPrint = statement(`select md5(concat(
    (select string_agg(id::text || display_name, ',' order by id) from account where organisation_id = (select me_organisation())),
    (select string_agg(o::text, ',' order by o.id) from organisation o),
    (select string_agg(s::text, ',' order by s.id) from site s where not s.confidential or s.organisation_id = (select me_organisation())),
    (select string_agg(h::text, ',' order by h.day, h.place_code) from holiday h))) as print`)

/** What the ids in rows of cases stand for, as far as the asker may see it anyway. */
export async function readNames(tx: Transaction): Promise<NamesAnswer> {
  const [people, bodies, places, days] = await Promise.all([
    tx.rows<object>(accounts),
    tx.rows<object>(organisations),
    tx.rows<object>(sites),
    tx.rows<NamesAnswer['holidays'][number]>(holidays),
  ])
  return {
    accounts: people.map((row) => camel(row)),
    organisations: bodies.map((row) => camel(row)),
    sites: places.map((row) => camel(row)),
    holidays: days,
    calendar: iraqCalendarRules,
  }
}

// Where this officer works: the governorates of the offices and of the open cases.
const workplaces =
  statement(`select place_code as place from site where id = any ((select me_sites())::uuid[])
  union select place_code from case_file where officer_id = (select me_account()) and closed_at is null and place_code is not null`)

async function governoratesOf(tx: Transaction, house: House): Promise<readonly string[]> {
  const rows = await tx.rows<{ place: string }>(workplaces)
  const widest = rows.flatMap(({ place }) => house.reference.ancestors(place).at(-1) ?? [])
  return [...new Set(widest)].sort()
}

/** The offers of the asker's governorates and those near them, each as the asker would be shown it. */
export async function readAreaOffers(
  tx: Transaction,
  who: Who,
  house: House,
  today: string,
): Promise<AreaOffer[]> {
  const found = await offersOfArea(tx, await governoratesOf(tx, house))
  return found.map((offer) => {
    const {
      organisation,
      freshness: _,
      mine: __,
      ...shown
    } = offerAnswer(offer, who, today, house.reference.ancestors)
    const hidden = offer.confidential || offer.siteConfidential
    return {
      ...shown,
      organisationId: organisation.id,
      lon: hidden ? null : offer.lon,
      lat: hidden ? null : offer.lat,
      isExact: !hidden && offer.isExact,
      verifyEveryDays: offer.verifyEveryDays,
    }
  })
}

/** Raised when what is kept takes another form: devices then fetch it again. */
const form = 2
/** Offers change all day long (a place more, a place less); the copy of a device follows within the hour. */
const keptMs = { names: 60_000, offers: 3_600_000 }

interface Remembered {
  readonly print: Promise<string>
  readonly at: number
}
const remembered = new WeakMap<House, Map<string, Remembered>>()

/**
 * The versions of what a device keeps beside its cases, by path, for each pull: whatever has another one is fetched
 * again. The costly ones are worked out once for an organisation and area and remembered.
 */
export async function referenceVersions(
  tx: Transaction,
  who: Who,
  house: House,
): Promise<{ readonly [path in ReferencePath]: string }> {
  const [names, areas, places] = await Promise.all([
    printOf(
      house,
      `names ${who.organisationId}`,
      keptMs.names,
      async () => (await tx.row<{ print: string }>(namesPrint))?.print ?? '',
    ),
    governoratesOf(tx, house),
    placesTag(house),
  ])
  const area = areas.join()
  const offers = await printOf(house, `offers ${who.organisationId} ${area}`, keptMs.offers, () =>
    areaFingerprint(tx, areas),
  )
  const { sessionId: _, ...self } = who
  return {
    '/api/me': short(JSON.stringify([self, house.demo, names])),
    '/api/places': short(places),
    '/sync/names': short(names),
    '/sync/offers': short(`${area} ${offers}`),
  }
}

function printOf(house: House, key: string, forMs: number, make: () => Promise<string>): Promise<string> {
  const now = Date.parse(house.now())
  let known = remembered.get(house)
  if (known === undefined) remembered.set(house, (known = new Map()))
  const last = known.get(key)
  if (last && Math.abs(now - last.at) < forMs) return last.print
  const made = { print: make(), at: now }
  known.set(key, made)
  // what could not be worked out is not remembered: the next pull tries again
  made.print.catch(() => known.delete(key))
  return made.print
}

function short(text: string): string {
  return createHash('sha256').update(`${form} ${text}`).digest('base64url').slice(0, 10)
}
