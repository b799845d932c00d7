import type { Names } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const organisations =
  statement(`select id, names, unit_kind as "unitKind", id = me_organisation() as mine from organisation
  where state <> 'exited' order by names->>'ar', id limit 2000`)

export function organisationsByKind(
  tx: Transaction,
): Promise<{ id: string; names: Names; unitKind: string; mine: boolean }[]> {
  return tx.rows(organisations)
}
