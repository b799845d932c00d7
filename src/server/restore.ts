import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Decrypter } from 'age-encryption'
import { type BackupHeader, type BackupManifest, header, manifest } from './backup.ts'
import type { Entry } from './backup-archive.ts'
import { damaged, readBackup } from './backup-file.ts'
import { copyInto, tablesOf } from './backup-tables.ts'
import { type CopySession, withCopy } from './database-copy.ts'
import { quoteName } from './database-owner.ts'
import { migrate } from './migrate.ts'
import { mark, reset, refuseUnlessEmpty, unmark } from './restore-place.ts'
import { type Settled, settle } from './restore-settle.ts'
import { appendRevocations, readRevocations, type Revocation } from './revocations-file.ts'
import { fingerprintOf } from './secret-fingerprint.ts'
import { checkout } from './shipped-places.ts'
import { StartProblem } from './start-problem.ts'
import { prepareDatabase } from './start.ts'
import type { Storage } from './storage.ts'

export interface CheckedBackup {
  readonly header: BackupHeader
  readonly manifest: BackupManifest
  readonly rows: number
}

/** Reads a whole backup and compares every checksum, without any database. Throws StartProblem. */
export async function checkBackup(
  file: string,
  opening: Decrypter,
  progress: (bytes: number) => void,
): Promise<CheckedBackup> {
  const sums = new Map<string, { bytes: number; hash: ReturnType<typeof createHash> }>()
  const found = await eachPart(file, opening, progress, async (table, data) => {
    const sum = sums.get(table) ?? { bytes: 0, hash: createHash('sha256') }
    sums.set(table, sum)
    sum.bytes += data.length
    sum.hash.update(data)
  })
  for (const table of found.manifest.tables) {
    const sum = sums.get(table.name) ?? { bytes: 0, hash: createHash('sha256') }
    if (sum.bytes !== table.bytes || sum.hash.digest('hex') !== table.sha256)
      throw damaged(file, new Error(`the rows of ${table.name} are not those that were written`))
  }
  return { ...found, rows: found.manifest.tables.reduce((sum, { rows }) => sum + rows, 0) }
}

/** Header, every part of every table in order, manifest: anything else is no whole backup. */
async function eachPart(
  file: string,
  opening: Decrypter,
  progress: (bytes: number) => void,
  take: (table: string, data: Buffer) => Promise<void>,
): Promise<{ header: BackupHeader; manifest: BackupManifest }> {
  let first: BackupHeader | undefined
  let last: BackupManifest | undefined
  for await (const entry of readBackup(file, opening, progress)) {
    if (last !== undefined) throw damaged(file, new Error('something stands after the manifest'))
    if (first === undefined) first = headerOf(file, entry)
    else if (entry.name === 'manifest.json') last = parsed(file, entry, manifest.parse)
    else await take(entry.name.slice(0, entry.name.indexOf('/')), entry.data)
  }
  if (first === undefined || last === undefined) throw damaged(file, new Error('the manifest is missing'))
  return { header: first, manifest: last }
}

function headerOf(file: string, entry: Entry): BackupHeader {
  const { ihalaBackup } = parsed(file, entry, (value) => value as { ihalaBackup?: unknown })
  if (entry.name !== 'header.json' || typeof ihalaBackup !== 'number')
    throw new StartProblem(`${file} is no backup of Ihala.`)
  if (ihalaBackup > 1)
    throw new StartProblem(`${file} was written by a newer Ihala. Install that version or a later one.`)
  return parsed(file, entry, header.parse)
}

function parsed<T>(file: string, { data }: Entry, parse: (value: unknown) => T): T {
  try {
    return parse(JSON.parse(data.toString('utf8')))
  } catch (error) {
    throw damaged(file, error)
  }
}

export interface RestoreOptions {
  /** The secret of the old place is lost: what was made with it (chosen words, one-time links) is given up. */
  readonly otherSecret: boolean
  /** Kept apart from the database (IHALA_REVOCATIONS_FILE); without it what was taken away after the backup is given back. */
  readonly revocationsFile?: string | undefined
  readonly log: (line: string) => void
  readonly progress: (step: 'check' | 'load' | 'compare', bytes: number) => void
}

export interface Restored extends Settled {
  readonly madeAt: string
  readonly tables: number
  readonly rows: number
}

/**
 * Puts a backup into an empty place. The file is read whole and checked first; then the migrations it was made with,
 * the rows in one transaction, read back and compared with the checksums before it is committed; then newer migrations
 * and the policies. Whatever fails leaves the place empty, and one that is broken off is marked: no Ihala starts on it.
 */
