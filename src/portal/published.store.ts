import type { LegalYear } from '../records/answers.ts'
import { statement, type Transaction } from '../server/database.ts'

const byYear = statement('select year, received, given from legal_requests_by_year()')

/** Demands of authorities in each year, over all organisations: counts and nothing more. */
export function legalYears(tx: Transaction): Promise<LegalYear[]> {
  return tx.rows<LegalYear>(byYear)
}
