import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { importRows } from '../../src/server/directory-import.ts'
import { exportHsds } from '../../src/server/hsds-export.ts'
import { readHsds, runDigest } from '../../src/server/hsds-file.ts'
import type { PlaceRow } from '../../src/places/places.ts'
import { vocabularyIn } from '../../src/services/hsds/reading.store.ts'
import { hsdsRows } from '../../src/services/import/hsds-entries.ts'
import { ancestorsOf, placeFinder } from '../../src/services/import/places.ts'
import { type Tally, tallyOf } from '../../src/services/import/report.ts'
import { testHouse, type TestHouse } from '../support/house.ts'
import { fillDirectory, shelter } from './directory.ts'
import { schemasOfTheStandard, standard } from './schemas.ts'

/** The directory leaves as a package and comes in from one. */
vi.setConfig({ testTimeout: 60_000 })
let here: TestHouse
let folder: string
beforeAll(async () => {
  here = await testHouse()
  await fillDirectory(here, 90)
  folder = await mkdtemp(join(tmpdir(), 'ihala-hsds-'))
}, 60_000)
afterAll(async () => {
  await here?.close()
  await rm(folder, { recursive: true, force: true })
})

const out = (name: string, language: 'ar' | 'en' = 'en') =>
  exportHsds(here.house.database, here.house.reference.ancestors, {
    target: join(folder, name),
    language,
    now: here.house.now(),
  })

interface Field {
  readonly name: string
  readonly type: string
  readonly constraints?: { readonly required?: boolean }
}
interface Package {
  readonly resources: readonly {
    readonly name: string
    readonly path: string
    readonly schema: {
      readonly fields: readonly Field[]
      readonly foreignKeys?: readonly {
        readonly fields: string
        readonly reference: { readonly resource: string }
      }[]
    }
  }[]
}
const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

it('one JSON file holds every service, and each is valid HSDS 3.1; nothing of the shelter’s place is in it', async () => {
  const { services, organizations } = await out('all.json', 'ar')
  expect(services).toBeGreaterThan(90)
  const text = await readFile(join(folder, 'all.json'), 'utf8')
  const all = JSON.parse(text) as Record<string, readonly object[]>
  expect([all['services']?.length, all['organizations']?.length]).toEqual([services, organizations])
  const schema = schemasOfTheStandard()
  for (const [list, name] of [
    ['services', 'service'],
    ['organizations', 'organization'],
    ['taxonomy_terms', 'taxonomy_term'],
    ['taxonomies', 'taxonomy'],
  ] as const)
    for (const record of all[list] ?? [])
      expect(schema(name)(record), JSON.stringify(schema(name).errors?.[0])).toBe(true)
  for (const secret of [...shelter.secrets, shelter.site]) expect(text.includes(secret), secret).toBe(false)
  await expect(out('all.json')).rejects.toThrow('there already')
})

it('a folder holds the tables of the standard’s data package: its names, its types, what it needs, and keys that lead somewhere', async () => {
  const { services } = await out('tables')
  const made = await read<Package>(join(folder, 'tables/datapackage.json'))
  const theirs = await read<Package>(join(standard, 'datapackage.json'))
  expect((await readdir(join(folder, 'tables'))).toSorted()).toEqual(
    ['datapackage.json', ...made.resources.map(({ path }) => path)].toSorted(),
  )
  const ids = new Map<string, Set<string>>()
  const tables = new Map<string, Record<string, string>[]>()
  for (const { name, path, schema } of made.resources) {
    const standardTable = theirs.resources.find((one) => one.name === name)
    expect(standardTable?.path, name).toBe(path)
    for (const field of schema.fields) {
      const known = standardTable?.schema.fields.find((one) => one.name === field.name)
      if (field.name !== 'administered_by')
        expect([name, field.name, known?.type]).toEqual([name, field.name, field.type])
    }
    const text = await readFile(join(folder, 'tables', path), 'utf8')
    const rows: Record<string, string>[] = parse(text, { columns: true })
    expect(rows.length, path).toBeGreaterThan(0)
    const needed = (standardTable?.schema.fields ?? []).filter(({ constraints }) => constraints?.required)
    // Iraq has no postal codes to speak of
    for (const row of rows)
      for (const { name: field } of needed)
        if (field !== 'postal_code') expect(row[field], `${path} ${field}`).toBeTruthy()
    for (const row of rows)
      for (const { name: field, type } of schema.fields) {
        const cell = row[field] ?? ''
        const form = {
          date: /^\d{4}-\d\d-\d\d$/,
          time: /^\d\d:\d\d:\d\d$/,
          datetime: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
          number: /^-?\d+(\.\d+)?$/,
        }[type]
        if (cell !== '' && form !== undefined) expect(cell, `${path} ${field}`).toMatch(form)
      }
    tables.set(name, rows)
    ids.set(name, new Set(rows.map(({ id }) => id ?? '')))
    expect(ids.get(name)?.size, path).toBe(rows.length)
    for (const secret of [...shelter.secrets, shelter.site]) expect(text.includes(secret), secret).toBe(false)
  }
  for (const { name, schema } of made.resources)
    for (const { fields, reference } of schema.foreignKeys ?? [])
      for (const row of tables.get(name) ?? [])
        if (row[fields] !== '')
          expect(ids.get(reference.resource)?.has(row[fields] ?? ''), `${name}.${fields}`).toBe(true)
  expect(ids.get('service')?.size).toBe(services)
})