export async function restore(
  storage: Storage,
  file: string,
  opening: Decrypter,
  options: RestoreOptions,
): Promise<Restored> {
  const { revocationsFile } = options
  const revocations = revocationsFile === undefined ? [] : await readRevocations(revocationsFile)
  const checked = await checkBackup(file, opening, (bytes) => options.progress('check', bytes))
  const folder = join(checkout, 'database/migrations')
  await refuseNewer(file, checked.header, folder)
  const otherSecret = checked.header.secretFingerprint !== fingerprintOf(storage.secret)
  if (otherSecret && !options.otherSecret) throw new StartProblem(needsSecret)
  await withCopy(storage.owner, async (owner) => {
    await refuseUnlessEmpty(owner)
    await mark(owner)
    await reset(owner)
  })
  try {
    await migrate(storage.owner, {
      folder,
      policiesFolder: join(checkout, 'database/policies'),
      secret: storage.secret,
      log: options.log,
      onlyThese: checked.header.migrations,
    })
    await withCopy(storage.owner, (owner) => load(owner, file, opening, checked, options.progress))
    const settled = await finish(storage, checked.header, otherSecret, options.log, revocations)
    if (revocationsFile !== undefined)
      await appendRevocations(revocationsFile, [
        { at: new Date().toISOString(), kind: 'epoch', subject: String(settled.epoch) },
      ])
    return {
      madeAt: checked.header.madeAt,
      tables: checked.manifest.tables.length,
      rows: checked.rows,
      ...settled,
    }
  } catch (error) {
    await withCopy(storage.owner, async (owner) => {
      await reset(owner)
      await unmark(owner)
    })
    throw error
  }
}

async function refuseNewer(
  file: string,
  { migrations, version }: BackupHeader,
  folder: string,
): Promise<void> {
  const known = await readdir(folder)
  if (migrations.some(({ name }) => !known.includes(name)))
    throw new StartProblem(
      `${file} was written by a newer Ihala (${version}). Install that version or a later one, then restore.`,
    )
}

const needsSecret = `This place has another secret than the one the backup was made with.
With the database that comes along: put the file "secret" of the old data folder into the new one first. With DATABASE_URL:
set IHALA_SECRET to the old one. If it is lost, restore with --other-secret: the words that people chose and the one-time
links that are under way then no longer work and must be given anew.`

async function load(
  owner: CopySession,
  file: string,
  opening: Decrypter,
  checked: CheckedBackup,
  progress: RestoreOptions['progress'],
): Promise<void> {
  const here = await tablesOf(owner)
  const differing = checked.header.tables.filter(
    ({ name, columns }) =>
      here.find((table) => table.name === name)?.columns.toString() !== columns.toString(),
  )
  if (differing.length > 0 || here.length !== checked.header.tables.length)
    throw new Error('the tables of the backup are not those its migrations make')
  const names = here.map(({ name }) => `public.${quoteName(name)}`).join(', ')
  await owner.script(`begin; truncate ${names}`)
  const parts = eachTable(file, opening, (bytes) => progress('load', bytes))
  let part = await parts.next()
  for (const table of checked.header.tables) {
    const rest = async function* (): AsyncGenerator<Buffer> {
      for (; !part.done && part.value.table === table.name; part = await parts.next()) yield part.value.data
    }
    await owner.copyIn(copyInto(table), rest())
  }
  if (!part.done) throw damaged(file, new Error('the tables stand in another order'))
  for (const { name, last, called } of checked.manifest.sequences)
    await owner.rows(`select setval(('public.' || quote_ident($1))::regclass, $2::bigint, $3)`, [
      name,
      last,
      called,
    ])
  for (const { name, rows, sha256 } of checked.manifest.tables) {
    const hash = createHash('sha256')
    const blocks = owner.copyOut(here.find((table) => table.name === name)?.copyOut ?? '')
    let block = await blocks.next()
    for (; !block.done; block = await blocks.next()) {
      hash.update(block.value)
      progress('compare', block.value.length)
    }
    if (block.value !== rows || hash.digest('hex') !== sha256)
      throw new StartProblem(
        `What was loaded into ${name} is not what the backup holds. Nothing was kept. Please report this.`,
      )
  }
  await owner.script('commit')
}

/** The parts of the tables as a stream; the second reading of the file is as strict as the first. */
async function* eachTable(
  file: string,
  opening: Decrypter,
  progress: (bytes: number) => void,
): AsyncGenerator<{ table: string; data: Buffer }> {
  for await (const { name, data } of readBackup(file, opening, progress)) {
    const slash = name.indexOf('/')
    if (slash > 0) yield { table: name.slice(0, slash), data }
  }
}

async function finish(
  storage: Storage,
  { madeAt }: BackupHeader,
  otherSecret: boolean,
  log: RestoreOptions['log'],
  revocations: readonly Revocation[],
): Promise<Settled> {
  await prepareDatabase(storage, log, { otherSecret })
  return withCopy(storage.owner, async (owner) => {
    const settled = await settle(owner, madeAt, otherSecret, revocations)
    await unmark(owner)
    await owner.script('analyze')
    return settled
  })
}
