import type { ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { testHouse, type TestHouse, world } from '../support/house.ts'
import { fillDirectory, shelter } from './directory.ts'
import { schemasOfTheStandard } from './schemas.ts'

/** A program of another directory reads ours from end to end, as the standard lets it. */
vi.setConfig({ testTimeout: 120_000 })
let here: TestHouse
const told: string[] = []
beforeAll(async () => {
  here = await testHouse()
  await fillDirectory(here, 70)
}, 60_000)
afterAll(() => here?.close())

type Json = Record<string, unknown>
interface Page {
  readonly total_items: number
  readonly total_pages: number
  readonly last_page: boolean
  readonly contents: readonly Json[]
}

/** Every byte that comes back is kept, headers too. */
async function ask<T = Json>(
  path: string,
  language = 'en',
  body?: object,
): Promise<{ status: number; body: T; headers: Json }> {
  const answer = await here.server.inject({
    method: body === undefined ? 'GET' : 'POST',
    url: path,
    headers: { 'accept-language': language },
    ...(body === undefined ? {} : { payload: body }),
  })
  told.push(`${path} ${answer.statusCode} ${JSON.stringify(answer.headers)} ${answer.body}`)
  return {
    status: answer.statusCode,
    body: (answer.body === '' ? {} : answer.json()) as T,
    headers: answer.headers,
  }
}

async function pages(path: string, language: string): Promise<Json[]> {
  const all: Json[] = []
  for (let page = 1; ; page++) {
    const { status, body } = await ask<Page>(`${path}${path.includes('?') ? '&' : '?'}page=${page}`, language)
    expect(status, path).toBe(200)
    all.push(...body.contents)
    if (body.last_page) {
      expect(new Set(all.map(({ id }) => id)).size, path).toBe(body.total_items)
      expect(page).toBe(body.total_pages)
      return all
    }
  }
}

const schema = schemasOfTheStandard()
const wrong = (validate: ValidateFunction, records: readonly Json[]): unknown[] =>
  records.flatMap((record) => (validate(record) ? [] : [[record['id'], validate.errors?.[0]]])).slice(0, 3)

describe('a whole crawl', () => {
  it.each(['ar', 'ckb', 'kmr', 'en'])(
    'is valid HSDS 3.1 in every answer, in %s',
    async (language) => {
      for (const [collection, list, full] of [
        ['services', 'service_list', 'service'],
        ['organizations', 'organization_list', 'organization'],
        ['service_at_locations', 'service_at_location_list', 'service_at_location'],
      ] as const) {
        const short = await pages(`/hsds/${collection}`, language)
        const whole = await pages(`/hsds/${collection}?full=true&per_page=100`, language)
        expect(short.length).toBeGreaterThan(5)
        expect(wrong(schema(list), short), collection).toEqual([])
        expect(wrong(schema(full), whole), collection).toEqual([])
        expect(short.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
        // one by one they are what the list says; all of them in one language, some in the others
        for (const record of language === 'en' ? whole : whole.slice(0, 5)) {
          const single = await ask(`/hsds/${collection}/${String(record['id'])}`, language)
          expect(single.body, collection).toEqual(record)
        }
      }
      const organizations = await pages('/hsds/organizations?full_service=true&per_page=100', language)
      expect(wrong(schema('organization'), organizations)).toEqual([])
      const inside = organizations.flatMap(({ services }) => services as Json[])
      expect(wrong(schema('service'), inside)).toEqual([])
      expect(inside.length).toBeGreaterThan(80)
      for (const [collection, name] of [
        ['taxonomies', 'taxonomy'],
        ['taxonomy_terms', 'taxonomy_term'],
      ] as const) {
        const all = await pages(`/hsds/${collection}`, language)
        expect(wrong(schema(name), all)).toEqual([])
        for (const { id } of all.slice(0, language === 'en' ? all.length : 3))
          expect(
            wrong(schema(name), [(await ask(`/hsds/${collection}/${String(id)}`, language)).body]),
          ).toEqual([])
      }
      const { headers } = await ask('/hsds/services?per_page=1', language)
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        vary: expect.stringContaining('accept-language'),
      })
      expect(String(headers['content-language'])).toMatch(new RegExp(`^${language}`))
      expect(headers).not.toHaveProperty('set-cookie')
    },
    60_000,
  )

  it('has an answer for nobody’s id, an odd filter and an odd page: a refusal with a sentence', async () => {
    for (const path of ['services', 'organizations', 'service_at_locations', 'taxonomies', 'taxonomy_terms'])
      expect((await ask(`/hsds/${path}/${world.accounts.amina}`)).status).toBe(404)
    for (const [query, code] of [
      ['postcode=41002', 'hsds.no_postcodes'],
      ['proximity=500', 'hsds.no_postcodes'],
      ['format=ndjson', 'hsds.format_unknown'],
      ['full=true&per_page=101', 'hsds.page_too_large'],
      ['colour=blue', 'input.invalid'],
      ['modified_after=yesterday', 'input.invalid'],
      ['modified_after=0000-01-01', 'input.invalid'],
      ['place=IQG99', 'place.unknown'],
    ]) {
      const { status, body } = await ask<{ refusal: { code: string; message: string } }>(
        `/hsds/services?${query}`,
      )
      expect([query, status, body.refusal.code]).toEqual([query, 422, code])
      expect(body.refusal.message.length).toBeGreaterThan(10)
    }
  })
})

