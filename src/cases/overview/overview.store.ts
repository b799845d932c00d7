import type { OverviewAnswer } from '../../records/answers.ts'
import type { Transaction } from '../../server/database.ts'
import { statement } from '../../server/database.ts'

const counts = statement('select part, site_id as "siteId", sector, count from overview_counts()')
const sites = statement(
  `select id, names from site where id = any ((select me_sites())::uuid[]) and active order by names->>'ar', id`,
)

interface Counted {
  readonly part: 'site' | 'sector'
  readonly siteId: string | null
  readonly sector: string | null
  readonly count: number
}

/** What is counted is decided in the database, small cells and all: this only gives it names. */
export async function readOverview(tx: Transaction): Promise<OverviewAnswer> {
  const [counted, offices] = await Promise.all([
    tx.rows<Counted>(counts),
    tx.rows<Pick<OverviewAnswer['sites'][number], 'id' | 'names'>>(sites),
  ])
  return {
    sites: offices.map((site) => ({
      ...site,
      openCases: counted.find(({ part, siteId }) => part === 'site' && siteId === site.id)?.count ?? null,
    })),
    sectors: counted.flatMap(({ part, sector, count }) =>
      part === 'sector' && sector !== null ? [{ sector, openNeeds: count }] : [],
    ),
  }
}
