import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Encrypter } from 'age-encryption'
import * as z from 'zod/mini'
import type { Entry } from './backup-archive.ts'
import { writeBackup } from './backup-file.ts'
import {
  type TableReading,
  countRows,
  migrationsOf,
  refuseBlindness,
  sequencesOf,
  tablesOf,
} from './backup-tables.ts'
import { type CopySession, withCopy } from './database-copy.ts'
import { quoteName } from './database-owner.ts'
import { addressAs } from './roles.ts'
import { fingerprintOf } from './secret-fingerprint.ts'
import { checkout } from './shipped-places.ts'
import { StartProblem } from './start-problem.ts'
import type { Storage } from './storage.ts'

/** Raised when an older Ihala could not read the file any more. */
export const backupFormat = 1

/** `header.json`, the first entry: what must be known before any row is read. */
export const header = z.strictObject({
  ihalaBackup: z.literal(backupFormat),
  version: z.string(),
  /** The moment of the snapshot: everything committed before it is in, nothing after it. */
  madeAt: z.string(),
  postgres: z.string(),
  /** A keyed hash: tells whether an installation has the same secret, and not the secret. */
  secretFingerprint: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
})
export type BackupHeader = z.infer<typeof header>

/** `manifest.json`, the last entry: what must have come before it. */
export const manifest = z.strictObject({
  tables: z.array(
    z.strictObject({ name: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() }),
  ),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string(), called: z.boolean() })),
  /** Where each chain of the audit stood, to be held against what was anchored elsewhere. */
  auditHeads: z.array(z.strictObject({ organisationId: z.string(), n: z.number(), hash: z.string() })),
})
export type BackupManifest = z.infer<typeof manifest>

export interface Progress {
  (done: {
    readonly tables: number
    readonly of: number
    readonly rows: number
    readonly ofRows: number
  }): void
}

export interface BackedUp {
  readonly madeAt: string
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

/**
 * Writes everything the database holds into a new, sealed file: one snapshot, whatever is written meanwhile; table by
 * table as `ihala_backup`, holding one block of half a megabyte at a time. Refuses with StartProblem when it would read
 * fewer rows than there are. Neither the secret nor the vault's master key is in it.
 */
export async function backUp(
  storage: Storage,
  file: string,
  sealing: Encrypter,
  progress: Progress,
): Promise<BackedUp> {
  const address = addressAs('ihala_backup', storage.owner, storage.secret)
  return withCopy(storage.owner, (owner) =>
    withCopy(address, async (session) => {
      await refuseNoDatabase(owner)
      await refuseBlindness(owner)
      const tables = await tablesOf(owner)
      const names = tables.map(({ name }) => `public.${quoteName(name)}`).join(', ')
      // Before the snapshot: no migration may rewrite a table that is still to be read.
      await session.script(
        `begin isolation level repeatable read read only; lock table ${names} in access share mode`,
      )
      const [snapshot] = await session.rows<{ id: string; at: string; server: string }>(
        `select pg_export_snapshot() as id, clock_timestamp() as at, current_setting('server_version') as server`,
      )
      if (!snapshot) throw new Error('the database gave no snapshot')
      const counts = await countRows(owner, snapshot.id, tables)
      const done: BackupManifest['tables'] = []
      const entries = async function* (): AsyncGenerator<Entry> {
        const first: BackupHeader = {
          ihalaBackup: backupFormat,
          version: programVersion(),
          madeAt: snapshot.at,
          postgres: snapshot.server,
          secretFingerprint: fingerprintOf(storage.secret),
          migrations: await migrationsOf(owner),
          tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
        }
        yield json('header.json', first)
        for (const table of tables) {
          done.push(yield* read(session, table, counts.get(table.name) ?? 0))
          const sum = (rows: Iterable<number>): number => [...rows].reduce((all, one) => all + one, 0)
          progress({
            tables: done.length,
            of: tables.length,
            rows: sum(done.map(({ rows }) => rows)),
            ofRows: sum(counts.values()),
          })
        }
        const last: BackupManifest = {
          tables: done,
          sequences: await sequencesOf(owner),
          auditHeads: await headsOf(session, tables),
        }
        yield json('manifest.json', last)
      }
      const bytes = await writeBackup(file, sealing, entries(), new Date(snapshot.at))
      return {
        madeAt: snapshot.at,
        tables: done.length,
        rows: done.reduce((sum, { rows }) => sum + rows, 0),
        bytes,
      }
    }),
  )
}

async function refuseNoDatabase(owner: CopySession): Promise<void> {
  const [found] = await owner.rows<{ there: boolean }>(
    "select to_regclass('public.schema_migration') is not null as there",
  )
  if (found?.there !== true) throw new StartProblem('There is nothing to back up: this database is empty.')
}

/** In the snapshot; none where the audit has no chains yet. */
async function headsOf(
  session: CopySession,
  tables: readonly TableReading[],
): Promise<BackupManifest['auditHeads']> {
  if (!tables.some(({ name }) => name === 'audit_seal')) return []
  return session.rows(
    `select distinct on (organisation_id) organisation_id as "organisationId", n, encode(hash, 'hex') as hash
    from audit_seal order by organisation_id, n desc`,
  )
}

/** Of this Ihala, for people who wonder which one wrote a file. What decides is the list of migrations. */
function programVersion(): string {
  const file = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }
  return file.version
}

function json(name: string, content: object): Entry {
  return { name, data: Buffer.from(`${JSON.stringify(content, null, 1)}\n`) }
}

async function* read(
  session: CopySession,
  { name, copyOut }: TableReading,
  expected: number,
): AsyncGenerator<Entry, BackupManifest['tables'][number]> {
  const hash = createHash('sha256')
  let bytes = 0
  let part = 0
  const blocks = session.copyOut(copyOut)
  for (;;) {
    const block = await blocks.next()
    if (block.done) {
      const rows = block.value
      if (rows !== expected)
        throw new StartProblem(
          `The backup reads ${rows} of ${expected} rows of ${name}: something hides rows from it. Nothing was kept.`,
        )
      return { name, rows, bytes, sha256: hash.digest('hex') }
    }
    part += 1
    bytes += block.value.length
    hash.update(block.value)
    yield { name: `${name}/${String(part).padStart(6, '0')}.copy`, data: block.value }
  }
}