describe('filters', () => {
  const idsOf = (records: readonly Json[]): string[] => records.map(({ id }) => String(id)).toSorted()

  it('give those that carry the term and no other, for every term and taxonomy; they add up', async () => {
    const whole = await pages('/hsds/services?full=true&per_page=100', 'en')
    const terms = await pages('/hsds/taxonomy_terms', 'en')
    const carries = (record: Json, field: string, value: unknown) =>
      (record['attributes'] as { taxonomy_term_id: string; taxonomy_term: Json }[]).some(
        (one) => (field === 'id' ? one.taxonomy_term_id : one.taxonomy_term['taxonomy_id']) === value,
      )
    const asked = async (query: string): Promise<string[]> =>
      idsOf((await ask<Page>(`/hsds/services?minimal=true&${query}`)).body.contents)
    let found = 0
    for (const { id } of terms) {
      const right = whole.filter((record) => carries(record, 'id', id))
      found += right.length
      expect(await asked(`taxonomy_term_id=${String(id)}`)).toEqual(idsOf(right))
    }
    expect(found).toBeGreaterThan(400)
    for (const { id } of (await ask<Page>('/hsds/taxonomies')).body.contents)
      expect(await asked(`taxonomy_id=${String(id)}`)).toEqual(
        idsOf(whole.filter((record) => carries(record, 'taxonomy', id))),
      )
    const [first] = whole as [Json]
    const term = (first['attributes'] as { taxonomy_term_id: string }[])[1]?.taxonomy_term_id
    expect(
      await asked(`taxonomy_term_id=${term}&organization_id=${String(first['organization_id'])}`),
    ).toEqual(
      idsOf(
        whole.filter(
          (record) => carries(record, 'id', term) && record['organization_id'] === first['organization_id'],
        ),
      ),
    )
    // a place finds what reaches it, and what reaches all it lies in
    const reaches = (record: Json, codes: readonly string[]) =>
      (record['service_areas'] as { extent: string }[]).some(({ extent }) => codes.includes(extent))
    expect(await asked('place=IQG15Q05N04')).toEqual(
      idsOf(whole.filter((record) => reaches(record, ['IQG15Q05N04', 'IQG15Q05', 'IQG15', 'IQ']))),
    )
    const children = await ask<Page>(`/hsds/taxonomy_terms?parent_id=${String(terms[0]?.['id'])}`)
    expect(children.body.contents.length).toBeGreaterThan(3)
  })

  it('search by POST, so that the words stand in no address, in whatever spelling; by GET too, kept by no cache', async () => {
    const asked = async (search: string) =>
      (await ask<Page>('/hsds/services', 'en', { search, per_page: 1000 })).body.contents
    const birth = await asked('birth registration')
    expect(birth.length).toBeGreaterThan(0)
    expect(idsOf(await asked('REGISTRATION birth'))).toEqual(idsOf(birth))
    expect(await asked('100%')).toEqual([])
    expect(idsOf(await asked('مكان امن'))).toContain(shelter.offer)
    const byGet = await ask<Page>('/hsds/services?search=birth%20registration&per_page=1000')
    expect(idsOf(byGet.body.contents)).toEqual(idsOf(birth))
    expect(byGet.headers['cache-control']).toBe('no-store')
    expect((await ask<Page>('/hsds/organizations', 'en', { search: 'sanad' })).body.total_items).toBe(1)
  })

  it('modified_after tells of every change that the public can read, and of no other', async () => {
    const since = async (at: string): Promise<string[]> =>
      idsOf(
        (await ask<Page>(`/hsds/services?minimal=true&modified_after=${encodeURIComponent(at)}`)).body
          .contents,
      )
    const [{ at } = { at: '' }] = await behind<{ at: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    )
    expect(await since(at)).toEqual([])
    const [offer] = (await ask<Page>('/hsds/services?per_page=1')).body.contents as [Json]
    const id = String(offer['id'])
    await behind(`update offer set contact_for_referral = '{"phone": "1"}', rev = rev + 1 where id = $1`, [
      id,
    ])
    expect(await since(at)).toEqual([])
    await behind(
      `update offer set capacity = case capacity when 'no' then 'ask' else 'no' end where id = $1`,
      [id],
    )
    expect(await since(at)).toEqual([id])
    // its organisation takes another name: all its services read otherwise now
    await behind(`update organisation set names = names || '{"en": "Renamed"}' where id = $1`, [
      shelter.organisation,
    ])
    expect(await since(at)).toEqual([id, shelter.offer].toSorted())
    const [{ last_modified: last } = {}] = (
      await ask<Page>(`/hsds/services?organization_id=${shelter.organisation}`)
    ).body.contents
    expect(await since(String(last))).toContain(shelter.offer)
  })
})

