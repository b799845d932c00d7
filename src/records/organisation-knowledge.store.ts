import { growthFacts } from '../services/organisations/growth-facts.store.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { camel } from './names.ts'
import type { OrganisationKnowledge } from './organisation-knowledge.ts'
import type { GrowthRow, GrowthTickRow, OrganisationRow, OrganisationStepRow } from './rows.ts'

const sql = {
  keeps: statement('select me_sits_on_committee() as keeps'),
  organisation: statement('select * from organisation where id = $1 and me_sits_on_committee()'),
  steps: statement('select * from organisation_step where organisation_id = $1 order by recorded_at, id'),
  lastBy: statement(
    'select account_id from organisation_event where organisation_id = $1 order by at desc, id desc limit 1',
  ),
  standing: statement('select open_cases from standing_of($1)'),
  growth: statement('select * from growth where place_code = $1'),
  ticks: statement('select * from growth_tick where place_code = $1 order by at, id'),
  governorate: statement('select code from place where code = $1 and level = 1'),
}

async function rows<T>(found: Promise<object[]>): Promise<T[]> {
  return (await found).map((row) => camel<T>(row))
}

export const organisationLoaders: {
  readonly [K in keyof OrganisationKnowledge]: (
    tx: Transaction,
    id: string,
  ) => Promise<OrganisationKnowledge[K]>
} = {
  sitsOnCommittee: async (tx) => (await tx.row<{ keeps: boolean }>(sql.keeps))?.keeps === true,
  provider: async (tx, id) => {
    const [[organisation], steps, last, standing] = await Promise.all([
      rows<OrganisationRow>(tx.rows(sql.organisation, [id])),
      rows<OrganisationStepRow>(tx.rows(sql.steps, [id])),
      tx.row<{ account_id: string | null }>(sql.lastBy, [id]),
      tx.row<{ open_cases: number }>(sql.standing, [id]),
    ])
    return organisation === undefined
      ? undefined
      : { ...organisation, steps, lastBy: last?.account_id ?? null, openCases: standing?.open_cases ?? 0 }
  },
  growth: async (tx, placeCode) => {
    const [[row], ticks, facts] = await Promise.all([
      rows<GrowthRow>(tx.rows(sql.growth, [placeCode])),
      rows<GrowthTickRow>(tx.rows(sql.ticks, [placeCode])),
      growthFacts(tx, placeCode),
    ])
    return row === undefined || facts === undefined ? undefined : { row, ticks, facts }
  },
  governorate: (tx, placeCode) => tx.row<{ code: string }>(sql.governorate, [placeCode]),
}
