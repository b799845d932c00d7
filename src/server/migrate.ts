import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseAddress } from './database-address.ts'
import { type OwnerSession, openOwner, quoteName } from './database-owner.ts'
import { currentUser, ensurePasswords, ensureRoles, loginRoles, withDefiner } from './roles.ts'
import { addTrigrams, connectProblem, databaseName, refuseOtherServers } from './migrate-server.ts'
import { StartProblem } from './start-problem.ts'

export interface MigrateOptions {
  /** Numbered files `0001_name.sql`, each applied once and never changed again. */
  readonly folder: string
  /** Files that re-create policies and functions whole; run together whenever any of them or a migration changed. */
  readonly policiesFolder: string
  /** The passwords of the login roles are derived from it. */
  readonly secret: string
  readonly log: (line: string) => void
  /**
   * Only these migrations and no policies, for loading a backup that was made with them: nobody but the owner can read
   * the tables then, and no trigger looks at the rows. A second call without it brings the rest.
   */
  readonly onlyThese?: readonly { readonly name: string; readonly checksum: string }[] | undefined
}

/** What was done; nothing is `{ applied: [], policies: false }`. */
export interface Migrated {
  readonly applied: readonly string[]
  readonly policies: boolean
}

interface SqlFile {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

// Any number no other program on the same database is likely to lock.
const migrationLock = 4_714_250_117

/**
 * Brings the database of `owner` to this version: roles, migrations, policies. Safe with several processes at once:
 * one works, the others wait and find nothing to do. `:owner` and `:database` in SQL files stand for those names,
 * quoted. Needs a direct connection (not a pooler). Throws StartProblem with what to do.
 */
export async function migrate(owner: DatabaseAddress, options: MigrateOptions): Promise<Migrated> {
  const files = await sqlFiles(options.folder)
  if (options.onlyThese) refuseForeignHistory(options.onlyThese, files)
  const migrations = files.slice(0, options.onlyThese?.length)
  const policies = await sqlFiles(options.policiesFolder)
  const connection = await openOwner(owner).catch((error: unknown) => {
    throw connectProblem(owner, error)
  })
  const work = async (session: OwnerSession): Promise<Migrated> => {
    await refuseOtherServers(session)
    await ensureRoles(session, options.secret)
    await session.rows('select pg_advisory_lock($1)', [migrationLock])
    // The lock ends with the connection, also when something fails.
    const done = await bringUp(
      session,
      migrations,
      options.onlyThese === undefined ? policies : null,
      options.log,
    )
    await ensurePasswords(session, owner, options.secret, options.log)
    return done
  }
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

async function bringUp(
  session: OwnerSession,
  migrations: readonly SqlFile[],
  policies: readonly SqlFile[] | null,
  log: MigrateOptions['log'],
): Promise<Migrated> {
  await ensureLedger(session)
  const ledger = await session.rows<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by name',
  )
  const applied = ledger.filter(({ name }) => name !== policiesName)
  refuseForeignHistory(applied, migrations)

  const names = {
    owner: quoteName(await currentUser(session)),
    database: quoteName(await databaseName(session)),
  }
  const fresh = migrations.slice(applied.length)
  for (const file of fresh) {
    await withDefiner(session, async () => {
      await runFile(session, file, names)
      await note(session, file.name, file.checksum)
    })
    log(`Database: ${file.name}`)
  }

  if (policies === null) return { applied: fresh.map((file) => file.name), policies: false }
  // Policies name the migrated tables, so they are also renewed after every migration.
  const checksum = checksumOf(
    [...migrations, ...policies].map((file) => `${file.name} ${file.checksum}`).join('\n'),
  )
  if (ledger.some((row) => row.name === policiesName && row.checksum === checksum))
    return { applied: [], policies: false }
  await withDefiner(session, async () => {
    for (const file of policies) await runFile(session, file, names)
    await note(session, policiesName, checksum)
  })
  return { applied: fresh.map((file) => file.name), policies: true }
}

const policiesName = 'policies'

/** The ledger itself, and the ground rules of the database: nothing for PUBLIC, usage for the roles, trigram search. */
async function ensureLedger(session: OwnerSession): Promise<void> {
  const [ledger] = await session.rows<{ there: boolean }>(
    `select to_regclass('public.schema_migration') is not null as there`,
  )
  if (ledger?.there) return
  const owner = quoteName(await currentUser(session))
  const database = quoteName(await databaseName(session))
  const roles = [...loginRoles, 'ihala_definer'].join(', ')
  await addTrigrams(session)
  await session.transaction(() =>
    session.script(`
      revoke all on database ${database} from public;
      grant connect on database ${database} to ${loginRoles.join(', ')};
      revoke all on schema public from public;
      grant usage on schema public to ${roles};
      create table public.schema_migration (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      );
      alter table public.schema_migration enable row level security;
      alter table public.schema_migration force row level security;
      create policy owner_keeps on public.schema_migration to ${owner} using (true) with check (true);
    `),
  )
}

function refuseForeignHistory(
  applied: readonly { name: string; checksum: string }[],
  files: readonly SqlFile[],
): void {
  for (const [index, { name, checksum }] of applied.entries()) {
    const file = files[index]
    if (!file)
      throw new StartProblem(
        `This database was last used by a newer Ihala (it has ${name}). Install that version or a later one; going back needs a backup.`,
      )
    if (file.name !== name)
      throw new StartProblem(
        `The migration ${name} was applied to this database but its file is missing (found ${file.name}).`,
      )
    if (file.checksum !== checksum)
      throw new StartProblem(
        `The migration ${name} was changed after it had been applied. Restore the file and put the change into a new one.`,
      )
  }
}

async function sqlFiles(folder: string): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      // A checkout with other line ends is the same migration.
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { name, text, checksum: checksumOf(text) }
    }),
  )
}

async function runFile(
  session: OwnerSession,
  file: SqlFile,
  names: { owner: string; database: string },
): Promise<void> {
  const sql = file.text.replace(
    /(?<![:\w]):(owner|database)\b/g,
    (_, which: 'owner' | 'database') => names[which],
  )
  try {
    await session.script(sql)
  } catch (error) {
    throw new Error(
      `${file.name}${lineOf(sql, error)}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

function lineOf(sql: string, error: unknown): string {
  if (!(error instanceof Error) || !('position' in error) || typeof error.position !== 'string') return ''
  return ` line ${sql.slice(0, Number(error.position)).split('\n').length}`
}

async function note(session: OwnerSession, name: string, checksum: string): Promise<void> {
  await session.rows(
    `insert into schema_migration (name, checksum) values ($1, $2)
      on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
    [name, checksum],
  )
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
