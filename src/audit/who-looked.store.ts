import type { WhoLookedAnswer } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const looked = statement('select who_looked($1, $2, $3) as found')
/** A year of a busy case; more is for the data protection officer, who has the lines themselves. */
const most = 400

/** Who looked at a case, newest first; `undefined` where there is nothing to see. The asking leaves its line. */
export async function readWhoLooked(
  tx: Transaction,
  wanted: { readonly caseId: string } | { readonly code: string },
): Promise<WhoLookedAnswer | undefined> {
  const [id, code] = 'caseId' in wanted ? [wanted.caseId, null] : [null, wanted.code]
  const row = await tx.row<{ found: Omit<WhoLookedAnswer, 'more'> | null }>(looked, [id, code, most + 1])
  if (!row?.found) return undefined
  const { looks, ...found } = row.found
  return { ...found, looks: looks.slice(0, most), more: looks.length > most }
}
