import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exportHsds } from '../../src/server/hsds-export.ts'
import { testHouse, type TestHouse } from '../support/house.ts'
import { fillDirectory, shelter } from './directory.ts'
import { schemasOfTheStandard, standard } from './schemas.ts'

/** The directory leaves as a package and comes in from one. */
let here: TestHouse
let folder: string
beforeAll(async () => {
  here = await testHouse()
  await fillDirectory(here, 250)
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
  expect(services).toBeGreaterThan(200)
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
    for (const row of rows)
      // Iraq has no postal codes to speak of
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
