import { Refusal, refuse } from '../basics/refusal.ts'
import { isPermission, mayPerform, needsFreshProof } from '../permissions/permissions.ts'
import type { Who } from '../permissions/who.ts'
import type { Knowledge } from '../records/knowledge.ts'
import { lookUp } from '../records/knowledge.store.ts'
import { writeChanges } from '../records/writer.store.ts'
import { isRetryable, statement, type Transaction } from '../server/database.ts'
import { requireFreshProof } from '../server/fresh-proof.ts'
import type { Action, Answer, Circumstances, Command, Decision, Root } from './action.ts'
import { as, type Caller, type DoorKeeper } from './callers.store.ts'
import { isIdTaken, isPassing, refusalOf } from './database-refusal.ts'
import { AlreadyAnswered, hashOf, keepLine, replay } from './ledger.store.ts'
import { actions } from './list.ts'
import { parseInput } from './parse-input.ts'
import { prepare } from './prepare.store.ts'

const raise: { readonly [K in Root<never>['kind']]?: ReturnType<typeof statement> } = {
  case: statement('select touch_case($1) as rev, $1::uuid as case_id'),
  referral: statement('select touch_case_of_referral($1) as rev'),
  conference: statement('select touch_case_of_conference($1) as rev'),
  link: statement('select touch_case_of_referral(referral_id) as rev from referral_link where id = $1'),
  ...Object.fromEntries(
    ['need', 'consent', 'note', 'task', 'case_member'].map((table) => [
      table,
      statement(`select touch_case(case_id) as rev, case_id from ${table} where id = $1`),
    ]),
  ),
}
const settle = statement('select settle_touched()')
const settleHeld = statement('select settle_held($1, $2, $3) as done')

/** What a command adds to being performed whose author may not have seen all: of a device, or of a page that says what it showed (src/sync/perform-from-device.store.ts, perform-seen.store.ts). */
export interface DeviceSteps {
  /** What was typed, as today's action understands it; the id remembers what came. */
  readonly input: unknown
  /** Before anything else of a transaction leaves. */
  readonly begin: (tx: Transaction) => Promise<void>
  /** Once what was answered before is out of the way; refuses what a device may not ask for. */
  readonly check: () => void
  readonly decide: (
    tx: Transaction,
    found: Action,
    known: Knowledge,
    input: unknown,
    circumstances: Circumstances,
    caseId: string | null,
  ) => Promise<{ readonly decision: Decision; readonly outcome: Answer['outcome'] }>
  /** The answer that is kept instead of a refusal; null: the refusal itself. Throws what is not for good. */
  readonly refused: (
    refusal: Refusal,
    found: Action | undefined,
  ) => ((tx: Transaction, who: Who) => Promise<Answer>) | null
}

/**
 * Performs one action in one transaction: permission, input, what is known, decision, rows, summary, ledger, audit.
 * The same id with the same content answers as before. Throws a {@link Refusal} only for what concerns the request
 * itself: no session, the id used with other content, the database away.
 */
export async function perform(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  signal?: AbortSignal,
  steps?: DeviceSteps,
): Promise<Answer> {
  const inputHash = hashOf(door.secret, command)
  const found = isPermission(command.name) ? actions.get(command.name) : undefined
  let input: unknown
  let early: Refusal | undefined
  if (found === undefined) early = new Refusal('action.unknown')
  else {
    try {
      input = parseInput(found, steps ? steps.input : command.input)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      early = error
    }
  }
  for (let round = 0; ; round++) {
    try {
      if (early !== undefined) throw early
      return await attempt(door, caller, command, inputHash, found as Action, input, signal, steps)
    } catch (error) {
      if (error instanceof AlreadyAnswered) return error.answer
      if (isRetryable(error) && round < 3) continue
      const refusal = refusalOf(error)
      if (refusal === undefined) {
        if (isPassing(error) && round < 3) continue
        if (isIdTaken(error)) refuse('action.id_taken')
        throw error
      }
      if (aboutTheRequest.has(refusal.code)) throw refusal
      return await keepRefusal(door, caller, command, inputHash, refusal, signal, steps, found)
    }
  }
}

