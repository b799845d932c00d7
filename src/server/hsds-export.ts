import { createWriteStream, existsSync, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { extname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Locale } from '../language/locales.ts'
import { readOrganizations, readServices, vocabularyIn } from '../services/hsds/reading.store.ts'
import type { HsdsOrganization, HsdsService } from '../services/hsds/records.ts'
import {
  type Cell,
  csvLine,
  dataPackage,
  organizationRows,
  type Row,
  serviceRows,
  type Table,
  tables,
  vocabularyRows,
} from '../services/hsds/tables.ts'
import type { Database } from './database.ts'
import { StartProblem } from './start-problem.ts'

export interface ExportWish {
  /** A file that ends in `.json`, or a folder for `datapackage.json` and its tables. Must not be there yet. */
  readonly target: string
  readonly language: Locale
  readonly now: string
}

/** Services that are held in memory at once. */
const piece = 200

/**
 * Writes what anybody may read of the directory, as a visitor and so with the same walls as /hsds, piece by piece: neither
 * the size of the directory nor that of the file is held in memory. What is there under the name is whole: until the last
 * line it has another one. Throws StartProblem.
 */
export async function exportHsds(
  database: Database,
  ancestors: (placeCode: string) => readonly string[],
  { target, language, now }: ExportWish,
): Promise<{ services: number; organizations: number }> {
  if (existsSync(target)) throw new StartProblem(`${target} is there already.`)
  const unfinished = `${target}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const sink =
    extname(target) === '.json'
      ? await jsonFile(unfinished, language, now)
      : await folder(unfinished, language, now)
  const counted = { services: 0, organizations: 0 }
  await sink.vocabulary()
  const reader = { locale: language, ancestors }
  for (let page = 1; ; page++) {
    const { items } = await database.as({ kind: 'visitor' }, (tx) =>
      readOrganizations(tx, reader, {}, { page, perPage: piece }, { full: true, fullServices: false }),
    )
    for (const organization of items) await sink.organization(organization)
    counted.organizations += items.length
    if (items.length < piece) break
  }
  for (let after: string | undefined; ; ) {
    const { items } = await database.as({ kind: 'visitor' }, (tx) =>
      readServices(tx, reader, { after }, { page: 1, perPage: piece }, true),
    )
    for (const service of items) await sink.service(service)
    counted.services += items.length
    after = items.at(-1)?.id
    if (items.length < piece) break
  }
  await sink.end()
  await rename(unfinished, target)
  return counted
}

interface Sink {
  vocabulary(): Promise<void>
  organization(organization: HsdsOrganization): Promise<void>
  service(service: HsdsService): Promise<void>
  end(): Promise<void>
}

/** One object: version, language, and a list for each kind of record; services with everything nested in them. */
async function jsonFile(path: string, language: Locale, at: string): Promise<Sink> {
  const file = createWriteStream(path)
  const { taxonomies, terms } = vocabularyIn(language)
  let open: string | undefined
  const item = async (list: string, record: object): Promise<void> => {
    const before = open === list ? ',\n' : `${open === undefined ? '' : '\n],\n'}${JSON.stringify(list)}: [\n`
    open = list
    await write(file, before + JSON.stringify(record))
  }
  await write(
    file,
    `{\n"version": "3.1.0", "language": ${JSON.stringify(language)}, "created": ${JSON.stringify(at)},\n`,
  )
  return {
    async vocabulary() {
      for (const record of taxonomies) await item('taxonomies', record)
      for (const record of terms) await item('taxonomy_terms', record)
    },
    organization: (record) => item('organizations', record),
    service: (record) => item('services', record),
    async end() {
      await write(file, '\n]\n}\n')
      await closed(file)
    },
  }
}

/** A tabular data package: `datapackage.json`, and a CSV file for each table. */
async function folder(path: string, language: Locale, at: string): Promise<Sink> {
  await mkdir(path)
  await writeFile(
    join(path, 'datapackage.json'),
    `${JSON.stringify(dataPackage({ at, language }), null, 1)}\n`,
  )
  const files = new Map(
    tables.map((table) => [table.name, { table, file: createWriteStream(join(path, table.path)) }]),
  )
  for (const { table, file } of files.values())
    await write(file, csvLine(table.fields.map(({ name }) => name)))
  // sites and their telephones come with each of their services; ids alone are kept, 40 MB for a million
  const written = new Set<string>()
  const put = async (lay: (put: (table: string, row: object | undefined) => void) => void): Promise<void> => {
    const rows: { table: Table; file: WriteStream; row: Row }[] = []
    lay((name, row) => {
      const found = files.get(name)
      if (found === undefined || row === undefined) return
      const key = `${name} ${String((row as Row)['id'])}`
      if (written.has(key)) return
      written.add(key)
      rows.push({ ...found, row: row as Row })
    })
    for (const { table, file, row } of rows)
      await write(file, csvLine(table.fields.map(({ name }) => row[name] as Cell)))
  }
  return {
    vocabulary: () => {
      const { taxonomies, terms } = vocabularyIn(language)
      return put((add) => vocabularyRows(taxonomies, terms, add))
    },
    organization: (record) => put((add) => organizationRows(record, add)),
    service: (record) => put((add) => serviceRows(record, add)),
    async end() {
      for (const { file } of files.values()) await closed(file)
    },
  }
}

async function write(file: WriteStream, text: string): Promise<void> {
  if (!file.write(text)) await once(file, 'drain')
}

async function closed(file: WriteStream): Promise<void> {
  file.end()
  await finished(file)
}
