import type { Action, Answer, Circumstances, Decision } from '../actions/action.ts'
import type { Caller, DoorKeeper } from '../actions/callers.store.ts'
import { type DeviceSteps, perform } from '../actions/perform.store.ts'
import { type Refusal, refuse } from '../basics/refusal.ts'
import { dayOf } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { CaseRow, Json } from '../records/rows.ts'
import { statement, type Transaction } from '../server/database.ts'
import { type ActionRules, conflictRules } from './conflict-rules.ts'
import { hold } from './hold-command.store.ts'
import { drawnFrom } from './drawn.ts'
import { lift } from './lift.ts'
import { type Given, type MarkedRow, merge, type Merging, unseenMark } from './merge.ts'
import { worksOffline } from './offline-actions.ts'
import type { RetryAnswer, SentCommand, Stamp } from './protocol.ts'
import { besides, datedAsWritten, withoutTomorrow } from './settle-merge.ts'
import { clampStamp } from './stamps.ts'

const takeTurn = statement('select verdict, last from take_turn($1, $2, $3, $4, $5)')
// the story tells what stood in a field before it was corrected
const correctedSince = statement(`select kind, detail from case_event where case_id = $1 and rev > $2
  and kind in ('person.correct', 'person.set_contact_safety', 'case.correct') order by rev, at`)
const withdrawnSince =
  statement(`select 1 as found from consent_withdrawal w join consent c on c.id = w.consent_id
  where c.case_id = $1 and c.recipient_id = $2 and w.rev > $3 and w.entered_by <> me_account()`)

/** Not now: nothing was kept, and the same command is right again later. */
class NotNow extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/**
 * Performs what a device wrote, in the turn of its number and with the rules for what somebody else wrote meanwhile. A
 * refusal for good keeps the command whole (`quarantined`), unless its author is still at the form. Throws a refusal
 * that concerns the request itself: no session, or a device that is not the caller's.
 */
export async function performFromDevice(
  door: DoorKeeper,
  caller: Caller,
  command: SentCommand,
  signal?: AbortSignal,
): Promise<Answer | RetryAnswer> {
  const { from } = command
  const nowMs = Date.parse(door.circumstances(nobody).now)
  const { wasAhead, ...at } = clampStamp(from.at, nowMs)
  const today = dayOf(new Date(nowMs).toISOString(), iraqCalendarRules)
  const lifted = lift(command.name, from.version, command.input)
  const steps = stepsOf(door, command, {
    at,
    input: wasAhead ? withoutTomorrow(lifted, today) : lifted,
    writtenAt: new Date(Math.min(at.ms, nowMs)).toISOString(),
    now: new Date(nowMs).toISOString(),
  })
  try {
    return await perform(door, caller, command, signal, steps)
  } catch (error) {
    if (!(error instanceof NotNow)) throw error
    return { id: command.id, outcome: 'retry', refusal: { code: error.code } }
  }
}

/** Asking the clock takes nobody in particular. */
const nobody = {
  kind: 'visitor',
  accountId: '',
  organisationId: '',
  displayName: '',
  login: '',
  locale: 'ar',
  roles: [],
  sites: [],
  supervisedSites: [],
  sessionId: '',
  mustChangePassword: false,
} as const

function stepsOf(
  door: DoorKeeper,
  command: SentCommand,
  {
    at,
    input: understood,
    writtenAt,
    now,
  }: { readonly at: Stamp; readonly input: unknown; readonly writtenAt: string; readonly now: string },
): DeviceSteps {
  const { from } = command
  let isRevoked = false
  let rounds = 0
  return {
    input: understood,
    begin: async (tx) => {
      const turn = await tx.row<{ verdict: string | null; last: string | null }>(takeTurn, [
        from.device,
        from.n,
        from.skips ?? [],
        at.ms,
        at.c,
      ])
      if (turn?.verdict === 'gap') throw new NotNow('device.number_missing')
      if (turn?.verdict == null || turn.verdict === 'unknown') refuse('device.unknown')
      isRevoked = turn.verdict === 'revoked'
    },
    check: () => {
      if (isRevoked) refuse('device.revoked')
      if (!worksOffline(command.name)) refuse('device.needs_network', { action: command.name })
    },
    decide: async (tx, found, known, input, circumstances, caseId) => {
      const given = input as Given
      const theirs = { ...circumstances, ...drawn(command, rounds++), writtenAt }
      const dated = (decision: Decision): Decision => ({
        ...decision,
        changes: datedAsWritten(decision.changes, given, theirs.today, dayOf(writtenAt, iraqCalendarRules)),
      })
      if (found.name === 'consent.record') await refuseIfWithdrawn(tx, given, from.seen)
      const rules = conflictRules[found.name]
      const file = caseOf(known)
      if (rules === undefined || file === undefined || caseId === null)
        return { decision: dated(found.decide(known, input, theirs)), outcome: 'applied' }
      const merging = await mergingOf(tx, found, rules, known, given, { ...from, at }, caseId, theirs.today)
      if (merging === null) return { decision: dated(found.decide(known, input, theirs)), outcome: 'applied' }
      const merged = merge(merging)
      const decision = merged.input === null ? { changes: [] } : found.decide(known, merged.input, theirs)
      const also = besides(
        merged,
        {
          commandId: command.id,
          action: found.name,
          file,
          needId: known.need?.id ?? null,
          reference: door.reference,
          writtenAt,
        },
        theirs,
      )
      return {
        decision: dated({ ...decision, changes: [...decision.changes, ...also] }),
        outcome: merged.outcome,
      }
    },
    refused: (refusal, found) => {
      if (isPassing(refusal)) throw new NotNow(refusal.code)
      if (from.attended === true && refusal.code !== 'device.revoked') return null
      return (tx) => hold(tx, door, command, { refusal, found, understood, writtenAt, now })
    },
  }
}

/** Codes that are told to people at once: the device has shown them. What must stay secret is never drawn from an id. */
const showsCodes: readonly string[] = ['case.open', 'referral.draft']

/** Ids and codes as the device gave them; a code that was taken meanwhile is drawn anew. */
function drawn({ id, name }: SentCommand, round: number): Partial<Circumstances> {
  const { newId, random } = drawnFrom(id)
  return round === 0 && showsCodes.includes(name) ? { newId, random } : { newId }
}

/** What is done already, or will be right later: nothing of it is for good. */
function isPassing(refusal: Refusal): boolean {
  return refusal.status >= 500 || refusal.code === 'password.must_change'
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
