import { statement, type Transaction } from '../server/database.ts'

// once for each: marked and told in one statement, so that running it again tells nobody twice
const late = statement(`with late as (update conflict set noticed_at = $1
    where decided_at is null and noticed_at is null and due_at <= $1 returning case_id)
  insert into alert (id, organisation_id, site_id, kind, level, case_id, at)
  select gen_random_uuid(), c.organisation_id, c.site_id, 'case.decision_late', 100, c.id, $1
  from (select distinct case_id from late) l join case_file c on c.id = l.case_id`)
const heldLate = statement('select sweep_held($1)')
const forget = statement(`update held_command set wrapped = null, ciphertext = ''
  where state <> 'held' and case_id is null and wrapped is not null and settled_at < $1::timestamptz - interval '1 year'`)

/**
 * Tells whoever supervises the office that a decision was not taken in time, or that what is held still waits, and its
 * author before them. Runs as the worker, who sees no value.
 */
export async function sweepDecisions(tx: Transaction, now: string): Promise<void> {
  await tx.run(late, [now])
  await tx.run(heldLate, [now])
}

/** What was held about no case and settled a year ago keeps its line; what was typed goes. What is about a case goes with it. */
export async function forgetHeld(tx: Transaction, now: string): Promise<void> {
  await tx.run(forget, [now])
}
