import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { StartProblem } from './start-problem.ts'

type Json = Record<string, unknown>

export interface HsdsFile {
  readonly services: readonly unknown[]
  readonly organizations: readonly unknown[]
  /** As the file says; null where it does not. */
  readonly language: string | null
  /** SHA-256 of everything that was read. */
  readonly digest: Buffer
}

/** What a run is found again by: the same file understood otherwise is another one. */
export function runDigest(
  { digest }: HsdsFile,
  understood: { readonly language: string; readonly services: object },
): Buffer {
  return createHash('sha256').update(digest).update(JSON.stringify(understood)).digest()
}

/** Half a gigabyte of JSON is some 100,000 full services; more than that comes in pieces. */
const mostBytes = 512 * 1024 * 1024

/** Reads a directory in HSDS 3.x: a JSON file (a list of services, a page, or our own package) or a folder of tables. Throws StartProblem. */
export async function readHsds(path: string): Promise<HsdsFile> {
  if (!existsSync(path)) throw new StartProblem(`There is no ${path}.`)
  return statSync(path).isDirectory() ? readFolder(path) : readJson(path)
}

async function readText(path: string): Promise<{ text: string; bytes: Buffer }> {
  if (statSync(path).size > mostBytes)
    throw new StartProblem(`${path} is larger than 512 MB. Import it in parts.`)
  const bytes = await readFile(path)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes }
  } catch {
    throw new StartProblem(`${path} is not UTF-8, which HSDS is always written in.`)
  }
}

async function readJson(path: string): Promise<HsdsFile> {
  const { text, bytes } = await readText(path)
  let all: unknown
  try {
    all = JSON.parse(text)
  } catch {
    throw new StartProblem(`${path} is not JSON.`)
  }
  const object = (Array.isArray(all) ? { services: all } : all) as Json
  const services = object['services'] ?? object['contents']
  if (!Array.isArray(services)) throw new StartProblem(`${path} holds no list of services.`)
  const organizations = object['organizations']
  return {
    services,
    organizations: Array.isArray(organizations) ? organizations : [],
    language: typeof object['language'] === 'string' ? object['language'] : null,
    digest: createHash('sha256').update(bytes).digest(),
  }
}

/** The tables put together again as the standard nests them. */
async function readFolder(folder: string): Promise<HsdsFile> {
  const hash = createHash('sha256')
  const { text, bytes } = await readText(join(folder, 'datapackage.json'))
  hash.update(bytes)
  const { resources = [], language } = JSON.parse(text) as {
    resources?: { name: string; path: string }[]
    language?: string
  }
  const tables = new Map<string, Json[]>()
  for (const { name, path } of resources) {
    const file = join(folder, path)
    // a package lists all tables of the standard, and brings those it fills
    if (path.includes('..') || path.startsWith('/') || !existsSync(file)) continue
    const table = await readText(file)
    hash.update(table.bytes)
    tables.set(name, rowsOf(table.text, path))
  }
  const of = (name: string): Json[] => tables.get(name) ?? []
  const groups = new Map<string, Map<unknown, Json[]>>()
  const under = (name: string, key: string, id: unknown): Json[] => {
    const group = groups.get(`${name} ${key}`) ?? groupedBy(of(name), key)
    groups.set(`${name} ${key}`, group)
    return group.get(id) ?? []
  }
  const terms = new Map(of('taxonomy_term').map((term) => [term['id'], term]))
  const attributes = (row: Json): Json[] =>
    under('attribute', 'link_id', row['id']).map((one) => ({
      ...one,
      taxonomy_term: terms.get(one['taxonomy_term_id']),
    }))
  const locations = new Map(
    of('location').map((row) => [
      row['id'],
      {
        ...row,
        addresses: under('address', 'location_id', row['id']),
        phones: under('phone', 'location_id', row['id']),
        attributes: attributes(row),
      },
    ]),
  )
  return {
    services: of('service').map((row) => ({
      ...row,
      phones: under('phone', 'service_id', row['id']),
      schedules: under('schedule', 'service_id', row['id']),
      service_areas: under('service_area', 'service_id', row['id']),
      languages: under('language', 'service_id', row['id']),
      attributes: attributes(row),
      service_at_locations: under('service_at_location', 'service_id', row['id']).map((at) => ({
        ...at,
        location: locations.get(at['location_id']),
      })),
    })),
    organizations: of('organization').map((row) => ({ ...row, attributes: attributes(row) })),
    language: language ?? null,
    digest: hash.digest(),
  }
}

function groupedBy(rows: readonly Json[], key: string): Map<unknown, Json[]> {
  const groups = new Map<unknown, Json[]>()
  for (const row of rows) {
    const group = groups.get(row[key])
    if (group === undefined) groups.set(row[key], [row])
    else group.push(row)
  }
  return groups
}

function rowsOf(text: string, path: string): Json[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true })
  } catch {
    throw new StartProblem(`${path} is not CSV with a first line of names.`)
  }
}
