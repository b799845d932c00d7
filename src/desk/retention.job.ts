import { retentionTerms } from '../programmes/retention.ts'
import { type Database, statement } from '../server/database.ts'

const propose = statement('select propose_retention($1) as made')
const apply = statement('select apply_retention($1, $2) as done')
/** Each case is locked while it is treated: a few at a time hold nobody up. */
const mostAtOnce = 50
const programmes = JSON.stringify(retentionTerms)

/**
 * Works on the lists that were signed, then makes new ones for what has been kept long enough. Runs as the worker, who
 * sees no case. Answers the cases treated.
 */
export async function keepRetention(database: Database): Promise<number> {
  let all = 0
  for (let done = mostAtOnce; done === mostAtOnce; ) {
    done = await database.as({ kind: 'worker' }, async (tx) => {
      return (await tx.row<{ done: number }>(apply, [mostAtOnce, programmes]))?.done ?? 0
    })
    all += done
  }
  for (const terms of retentionTerms)
    await database.as({ kind: 'worker' }, (tx) => tx.run(propose, [JSON.stringify(terms)]))
  return all
}
