import type { CopySession } from './database-copy.ts'
import { type OwnerSession, quoteName } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

const broken = 'Ihala: a restore was begun here and has not ended'

/** Said on the database itself, so that it outlives the process; whoever wants to start reads it. */
export async function mark(owner: CopySession): Promise<void> {
  await comment(owner, `'${broken}'`)
}

export async function unmark(owner: CopySession): Promise<void> {
  await comment(owner, 'null')
}

async function comment(owner: CopySession, text: string): Promise<void> {
  const [database] = await owner.rows<{ name: string }>('select current_database() as name')
  await owner.script(`comment on database ${quoteName(database?.name ?? '')} is ${text}`)
}

async function isMarked(owner: CopySession | OwnerSession): Promise<boolean> {
  const [found] = await owner.rows<{ said: string | null }>(
    `select shobj_description(oid, 'pg_database') as said from pg_database where datname = current_database()`,
  )
  return found?.said === broken
}

/** Half a restore is no database to work on, and an empty one would get the demo. */
export async function refuseHalfRestored(owner: OwnerSession): Promise<void> {
  if (await isMarked(owner))
    throw new StartProblem(
      'A restore into this database was broken off. Run it again: npx ihala restore <file>. Until then it does not start.',
    )
}

/** Filled by a start on an empty database; a restore replaces it. */
const shipped = [
  'schema_migration',
  'place',
  'holiday',
  'programme',
  'reference_data',
  'sync_epoch',
  'information',
]

/** A place without rows of anybody's work, that nobody is connected to; or one where a restore was broken off. */
export async function refuseUnlessEmpty(owner: CopySession): Promise<void> {
  const [others] = await owner.rows<{ count: number }>(
    'select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  if ((others?.count ?? 0) > 0)
    throw new StartProblem(
      'Somebody is connected to this database: stop every Ihala that uses it, then restore.',
    )
  if (await isMarked(owner)) return
  const tables = await owner.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const ours = tables.length === 0 || tables.some(({ name }) => name === 'schema_migration')
  await owner.script("begin read only; select set_config('ihala.kind', 'loader', true)")
  for (const { name } of tables.filter((table) => !shipped.includes(table.name))) {
    const [row] = ours ? await owner.rows(`select 1 from public.${quoteName(name)} limit 1`) : [name]
    if (row !== undefined)
      throw new StartProblem(
        'This place is not empty, and a restore never overwrites anything. Set IHALA_DATA to a new folder, or DATABASE_URL to a new database.',
      )
  }
  await owner.script('commit')
}

/** Back to a database without any table. Called only where {@link refuseUnlessEmpty} passed, or on what a failed restore wrote. */
export async function reset(owner: CopySession): Promise<void> {
  await owner.script('drop schema if exists public cascade; create schema public')
}
