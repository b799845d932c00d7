import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActingAs } from '../../src/server/database.ts'
import { testId } from '../support/house.ts'
import { actingAs, askByHand } from './by-hand.ts'
import { type Cast, cast, type Player } from './cast.ts'

/** Who reads which offer, asked of the database by hand: the pages are not trusted to leave anything out. */
let here: Cast
let baran: Player
let dara: Player
const mosulTown = 'IQG15Q05N04'
const hiddenSite = testId()
const visitor: ActingAs = { kind: 'visitor' }
const offers: Record<string, string> = {}

const asked = <T>(identity: ActingAs, sql: string, params: unknown[] = []): Promise<T[]> =>
  askByHand(here.house, identity, sql, params)
const offer = async (name: string, organisation: string, site: string, columns: string, values: string) => {
  offers[name] = testId()
  await here.behind(
    `insert into offer (id, organisation_id, site_id, service, sector, names, areas, place_code, eligibility, access, languages, capacity, capacity_at, verified_at, verified_how, ${columns})
    values ($1, $2, $3, 'LEG.COUNS', 'LEG', '{"ar": "خدمة", "en": "Service"}', array['IQG15Q05'], $4, '{}', '{}', '{ar}', 'yes', now(), now(), 'provider', ${values})`,
    [offers[name], organisation, site, mosulTown],
  )
}

beforeAll(async () => {
  here = await cast()
  baran = here.of('case_supervisor', 'mosul')
  dara = here.of('provider_focal_point', 'olive')
  await here.behind(`update organisation set unit_kind = 'momd_branch' where id = $1`, [baran.organisationId])
  const { organisationId, siteId } = dara
  for (const state of ['draft', 'verified', 'published', 'stale', 'hidden', 'ended'])
    await offer(state, organisationId, siteId, 'state', `'${state}'`)
  await here.behind(
    `insert into site (id, organisation_id, names, place_code, code_prefix, confidential) values ($1, $2, '{"ar": "Zanjili house"}', $3, 'NV', true)`,
    [hiddenSite, organisationId, mosulTown],
  )
  // whatever somebody writes into it, and without saying that it is confidential
  await offer(
    'shelter',
    organisationId,
    hiddenSite,
    'state, lon, lat, contact_public, visits, contact_for_referral',
    `'published', 43.171717, 36.353535, '{"address": "Zanjili street"}', '[{"placeCode": "IQG15Q05"}]', '{"address": "Zanjili street", "phone": "0770"}'`,
  )
})
afterAll(() => here?.close())

const statesSeen = async (identity: ActingAs) =>
  (
    await asked<{ name: string }>(
      identity,
      `select state as name from offer where id = any ($1::uuid[]) order by 1`,
      [Object.entries(offers).flatMap(([name, id]) => (name === 'shelter' ? [] : [id]))],
    )
  ).map(({ name }) => name)

describe('a visitor', () => {
  it('reads published and stale offers, and no other', async () => {
    expect(await statesSeen(visitor)).toEqual(['published', 'stale'])
  })

  it('reads nothing of an organisation that is not active, from the moment it stops', async () => {
    const { organisationId } = dara
    await here.behind(`update organisation set state = 'paused' where id = $1`, [organisationId])
    try {
      expect(await statesSeen(visitor)).toEqual([])
      for (const table of ['organisation where id', 'site where organisation_id'])
        expect(await asked(visitor, `select 1 from ${table} = $1`, [organisationId])).toEqual([])
      expect(await statesSeen(actingAs(baran))).toContain('published')
    } finally {
      await here.behind(`update organisation set state = 'active' where id = $1`, [organisationId])
    }
    expect(await statesSeen(visitor)).toEqual(['published', 'stale'])
  })

  it('sees no row of a confidential site, and writes nothing', async () => {
    expect(await asked(visitor, 'select 1 from site where id = $1', [hiddenSite])).toEqual([])
    expect(
      (await asked<{ id: string }>(visitor, 'select id from site where confidential')).map(({ id }) => id),
    ).toEqual([])
    for (const table of ['site_private', 'directory_change', 'directory_suggestion', 'directory_link'])
      expect(await asked(visitor, `select 1 from ${table}`), table).toEqual([])
    expect(await asked(visitor, 'update offer set capacity = capacity returning id')).toEqual([])
  })
})

describe('a confidential place', () => {
  it('is in no row that others read: the row itself knows the governorate alone', async () => {
    for (const identity of [
      visitor,
      actingAs(baran),
      actingAs(here.of('caseworker', 'hamdaniya')),
      actingAs(dara),
    ]) {
      const rows = [
        ...(await asked<object>(identity, 'select to_jsonb(o) from offer o where id = $1', [
          offers['shelter'],
        ])),
        ...(await asked<object>(identity, `select to_jsonb(s) - 'names' from site s where id = $1`, [
          hiddenSite,
        ])),
      ]
      const text = JSON.stringify(rows)
      expect(text).toContain('"IQG15"')
      for (const secret of ['Zanjili', '43.17', '36.35', 'IQG15Q']) expect(text).not.toContain(secret)
    }
  })

  it('does not come back by a change, and its history does not tell where it was', async () => {
    await here.behind(
      `update offer set areas = array['IQG15Q05'], place_code = $2, lon = 43.1, lat = 36.3 where id = $1`,
      [offers['shelter'], mosulTown],
    )
    const open = offers['hidden'] as string
    await here.behind(`update offer set contact_public = '{"address": "Zanjili street"}' where id = $1`, [
      open,
    ])
    const history = () =>
      asked<{ text: string }>(
        actingAs(baran),
        'select to_jsonb(c)::text as text from directory_change c where offer_id = any ($1::uuid[])',
        [[offers['shelter'], open]],
      )
    expect(JSON.stringify(await history())).toContain('Zanjili')
    await here.behind('update offer set confidential = true where id = $1', [open])
    const told = JSON.stringify(await history())
    expect(told).toContain('contact_public')
    for (const secret of ['Zanjili', 'IQG15Q', '43.1']) expect(told).not.toContain(secret)
  })
})

describe('an entry of somebody else', () => {
  it('is read by who looks after it, drafts too, and by no other provider', async () => {
    expect(await statesSeen(actingAs(baran))).toContain('draft')
    expect(await statesSeen(actingAs(here.of('provider_focal_point', 'bridges')))).not.toContain('draft')
  })

  it('is checked by Amina, who may not rewrite it; Baran, who keeps the directory, may', async () => {
    const rename = `update offer set names = '{"ar": "x", "en": "x"}' where id = $1 returning id`
    const id = [offers['published']]
    const amina = actingAs(here.of('caseworker', 'mosul'))
    expect(
      await asked(amina, `update offer set checked_at = now() where id = $1 returning id`, id),
    ).toHaveLength(1)
    await expect(asked(amina, rename, id)).rejects.toThrow(/writes down the answer/)
    await expect(asked(amina, `update offer set state = 'ended' where id = $1`, id)).rejects.toThrow()
    expect(await asked(actingAs(baran), rename, id)).toHaveLength(1)
    for (const role of ['provider_focal_point', 'directory_editor', 'system_admin'] as const)
      expect(await asked(actingAs(here.of(role, 'bridges')), rename, id), role).toHaveLength(0)
  })
})
