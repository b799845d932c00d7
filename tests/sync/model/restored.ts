import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withCopy } from '../../../src/server/database-copy.ts'
import type { OwnerSession } from '../../../src/server/database-owner.ts'
import { settle } from '../../../src/server/restore-settle.ts'
import { appendRevocations, readRevocations } from '../../../src/server/revocations-file.ts'
import { writeRevocations } from '../../../src/sync/revocations.job.ts'
import type { TestHouse } from '../../support/house.ts'

/** What goes wrong on a server that is restored, planted on purpose. */
export type RestoreFault = 'nothing begins anew' | 'access is given back'

/** Filled when the database is made and the same ever after. */
const unchanging = ['schema_migration', 'place', 'holiday', 'programme', 'reference_data']

interface Table {
  readonly name: string
  /** Those that are not made of others. */
  readonly columns: string
}

/**
 * The server loses everything since a backup. The rows are put back inside the database, without the file and the
 * seconds that a real restore takes (restore-devices.test.ts walks that way); what settles afterwards is the real thing.
 */
export class Backups {
  readonly #house: TestHouse
  readonly #admin: OwnerSession
  readonly #tables: readonly Table[]
  readonly #folder: string
  #madeAt = ''

  private constructor(house: TestHouse, admin: OwnerSession, tables: readonly Table[], folder: string) {
    this.#house = house
    this.#admin = admin
    this.#tables = tables
    this.#folder = folder
  }

  static async of(house: TestHouse, admin: OwnerSession): Promise<Backups> {
    const tables = await admin.rows<Table>(
      `select c.table_name as name, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as columns
       from information_schema.columns c join pg_tables t on t.schemaname = c.table_schema and t.tablename = c.table_name
       where c.table_schema = 'public' and c.is_generated = 'NEVER' and c.table_name <> all ($1) group by 1 order by 1`,
      [unchanging],
    )
    await admin.script(
      ['create schema backup']
        .concat(
          tables.map(
            ({ name, columns }) =>
              `create table backup.${name} as select ${columns} from public.${name} with no data`,
          ),
        )
        .join(';'),
    )
    return new Backups(house, admin, tables, await mkdtemp(join(tmpdir(), 'ihala-model-')))
  }

  async make(): Promise<void> {
    this.#madeAt = new Date().toISOString()
    await this.#script(({ name, columns }) => [
      `delete from backup.${name}`,
      `insert into backup.${name} select ${columns} from public.${name}`,
    ])
  }

  async restore(fault?: RestoreFault): Promise<void> {
    const file = join(this.#folder, 'revocations')
    // as every minute: what was taken away stands in a file that outlives the database
    await this.#house.db.worker.as({ kind: 'worker' }, (tx) => writeRevocations(tx, file))
    await this.#script(({ name, columns }) => [
      `delete from public.${name}`,
      `insert into public.${name} (${columns}) overriding system value select * from backup.${name}`,
    ])
    const known = fault === 'access is given back' ? [] : await readRevocations(file)
    const { epoch } = await withCopy(this.#house.db.owner, (owner) =>
      settle(owner, this.#madeAt, false, known),
    )
    await appendRevocations(file, [{ at: new Date().toISOString(), kind: 'epoch', subject: String(epoch) }])
    if (fault !== 'nothing begins anew') return
    await this.#admin.rows('delete from sync_epoch where epoch = $1', [epoch])
    await this.#admin.rows('update case_file c set rev = b.rev from backup.case_file b where b.id = c.id')
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Rows as they are: no trigger, no key looked at. */
  async #script(ofTable: (table: Table) => readonly string[]): Promise<void> {
    const steps = this.#tables.flatMap(ofTable)
    await this.#admin.script(
      ["begin; set local session_replication_role = 'replica'", ...steps, 'commit'].join(';'),
    )
  }
}