it('who holds the answer is told so in a line, until it changes; a page of another site may ask', async () => {
  const path = `/hsds/services/${shelter.offer}`
  const first = await here.server.inject({
    url: path,
    headers: { 'accept-language': 'ckb', origin: 'https://other.example' },
  })
  const etag = String(first.headers['etag'])
  const again = (language: string) =>
    here.server.inject({ url: path, headers: { 'accept-language': language, 'if-none-match': etag } })
  expect([
    (await again('ckb')).statusCode,
    (await again('ckb')).body,
    (await again('ar')).statusCode,
  ]).toEqual([304, '', 200])
  await behind(`update offer set wait_days = 21 where id = $1`, [shelter.offer])
  expect((await again('ckb')).statusCode).toBe(200)
  const origin = { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }
  const allowed = await here.server.inject({
    method: 'OPTIONS',
    url: '/hsds/services',
    headers: { ...origin, 'access-control-request-method': 'POST' },
  })
  expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([204, '*'])
  const posted = await here.server.inject({
    method: 'POST',
    url: '/hsds/services',
    headers: origin,
    payload: { per_page: 1 },
  })
  expect(posted.statusCode).toBe(200)
  // and nothing else opened with it
  const elsewhere = await here.server.inject({
    method: 'POST',
    url: '/api/sign-in',
    headers: origin,
    payload: {},
  })
  expect([elsewhere.statusCode, elsewhere.headers['access-control-allow-origin']]).toEqual([403, undefined])
})

it('describes itself truly: version, profile, and every address with what it takes', async () => {
  const { body } = await ask<{ version: string; profile: string; openapi_url: string }>('/hsds')
  expect(body.version).toMatch(/^3\.1/)
  expect((await ask(new URL(body.profile).pathname)).body).toHaveProperty('patches')
  const { body: document } = await ask<{
    paths: Record<string, Record<string, { parameters?: { name: string }[] }>>
  }>(new URL(body.openapi_url).pathname)
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/', '/services', '/services/{id}', '/organizations']),
  )
  for (const [path, methods] of Object.entries(document.paths)) {
    if (path.includes('{')) continue
    expect((await ask(`/hsds${path === '/' ? '' : path}`)).status).toBe(200)
    if ('post' in methods) expect((await ask(`/hsds${path}`, 'en', {})).status).toBe(200)
  }
  const names = document.paths['/services']?.['get']?.parameters?.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'search',
      'taxonomy_term_id',
      'taxonomy_id',
      'organization_id',
      'modified_after',
      'minimal',
      'full',
      'page',
      'per_page',
      'format',
    ]),
  )
})

it('of a shelter nobody ever read where it is, what its house is called, or whom to call', async () => {
  const { body } = await ask(`/hsds/services/${shelter.offer}`)
  expect(body).toMatchObject({
    service_areas: [{ extent: 'IQG15' }],
    service_at_locations: [{ location: { location_type: 'virtual', external_identifier: 'IQG15' } }],
  })
  const [{ location } = {}] = body['service_at_locations'] as { location: Json }[]
  for (const field of ['latitude', 'longitude', 'addresses', 'phones', 'schedules', 'contacts'])
    expect(location).not.toHaveProperty(field)
  for (const field of ['phones', 'contacts', 'schedules']) expect(body).not.toHaveProperty(field)
  expect(told.length).toBeGreaterThan(300)
  const all = told.join('\n')
  expect(all).toContain(shelter.offer)
  for (const secret of [...shelter.secrets, shelter.site]) expect(all.includes(secret), secret).toBe(false)
})

function behind<T>(sql: string, params: unknown[] = []): Promise<T[]> {
  return withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
}
