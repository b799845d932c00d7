import { readFileSync } from 'node:fs'
import { isLocale } from '../language/locales.ts'
import { words } from '../language/server-words.ts'
import type { PlaceRow } from '../places/places.ts'
import { vocabularyIn } from '../services/hsds/reading.store.ts'
import { hsdsRows } from '../services/import/hsds-entries.ts'
import { ancestorsOf, placeFinder } from '../services/import/places.ts'
import { reportText, type Tally, tallyOf } from '../services/import/report.ts'
import { isService } from '../services/taxonomy.ts'
import { withOwner } from './database-owner.ts'
import { openDatabase } from './database.ts'
import { importRows } from './directory-import.ts'
import { exportHsds } from './hsds-export.ts'
import { readHsds, runDigest } from './hsds-file.ts'
import { openReference } from './reference.ts'
import { addressAs } from './roles.ts'
import { readSettings } from './settings.ts'
import { prepareDatabase } from './start.ts'
import { StartProblem } from './start-problem.ts'
import { openStorage } from './storage.ts'

type Out = (text: string) => void

/** `ihala export hsds`: the public directory into a file or a folder. Ihala may run meanwhile. Throws StartProblem. */
export async function exportCommand(target: string, language: string, out: Out): Promise<void> {
  if (!isLocale(language)) throw new StartProblem('The language is one of: ar, ckb, kmr, en')
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, out)
  try {
    await prepareDatabase(storage, out)
    const database = openDatabase({
      address: addressAs('ihala_app', storage.owner, storage.secret),
      poolSize: 2,
    })
    try {
      const { ancestors } = await openReference(database)
      const { services, organizations } = await exportHsds(database, ancestors, {
        target,
        language,
        now: new Date().toISOString(),
      })
      out(`${target}: ${services} services of ${organizations} organisations`)
    } finally {
      await database.close()
    }
  } finally {
    await storage.stop()
  }
}

export interface ImportWish {
  readonly path: string
  readonly sourceName: string
  /** JSON: a term of theirs (id, code or name) → a service of ours. */
  readonly map: string | undefined
  /** Of their records, where the file does not say; and of the report. */
  readonly language: string | undefined
  readonly reportIn: string
  readonly dryRun: boolean
}

/** `ihala import hsds`: another directory in. A line for each row; answers how many became what. Throws StartProblem. */
export async function importCommand(wish: ImportWish, out: Out): Promise<Tally> {
  const { path, sourceName, dryRun, reportIn } = wish
  const file = await readHsds(path)
  const language = wish.language ?? file.language ?? 'en'
  if (!isLocale(language) || !isLocale(reportIn))
    throw new StartProblem('The language is one of: ar, ckb, kmr, en')
  const services = wish.map === undefined ? {} : readMap(wish.map)
  const storage = await openStorage(readSettings(process.env), out)
  try {
    await prepareDatabase(storage, out)
    const lines = await withOwner(storage.owner, async (owner) => {
      const places = await owner.transaction(
        () =>
          owner.rows<PlaceRow>('select code, level, parent, names, aliases from place order by level, code'),
        'loader',
      )
      const rows = hsdsRows(file.services, file.organizations, {
        language,
        vocabulary: vocabularyIn(language),
        services,
        place: placeFinder(places),
      })
      return importRows(owner, {
        source: { name: sourceName, kind: 'hsds' },
        digest: runDigest(file, { language, services }),
        rows,
        ancestors: ancestorsOf(places),
        now: new Date().toISOString(),
        dryRun,
        onProgress: (done, all) => out(`${done} / ${all}`),
      })
    })
    const t = words(reportIn)
    for (const line of lines) out(reportText(line, t))
    return tallyOf(lines)
  } finally {
    await storage.stop()
  }
}

function readMap(path: string): Record<string, string> {
  let map: unknown
  try {
    map = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new StartProblem(`${path} is not JSON that can be read.`)
  }
  const entries = Object.entries((map ?? {}) as Record<string, unknown>)
  for (const [term, service] of entries)
    if (typeof service !== 'string' || !isService(service))
      throw new StartProblem(`${path}: “${term}” leads to no service of ours.`)
  return Object.fromEntries(entries) as Record<string, string>
}
