import { hash as argon2 } from '@node-rs/argon2'
import { idFrom } from '../../src/basics/ids.ts'
import type { OwnerSession } from '../../src/server/database-owner.ts'
import { loadReferenceData } from '../../src/server/reference-data.ts'

/** Everybody in the tests' world signs in with it. */
export const testPassword = 'olive-branch-77'

let count = 0
/** Ids that sort by order of making and never repeat within a run. */
export function testId(): string {
  count += 1
  const random = new Uint8Array(10)
  crypto.getRandomValues(random)
  return idFrom(Date.now() + count, random)
}

const names = (en: string, ar: string): object => ({ ar, ckb: ar, kmr: ar, en })

/**
 * A small invented world: the ministry with offices in Mosul and Hamdaniya, two NGOs in Mosul and a women's legal
 * office. Amina and Sana are officers in Mosul, Baran supervises there, Younis works in Hamdaniya, Dara answers for
 * Bridges, Karim for Olive Tree, Hiba for the legal office; Rozh administers the ministry's accounts, Nadia those of Bridges.
 */
export const world = {
  organisations: {
    ministry: testId(),
    bridges: testId(),
    olive: testId(),
    legal: testId(),
    unsigned: testId(),
  },
  sites: {
    mosul: testId(),
    hamdaniya: testId(),
    bridges: testId(),
    olive: testId(),
    legal: testId(),
    unsigned: testId(),
  },
  accounts: {
    amina: testId(),
    sana: testId(),
    baran: testId(),
    younis: testId(),
    dara: testId(),
    karim: testId(),
    hiba: testId(),
    rozh: testId(),
    nadia: testId(),
    layla: testId(),
  },
  offers: {
    birth: testId(),
    birthOlive: testId(),
    school: testId(),
    legal: testId(),
    shelter: testId(),
    unsigned: testId(),
  },
  places: { mosul: 'IQG15Q05N04', mosulDistrict: 'IQG15Q05', ninewa: 'IQG15', hamdaniya: 'IQG15Q03' },
} as const

type Login = keyof typeof world.accounts
const staff: readonly {
  login: Login
  name: string
  organisation: keyof typeof world.organisations
  site: keyof typeof world.sites | null
  roles: readonly string[]
}[] = [
  {
    login: 'amina',
    name: 'Amina',
    organisation: 'ministry',
    site: 'mosul',
    roles: ['intake_worker', 'caseworker'],
  },
  { login: 'sana', name: 'Sana', organisation: 'ministry', site: 'mosul', roles: ['caseworker'] },
  { login: 'baran', name: 'Baran', organisation: 'ministry', site: 'mosul', roles: ['case_supervisor'] },
  { login: 'younis', name: 'Younis', organisation: 'ministry', site: 'hamdaniya', roles: ['caseworker'] },
  { login: 'dara', name: 'Dara', organisation: 'bridges', site: 'bridges', roles: ['provider_focal_point'] },
  { login: 'karim', name: 'Karim', organisation: 'olive', site: 'olive', roles: ['provider_focal_point'] },
  {
    login: 'hiba',
    name: 'Hiba',
    organisation: 'legal',
    site: 'legal',
    roles: ['legal_adviser', 'provider_focal_point'],
  },
  { login: 'rozh', name: 'Rozh', organisation: 'ministry', site: null, roles: ['system_admin'] },
  { login: 'nadia', name: 'Nadia', organisation: 'bridges', site: null, roles: ['system_admin'] },
  { login: 'layla', name: 'Layla', organisation: 'ministry', site: null, roles: ['data_protection_officer'] },
]

const anyone = { documentsNeeded: [], documentsNotNeeded: [], excludes: [] }
const access = {
  walkIn: true,
  referralOnly: false,
  phone: true,
  remote: false,
  ramp: true,
  womenOnlyHours: false,
  femaleStaff: true,
  interpreter: [],
  childcare: false,
  transportPaid: false,
}

let passwordHash: Promise<string> | undefined

