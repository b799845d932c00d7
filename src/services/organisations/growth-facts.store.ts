import { camel } from '../../records/names.ts'
import type { GrowthFacts } from '../../records/organisation-knowledge.ts'
import { statement, type Transaction } from '../../server/database.ts'
import { coreServices } from './growth.ts'

const facts = statement('select * from growth_facts($1, $2)')

/** Counts of one governorate; the same for deciding and for showing. Nothing for whoever may not watch it grow. */
export async function growthFacts(tx: Transaction, placeCode: string): Promise<GrowthFacts | undefined> {
  const row = await tx.row<object>(facts, [placeCode, coreServices])
  return row === undefined ? undefined : camel<GrowthFacts>(row)
}
