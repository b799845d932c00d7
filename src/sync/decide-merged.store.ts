import type { Action, Answer, Circumstances, Decision } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import type { Knowledge, Reference } from '../records/knowledge.ts'
import type { CaseRow, Id, Json } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'
import { type ActionRules, conflictRules } from './conflict-rules.ts'
import { type Given, type MarkedRow, merge, type Merging, unseenMark } from './merge.ts'
import { besides } from './settle-merge.ts'

// the story tells what stood in a field before it was corrected
const correctedSince = statement(`select kind, detail from case_event where case_id = $1 and rev > $2
  and kind in ('person.correct', 'person.set_contact_safety', 'case.correct') order by rev, at`)
const withdrawnSince =
  statement(`select 1 as found from consent_withdrawal w join consent c on c.id = w.consent_id
  where c.case_id = $1 and c.recipient_id = $2 and w.rev > $3 and w.entered_by <> me_account()`)

interface Writing {
  readonly from: Merging['from']
  readonly caseId: Id | null
  readonly commandId: Id
  readonly reference: Reference
  readonly writtenAt: string
}

/**
 * Decides what somebody wrote who may not have seen what others wrote since: what only they wrote goes to the action's own
 * `decide`, what both wrote goes by the rule of its field. Throws the refusals of `decide`, and consent.withdrawn_meanwhile.
 */
export async function decideMerged(
  tx: Transaction,
  found: Action,
  known: Knowledge,
  given: Given,
  circumstances: Circumstances,
  { from, caseId, commandId, reference, writtenAt }: Writing,
): Promise<{ readonly decision: Decision; readonly outcome: Answer['outcome'] }> {
  if (found.name === 'consent.record') await refuseIfWithdrawn(tx, given, from.seen)
  const asGiven = () => ({
    decision: found.decide(known, given, circumstances),
    outcome: 'applied' as const,
  })
  const rules = conflictRules[found.name]
  const file = caseOf(known)
  if (rules === undefined || file === undefined || caseId === null) return asGiven()
  const merging = await mergingOf(tx, found, rules, known, given, from, caseId, circumstances.today)
  if (merging === null) return asGiven()
  const merged = merge(merging)
  const decision = merged.input === null ? { changes: [] } : found.decide(known, merged.input, circumstances)
  const also = besides(
    merged,
    { commandId, action: found.name, file, needId: known.need?.id ?? null, reference, writtenAt },
    circumstances,
  )
  return { decision: { ...decision, changes: [...decision.changes, ...also] }, outcome: merged.outcome }
}

/** The consent of this recipient was taken back by somebody since the author saw the case: the narrower one holds. */
async function refuseIfWithdrawn(tx: Transaction, given: Given, seen: number | null): Promise<void> {
  const { caseId, organisationId } = given
  if (await tx.row(withdrawnSince, [caseId, organisationId, seen ?? 0])) refuse('consent.withdrawn_meanwhile')
}

function caseOf(known: Partial<Knowledge>): CaseRow | undefined {
  return known.case ?? known.need?.case ?? known.task?.case
}

/** Null: nobody wrote what it writes since its author saw it; the usual case, found without asking anything. */
async function mergingOf(
  tx: Transaction,
  found: Action,
  rules: ActionRules,
  known: Partial<Knowledge>,
  input: Given,
  from: Merging['from'],
  caseId: string,
  today: string,
): Promise<Merging | null> {
  const rows = {
    person: known.person as MarkedRow | undefined,
    case_file: caseOf(known) as MarkedRow | undefined,
    need: known.need as MarkedRow | undefined,
    case_fact: known.factsOfCase as MarkedRow | undefined,
    task: known.task as MarkedRow | undefined,
  }
  const unseen = rules.fields.some(
    (rule) =>
      (rules.whole === true || input[rule.field] !== undefined) &&
      unseenMark(rule, rows, from, caseId) !== undefined,
  )
  if (!unseen) return null
  const events = await tx.rows<{
    kind: string
    detail: { readonly changes?: readonly { readonly field: string; readonly from?: Json }[] }
  }>(correctedSince, [caseId, from.seen ?? 0])
  const was = new Map<string, Json>()
  for (const { kind, detail } of events)
    for (const { field, from: before } of detail.changes ?? []) {
      const key = `${kind === 'case.correct' ? 'case_file' : 'person'}.${field}`
      if (before !== undefined && !was.has(key)) was.set(key, before)
    }
  return { action: found.name, rules, input, caseId, from, rows, was, today }
}
