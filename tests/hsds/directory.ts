import { chanceOf } from '../../database/demo/chance.ts'
import { clockAt } from '../../database/demo/clock.ts'
import { makeDirectory } from '../../database/demo/directory.ts'
import { bulkInsert } from '../../database/demo/bulk-insert.ts'
import type { OwnerSession } from '../../src/server/database-owner.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { services } from '../../src/services/taxonomy.ts'
import { testId, type TestHouse } from '../support/house.ts'

/** A shelter of the test, and every word of it that nobody outside may read. */
export const shelter = {
  organisation: testId(),
  site: testId(),
  offer: testId(),
  secrets: [
    'بيت الزنبقة المخفي',
    'Lily hidden house',
    'شارع السر الطويل',
    '+9647701112223',
    '+9647704445556',
    'Sitt Khafiya',
    '43.98765',
    '36.12345',
    'IQG15Q06',
  ],
}

/** The directory of the demo, a shelter, and as many offers again as wished, of every kind of hours, areas and conditions. */
export async function fillDirectory(here: TestHouse, more: number): Promise<void> {
  const directory = makeDirectory(clockAt(new Date().toISOString()))
  const chance = chanceOf('hsds')
  await withOwner(here.db.owner, (owner) =>
    owner.transaction(async () => {
      await bulkInsert(
        owner,
        'organisation',
        // the test's small world has organisations of the same codes
        directory.organisations.map(({ key: _, ...row }) => ({ ...row, code: `D${row.code}` })),
      )
      await bulkInsert(
        owner,
        'site',
        directory.sites.map(({ key: _, town: __, ...row }) => row),
      )
      await bulkInsert(owner, 'site_private', directory.sitesPrivate)
      const open = directory.offers.filter(({ confidential }) => !confidential)
      const made = Array.from({ length: more }, (_, count) => {
        const like = open[count % open.length] as (typeof open)[number]
        const { code, sector } = services[(count * 7) % services.length] as (typeof services)[number]
        return {
          ...like,
          id: testId(),
          service: code,
          sector,
          state: chance.weighted({ published: 70, stale: 15, draft: 5, hidden: 5, ended: 5 }),
          eligibility: [
            like.eligibility,
            { statusCategories: ['idp', 'refugee'], sexes: ['female'], minAge: 18, maxAge: 59 },
            { documentsNeeded: ['unid', 'resid'], documentsNotNeeded: ['natcert'], referralBy: ['state'] },
            { minAge: 6, statusCategories: ['a code nobody lists'] },
          ][count % 4],
          contactPublic: [
            null,
            { phone: '+9647801234567' },
            { name: 'Reception', email: 'desk@example.org', hours: '8-14' },
          ][count % 3],
          lon: count % 2 === 0 ? null : like.lon,
          lat: count % 2 === 0 ? null : like.lat,
        }
      })
      for (let at = 0; at < made.length; at += 1000)
        await bulkInsert(owner, 'offer', [
          ...(at === 0 ? directory.offers : []),
          ...made.slice(at, at + 1000),
        ])
      await hours(owner)
      await hide(owner)
    }, 'loader'),
  )
}

async function hours(owner: OwnerSession): Promise<void> {
  const week = { days: ['su', 'mo', 'tu', 'we', 'th'], from: '08:00', to: '14:30' }
  const opening = {
    weekly: [week, { days: ['tu'], from: '15:00', to: '24:00', womenOnly: true }],
    seasons: [{ from: '2027-02-08', to: '2027-03-09', weekly: [{ ...week, from: '09:00', to: '13:00' }] }],
  }
  const visits = [
    { placeCode: 'IQG15Q05', days: ['mo', 'we'], from: '10:00', to: '12:00' },
    { placeCode: 'IQG15', on: ['2026-12-01', '2026-12-15'], from: '09:00', to: '11:00' },
  ]
  await owner.rows(`update site set opening = $1 where opening is not null`, [JSON.stringify(opening)])
  await owner.rows(
    `update offer set opening = $1, visits = $2 where not confidential and ('x' || substr(md5(id::text), 1, 2))::bit(8)::integer < 60`,
    [JSON.stringify(opening), JSON.stringify(visits)],
  )
}

async function hide(owner: OwnerSession): Promise<void> {
  const [arabic, english, street, phone, focal, name, lon, lat, place] = shelter.secrets
  const names = JSON.stringify({
    ar: 'جمعية السند (مثال)',
    en: 'Sanad (invented)',
    ckb: 'سەنەد',
    kmr: 'سەنەد',
  })
  await owner.rows(
    `insert into organisation (id, code, family, names, state, invented) values ($1, 'SND', 'local_cso', $2, 'active', true)`,
    [shelter.organisation, names],
  )
  await owner.rows(
    `insert into site (id, organisation_id, names, place_code, code_prefix, confidential) values ($1, $2, $3, $4, 'NV', true)`,
    [shelter.site, shelter.organisation, JSON.stringify({ ar: arabic, en: english }), place],
  )
  await owner.rows(
    `insert into site_private (site_id, organisation_id, address, phone, lon, lat) values ($1, $2, $3, $4, $5, $6)
      on conflict (site_id) do update set address = excluded.address, phone = excluded.phone, lon = excluded.lon, lat = excluded.lat`,
    [shelter.site, shelter.organisation, JSON.stringify({ street }), phone, lon, lat],
  )
  await owner.rows(
    `insert into offer (id, organisation_id, site_id, service, sector, state, names, areas, place_code, confidential, eligibility, access, languages, capacity,
      capacity_at, verified_at, verified_how, contact_for_referral, invented)
    values ($1, $2, $3, 'SHE.TEMPOR', 'SHE', 'published', $4, array[$5], $5, true, '{}', '{"referralOnly": true}', array['ar'], 'ask', now(), now(), 'call', $6, true)`,
    [
      shelter.offer,
      shelter.organisation,
      shelter.site,
      JSON.stringify({ ar: 'مكان آمن', en: 'A safe place' }),
      place,
      JSON.stringify({ name, phone: focal }),
    ],
  )
}
