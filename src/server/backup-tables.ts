import type { CopySession } from './database-copy.ts'
import { quoteName } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
}

/** How a table is read whole, in an order that is the same in every database that holds the same rows. */
export interface TableReading extends TableShape {
  readonly copyOut: string
}

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly type: string
  /** Its place in the primary key, from 1; null outside it. */
  readonly key: number | null
}

/** Filled by migrations and by nothing else: its rows are in the manifest. */
const ledger = 'schema_migration'

/**
 * Every table with its columns, tables that others point to first. Throws when tables point to each other in a circle:
 * their rows could not be loaded one table after another.
 */
export async function tablesOf(session: CopySession): Promise<TableReading[]> {
  const columns = await session.rows<ColumnRow>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, array_position(i.indkey::int2[], a.attnum) + 1 as key
    from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> $1
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum`,
    [ledger],
  )
  const links = await session.rows<{ from: string; to: string }>(
    `select distinct f.relname as from, t.relname as to from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.relnamespace = 'public'::regnamespace and f.oid <> t.oid`,
  )
  const names = [...new Set(columns.map(({ table }) => table))]
  return inOrder(names, links).map((name) =>
    reading(
      name,
      columns.filter(({ table }) => table === name),
    ),
  )
}

function inOrder(
  names: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): string[] {
  const done: string[] = []
  while (done.length < names.length) {
    const next = names.filter(
      (name) => !done.includes(name) && links.every(({ from, to }) => from !== name || done.includes(to)),
    )
    if (next.length === 0)
      throw new Error(
        `these tables point to each other in a circle: ${names.filter((name) => !done.includes(name)).join(', ')}`,
      )
    done.push(...next)
  }
  return done
}

function reading(name: string, columns: readonly ColumnRow[]): TableReading {
  // A number of a transaction means something in its own database only; in another it could be that of a running one.
  const values = columns.map((column) =>
    column.type === 'xid8' ? `'3'::xid8 as ${quoteName(column.name)}` : quoteName(column.name),
  )
  const key = columns.filter((column) => column.key !== null).sort((a, b) => (a.key ?? 0) - (b.key ?? 0))
  const sorted = (key.length > 0 ? key : columns).map((column) =>
    key.length > 0 && !['text', 'character varying'].includes(column.type)
      ? quoteName(column.name)
      : // sorted alike whatever the database sorts by
        `${quoteName(column.name)}::text collate "C"`,
  )
  return {
    name,
    columns: columns.map((column) => column.name),
    copyOut: `copy (select ${values.join(', ')} from public.${quoteName(name)} order by ${sorted.join(', ')}) to stdout`,
  }
}

/** Writes what {@link TableReading.copyOut} read into a table of the same shape. */
export function copyInto({ name, columns }: TableShape): string {
  return `copy public.${quoteName(name)} (${columns.map(quoteName).join(', ')}) from stdin`
}

/**
 * Row policies filter without a word, so a backup that does not see everything looks like any other. Two checks that do
 * not depend on each other: the policies themselves are asked, here, and the owner counts every table.
 */
export async function refuseBlindness(session: CopySession): Promise<void> {
  const blind = await session.rows<{ name: string }>(
    `select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> $1 and c.relrowsecurity and (
      not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
        and 'ihala_backup'::regrole::oid = any (p.polroles) and pg_get_expr(p.polqual, p.polrelid) = 'true')
      or exists (select 1 from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('r', '*')
        and p.polroles && array['ihala_backup'::regrole::oid, 0::oid])) order by 1`,
    [ledger],
  )
  if (blind.length > 0)
    throw new StartProblem(
      `The backup may not read everything in: ${blind.map(({ name }) => name).join(', ')}. Nothing was written. Start Ihala once, which renews the policies, or report this.`,
    )
}

/** Counted by the owner in the snapshot of the backup. */
export async function countRows(
  owner: CopySession,
  snapshot: string,
  tables: readonly TableShape[],
): Promise<ReadonlyMap<string, number>> {
  await owner.script('begin isolation level repeatable read read only')
  await owner.script(`set transaction snapshot '${snapshot}'`)
  await owner.rows("select set_config('ihala.kind', 'loader', true)")
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const [row] = await owner.rows<{ rows: number }>(`select count(*) as rows from public.${quoteName(name)}`)
    counts.set(name, row?.rows ?? 0)
  }
  await owner.script('commit')
  return counts
}

export interface SequenceState {
  readonly name: string
  readonly last: string
  readonly called: boolean
}

/** Sequences know no snapshot: read after it, they are never behind the rows. Read as the owner. */
export async function sequencesOf(owner: CopySession): Promise<SequenceState[]> {
  const names = await owner.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`,
  )
  const states: SequenceState[] = []
  for (const { name } of names) {
    const [row] = await owner.rows<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from public.${quoteName(name)}`,
    )
    if (row) states.push({ name, ...row })
  }
  return states
}

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

export async function migrationsOf(owner: CopySession): Promise<AppliedMigration[]> {
  return owner.rows(
    `select name, checksum from public.schema_migration where name like '%.sql' order by name`,
  )
}
