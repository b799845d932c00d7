import type { CaseFactsAnswer } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const facts =
  statement(`select f.household_types as "householdTypes", coalesce(f.avoid, '{}') as avoid, f.health_summary as "healthSummary",
    f.changed_at as "changedAt" from case_file c left join case_fact f on f.case_id = c.id where c.id = $1`)
const team = statement(
  'select account_id as "accountId", display_name as "displayName", relation, since from team_of($1)',
)

/** Facts and team of a case; the reading leaves its line. Out of sight is `undefined`. */
export async function readFacts(tx: Transaction, caseId: string): Promise<CaseFactsAnswer | undefined> {
  const [found, helpers] = await Promise.all([
    tx.row<Omit<CaseFactsAnswer, 'team'>>(facts, [caseId]),
    tx.rows<NonNullable<CaseFactsAnswer['team']>[number]>(team, [caseId]),
    auditRead(tx, { act: 'read.case_facts', rootKind: 'case', rootId: caseId, class: 3 }),
  ])
  return found && { ...found, team: helpers }
}