const aboutTheRequest = new Set([
  'session.required',
  'session.locked',
  'session.not_fresh',
  'action.id_taken',
  'device.unknown',
  'server.unavailable',
  'server.disk_full',
  'link.unknown',
  'link.wrong_word',
  'link.used',
])

async function attempt(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  inputHash: Buffer,
  found: Action,
  input: unknown,
  signal: AbortSignal | undefined,
  steps: DeviceSteps | undefined,
): Promise<Answer> {
  return as(
    door,
    caller,
    async (tx, identity) => {
      const root: Root<unknown> = found.root
      const turn = steps?.begin(tx)
      turn?.catch(() => {})
      const seen = replay(tx, command, inputHash)
      seen.catch(() => {})
      const raised =
        root.kind === 'none' || root.kind === 'new_case'
          ? undefined
          : tx.row<{ rev: number | null; case_id?: string }>(
              raise[root.kind] as ReturnType<typeof statement>,
              [root.id(input)],
            )
      const known = lookUp(tx, found.needs, input, door.reference)
      known.catch(() => {})
      raised?.catch(() => {})
      const who = await identity
      await turn
      await seen
      steps?.check()
      if (!mayPerform(who, found.name)) refuse('permission.missing', { action: found.name })
      if (who.mustChangePassword) refuse('password.must_change')
      if (needsFreshProof(found.name)) await requireFreshProof(tx, who)
      const prepared = await prepare(found.name, input, { tx, who, masterKeys: door.masterKeys })
      const circumstances = door.circumstances(who)
      const rootId = root.kind === 'none' ? null : root.id(input)
      const knowledge = (await known) as Knowledge
      const { decision, outcome } = steps
        ? await steps.decide(tx, found, knowledge, prepared, circumstances, (await raised)?.case_id ?? rootId)
        : { decision: found.decide(knowledge, prepared, circumstances), outcome: 'applied' as const }
      const rooted = await raised
      const written = writeChanges(tx, decision.changes)
      if (rooted !== undefined) void tx.row(settle)
      const answer: Answer = {
        id: command.id,
        outcome,
        ...(decision.result === undefined ? {} : { result: decision.result }),
      }
      const rootKind = root.kind === 'none' ? null : root.kind
      const audited = rooted?.case_id ?? rootId
      const kept = keepLine(tx, who, command, inputHash, answer, rootKind, audited, decision.audit)
      // the rows first: a ledger line that failed after them only says that they had failed
      await written
      if (command.instead !== undefined) await settleHeldBy(tx, command.instead, command)
      await kept
      return answer
    },
    signal,
  )
}

/** In the same transaction: what was held is done, or this is not. */
async function settleHeldBy(tx: Transaction, heldId: string, { id, name }: Command): Promise<void> {
  const settled = await tx.row<{ done: boolean }>(settleHeld, [heldId, name, id])
  if (settled?.done !== true) refuse('held.not_found')
}

/** A refusal is an answer too: kept under its id, so that a device that asks again hears the same. */
async function keepRefusal(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  inputHash: Buffer,
  refusal: Refusal,
  signal: AbortSignal | undefined,
  steps: DeviceSteps | undefined,
  found: Action | undefined,
): Promise<Answer> {
  const refused: Answer = {
    id: command.id,
    outcome: 'refused',
    refusal: { code: refusal.code, message: '', details: refusal.details },
  }
  const instead = steps?.refused(refusal, found) ?? null
  for (let round = 0; ; round++) {
    try {
      return await as(
        door,
        caller,
        async (tx, identity) => {
          const turn = steps?.begin(tx)
          turn?.catch(() => {})
          const seen = replay(tx, command, inputHash)
          seen.catch(() => {})
          const who = await identity
          await turn
          await seen
          const answer = instead === null ? refused : await instead(tx, who)
          await keepLine(tx, who, command, inputHash, answer, null, null, { code: refusal.code })
          return answer
        },
        signal,
      )
    } catch (error) {
      if (error instanceof AlreadyAnswered) return error.answer
      if (!isIdTaken(error)) throw error
      // delivered twice at the same moment: the other's answer is there by now, unless it is somebody else's
      if (round > 0) refuse('action.id_taken')
    }
  }
}