/** Puts the world into an empty, migrated database. */
export async function makeWorld(owner: OwnerSession): Promise<void> {
  await loadReferenceData(owner)
  // as cheap as it gets: a hash names its costs, so signing in is as cheap
  passwordHash ??= argon2(testPassword, { algorithm: 2, memoryCost: 1024, timeCost: 1 })
  const hash = await passwordHash
  const { organisations, sites, accounts, offers, places } = world
  await owner.transaction(async () => {
    const organisation = (
      id: string,
      code: string,
      family: string,
      en: string,
      ar: string,
      signed: string | null,
    ): Promise<unknown> =>
      owner.rows(
        `insert into organisation (id, code, family, names, state, protocol_signed_on, invented) values ($1, $2, $3, $4, 'active', $5, true)`,
        [id, code, family, JSON.stringify(names(en, ar)), signed],
      )
    await organisation(organisations.ministry, 'MOMD', 'state', 'Ministry', 'الوزارة', '2025-01-01')
    await owner.rows('update organisation set on_committee = true where id = $1', [organisations.ministry])
    await organisation(organisations.bridges, 'BRG', 'national_ngo', 'Bridges', 'جسور', '2025-01-01')
    await organisation(organisations.olive, 'OLV', 'local_cso', 'Olive Tree', 'شجرة الزيتون', '2025-01-01')
    await organisation(
      organisations.legal,
      'WLC',
      'state',
      'Women’s legal office',
      'مكتب الاستشارة القانونية النسائية',
      '2025-01-01',
    )
    await organisation(organisations.unsigned, 'UNS', 'local_cso', 'Without protocol', 'بلا بروتوكول', null)
    const site = (id: string, of: string, place: string, prefix: string): Promise<unknown> =>
      owner.rows(
        `insert into site (id, organisation_id, names, place_code, code_prefix) values ($1, $2, $3, $4, $5)`,
        [id, of, JSON.stringify(names('Office', 'مكتب')), place, prefix],
      )
    await site(sites.mosul, organisations.ministry, places.mosul, 'NV')
    await site(sites.hamdaniya, organisations.ministry, places.hamdaniya, 'NV')
    await site(sites.bridges, organisations.bridges, places.mosul, 'NV')
    await site(sites.olive, organisations.olive, places.mosul, 'NV')
    await site(sites.legal, organisations.legal, places.mosul, 'NV')
    await site(sites.unsigned, organisations.unsigned, places.mosul, 'NV')
    for (const one of staff) {
      await owner.rows(
        `insert into account (id, organisation_id, login, display_name, locale, invented) values ($1, $2, $3, $4, 'en', true)`,
        [accounts[one.login], organisations[one.organisation], one.login, one.name],
      )
      await owner.rows(`insert into account_secret (account_id, password_hash) values ($1, $2)`, [
        accounts[one.login],
        hash,
      ])
      for (const role of one.roles) {
        await owner.rows(
          `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4)`,
          [
            accounts[one.login],
            organisations[one.organisation],
            role,
            one.site === null ? null : sites[one.site],
          ],
        )
      }
    }
    const offer = (
      id: string,
      of: keyof typeof organisations & keyof typeof sites,
      service: string,
      confidential = false,
    ): Promise<unknown> =>
      owner.rows(
        `insert into offer (id, organisation_id, site_id, service, sector, state, names, areas, place_code, lon, lat, confidential, eligibility, access, languages,
          capacity, capacity_at, verified_at, verified_how, invented) values ($1, $2, $3, $4, $5, 'published', $6, $7, $8, $9, $10, $11, $12, $13, $14, 'yes', now(), now() - interval '3 days', 'call', true)`,
        [
          id,
          organisations[of],
          sites[of],
          service,
          service.split('.')[0],
          JSON.stringify(names(`${service} by ${of}`, `خدمة ${service}`)),
          [places.ninewa],
          places.mosul,
          confidential ? null : 43.13,
          confidential ? null : 36.34,
          confidential,
          JSON.stringify(anyone),
          JSON.stringify(access),
          ['ar', 'ckb'],
        ],
      )
    await offer(offers.birth, 'bridges', 'DOC.BIRTH')
    await offer(offers.birthOlive, 'olive', 'DOC.BIRTH')
    await offer(offers.school, 'olive', 'EDU.ENROL')
    await offer(offers.legal, 'legal', 'LEG.COUNS')
    await offer(offers.shelter, 'olive', 'SHE.TEMPOR', true)
    await offer(offers.unsigned, 'unsigned', 'DOC.BIRTH')
    await owner.rows(
      `insert into site_private (site_id, organisation_id, address, phone, lon, lat) values ($1, $2, '{"landmark": "behind the blue gate"}', '+9647700000099', 43.111111, 36.222222)`,
      [sites.olive, organisations.olive],
    )
  }, 'loader')
}