/** Another directory comes in, as `ihala import hsds` does it. */
async function bring(
  name: string,
  options: {
    readonly source?: string
    readonly map?: Record<string, string>
    readonly dryRun?: boolean
  } = {},
): Promise<{ tally: Tally; lines: Awaited<ReturnType<typeof importRows>> }> {
  const file = await readHsds(join(folder, name))
  return withOwner(here.db.owner, async (owner) => {
    const places = await owner.transaction(
      () =>
        owner.rows<PlaceRow>('select code, level, parent, names, aliases from place order by level, code'),
      'loader',
    )
    const lines = await importRows(owner, {
      source: { name: options.source ?? 'our own', kind: 'hsds' },
      digest: runDigest(file, { language: 'en', services: options.map ?? {} }),
      rows: hsdsRows(file.services, file.organizations, {
        language: 'en',
        vocabulary: vocabularyIn('en'),
        services: options.map ?? {},
        place: placeFinder(places),
      }),
      ancestors: ancestorsOf(places),
      now: here.house.now(),
      dryRun: options.dryRun ?? false,
    })
    return { tally: tallyOf(lines), lines }
  })
}
const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))

it('our own package, JSON or tables, comes home without a change', async () => {
  for (const name of ['all.json', 'tables']) {
    const { tally, lines } = await bring(name)
    expect(lines.filter(({ outcome }) => outcome !== 'same').slice(0, 3), name).toEqual([])
    expect(tally.same).toBeGreaterThan(90)
  }
  expect(await behind('select 1 from directory_suggestion')).toEqual([])
})

