import type { Answer, Circumstances, Decision } from '../actions/action.ts'
import type { Caller, DoorKeeper } from '../actions/callers.store.ts'
import { type DeviceSteps, perform } from '../actions/perform.store.ts'
import { type Refusal, refuse } from '../basics/refusal.ts'
import { dayOf } from '../places/calendar.ts'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import { statement } from '../server/database.ts'
import { decideMerged } from './decide-merged.store.ts'
import { hold } from './hold-command.store.ts'
import { drawnFrom } from './drawn.ts'
import { lift } from './lift.ts'
import type { Given } from './merge.ts'
import { worksOffline } from './offline-actions.ts'
import type { RetryAnswer, SentCommand, Stamp } from './protocol.ts'
import { datedAsWritten, withoutTomorrow } from './settle-merge.ts'
import { clampStamp } from './stamps.ts'

const takeTurn = statement('select verdict, last from take_turn($1, $2, $3, $4, $5)')

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
      const { decision, outcome } = await decideMerged(tx, found, known, given, theirs, {
        from: { ...from, at },
        caseId,
        commandId: command.id,
        reference: door.reference,
        writtenAt,
      })
      return { decision: dated(decision), outcome }
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