it('another directory comes in as drafts of suggested organisations, once; what it says otherwise later stands beside', async () => {
  const example = await read<Record<string, unknown>>(join(standard, 'examples/service_full.json'))
  const [at] = example['service_at_locations'] as [{ location: Record<string, unknown> }]
  const [address] = at.location['addresses'] as [object]
  const theirs = {
    ...example,
    service_areas: [],
    service_at_locations: [
      {
        ...at,
        location: { ...at.location, addresses: [{ ...address, city: 'Mosul', state_province: 'Ninewa' }] },
      },
    ],
  }
  const lost = { ...theirs, id: 'not-a-uuid-7', service_at_locations: [], attributes: [] }
  const save = (name: string, services: object[]): Promise<void> =>
    writeFile(join(folder, name), JSON.stringify({ services }))
  await save('theirs.json', [theirs, { ...theirs }, lost, { id: 'x' }])
  const source = { source: 'the other directory' }
  expect((await bring('theirs.json', source)).lines.map(({ problem }) => problem)).toEqual([
    'service_unknown',
    'twice',
    'service_unknown',
    'no_name',
  ])
  const term = (example['attributes'] as { taxonomy_term: { id: string } }[])[0]?.taxonomy_term.id ?? ''
  // understood otherwise it is another run
  const mapped = { ...source, map: { [term]: 'MHP.PFA' } }
  const counts = () =>
    behind(
      `select (select count(*) from offer)::int as offers, (select count(*) from organisation)::int as organisations, (select count(*) from directory_source)::int as sources`,
    )
  const before = await counts()
  expect((await bring('theirs.json', { ...mapped, dryRun: true })).tally).toMatchObject({
    new: 1,
    refused: 3,
  })
  expect(await counts()).toEqual(before)
  const { lines } = await bring('theirs.json', mapped)
  expect(lines[0]).toMatchObject({ row: 1, outcome: 'new', newOrganisation: true })
  const [draft] = await behind<{ id: string; state: string; organisation: string; place: string }>(
    `select o.id, o.state, g.state as organisation, o.place_code as place from offer o join organisation g on g.id = o.organisation_id
      join directory_source d on d.record_id = o.id where d.source_name = $1 and d.entity = 'service'`,
    [mapped.source],
  )
  expect(draft).toMatchObject({
    state: 'draft',
    organisation: 'suggested',
    place: expect.stringMatching(/^IQG15/),
  })
  expect((await here.stranger.get(`/hsds/services/${draft?.id}`)).status).toBe(404)
  const after = await counts()
  expect((await bring('theirs.json', mapped)).lines).toEqual(lines)
  // the same record in another file: known, and nothing new
  await save('again.json', [theirs])
  expect((await bring('again.json', mapped)).tally).toMatchObject({ same: 1, new: 0 })
  expect(await counts()).toEqual(after)
  // the provider has confirmed its offer since; the other directory changes its mind twice in the same words
  await save('other.json', [{ ...theirs, name: 'Another name', maximum_age: 30 }])
  await save('other2.json', [{ ...theirs, name: 'Another name', maximum_age: 30, alert: 'x' }])
  expect((await bring('other.json', mapped)).lines[0]).toMatchObject({
    outcome: 'differs',
    fields: ['names', 'eligibility'],
  })
  expect((await bring('other2.json', mapped)).tally).toMatchObject({ differs: 1 })
  const suggestions = await behind(
    `select source, source_name, offer_id, proposed->'names'->>'en' as name, state from directory_suggestion`,
  )
  expect(suggestions).toEqual([
    { source: 'hsds', source_name: mapped.source, offer_id: draft?.id, name: 'Another name', state: 'open' },
  ])
  expect(await behind(`select names->>'en' as name from offer where id = $1`, [draft?.id])).toEqual([
    { name: example['name'] },
  ])
})

it('an import that broke off goes on where it stopped, and makes nothing twice', async () => {
  const example = await read<{ services: Record<string, unknown>[] }>(join(folder, 'all.json'))
  const strange = (id: unknown): string => `other-${String(id)}`
  const services = Array.from({ length: 230 }, (_, count) => {
    const service = example.services[count % example.services.length] as Record<string, unknown>
    const organization = service['organization'] as Record<string, unknown>
    return {
      ...service,
      id: strange(count),
      organization_id: strange(organization['id']),
      organization: {
        ...organization,
        id: strange(organization['id']),
        name: `Other ${String(organization['name'])}`,
        translations: {},
      },
    }
  })
  await writeFile(join(folder, 'large.json'), JSON.stringify({ services }))
  const source = 'large'
  // the second piece cannot be written
  await behind(`create function break_off() returns trigger language plpgsql as $$ begin
    if (new.line->>'row')::integer = 201 then raise exception 'broken off'; end if; return new; end $$`)
  await behind(
    'create trigger break_off before insert on directory_import_line for each row execute function break_off()',
  )
  await expect(bring('large.json', { source })).rejects.toThrow('broken off')
  const done = () =>
    behind<{ done: number; offers: number }>(
      `select done_rows as done, (select count(*)::int from directory_source d where d.source_name = $1 and d.entity = 'service') as offers
      from directory_import where source_name = $1`,
      [source],
    )
  expect(await done()).toEqual([{ done: 200, offers: 200 }])
  await behind('drop trigger break_off on directory_import_line')
  const { tally } = await bring('large.json', { source })
  expect(tally).toEqual({ new: 230, same: 0, differs: 0, refused: 0 })
  expect(await done()).toEqual([{ done: 230, offers: 230 }])
  const [twice] = await behind<{ count: number }>(
    `select count(*)::int as count from organisation where state = 'suggested' and names->>'en' like 'Other %'`,
  )
  expect(twice?.count).toBe(new Set(services.map(({ organization_id }) => organization_id)).size)
})
