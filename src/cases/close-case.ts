import * as z from 'zod/mini'
import { type Change, type Circumstances, action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import type { Programme } from '../programmes/programme.ts'
import { findMove, movesFrom } from '../programmes/rules.ts'
import type { Who } from '../permissions/who.ts'
import type { SiblingReferral } from '../records/knowledge.ts'
import type { CaseRow, Pending } from '../records/rows.ts'
import {
  caseAlert,
  caseEvent,
  choiceOrRefuse,
  openCaseOrRefuse,
  programmeOf,
  supervises,
  waitingReferrals,
} from './case-rules.ts'

const input = z.strictObject({
  caseId: id,
  reason: code,
  /** Does the person know that the case is closed? */
  toldPerson: z.optional(z.boolean()),
  remainingNeeds: z.optional(text(1000)),
  howToReturn: z.optional(text(500)),
})

/**
 * An officer asks, a supervisor signs (SOP 6.1, step 17). A supervisor who does not lead the case closes it at once:
 * the officer's work and the supervisor's word are the two people.
 */
export const closeCase = action({
  name: 'case.close',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, siblings: ({ caseId }) => caseId },
  decide({ reference, case: known, siblings }, given, circumstances) {
    const { who, now } = circumstances
    const file = openCaseOrRefuse(known)
    const programme = programmeOf(reference, file)
    choiceOrRefuse(programme, 'closureReason', given.reason, 'reason')
    noWaitingReferrals(siblings, given.reason)
    const detail = {
      reason: given.reason,
      ...(given.toldPerson === undefined ? {} : { toldPerson: given.toldPerson }),
      ...(given.howToReturn === undefined ? {} : { howToReturn: given.howToReturn }),
    }
    const pending: Pending = {
      kind: 'closing',
      to: 'closed',
      reason: given.reason,
      by: who.accountId,
      at: now,
      ...(given.remainingNeeds === undefined ? {} : { remainingNeeds: given.remainingNeeds }),
    }
    if (closesAtOnce(file, circumstances))
      return {
        changes: [
          closed(file, pending, now),
          caseEvent(file, circumstances, 'case.close', {
            detail: { ...detail, from: file.state, to: 'closed' },
          }),
          caseAlert(file, circumstances, 'case.closed', { accountId: file.officerId }),
        ],
        result: { state: 'closed' },
      }
    const state = waitingState(programme, file, who)
    return {
      changes: [
        { op: 'update', table: 'case_file', key: file.id, set: { state, pending } },
        caseEvent(file, circumstances, 'case.close', { detail: { ...detail, from: file.state, to: state } }),
        caseAlert(file, circumstances, 'case.closing_waits', { siteId: file.siteId }),
      ],
      result: { state, pending },
    }
  },
})

function closesAtOnce(file: CaseRow, circumstances: Circumstances): boolean {
  const { accountId } = circumstances.who
  return supervises(circumstances, file) && file.officerId !== accountId && file.pending?.by !== accountId
}

/** Where the case waits for its supervisor: `closing`, or where it stands if the programme lets it close from there. */
function waitingState(programme: Programme, file: CaseRow, who: Who): string {
  if (file.state === 'closing') return file.state
  const open = movesFrom(programme, file.state, who.roles).map((move) => move.to)
  if (open.includes('closing')) return 'closing'
  if (findMove(programme, file.state, 'closed')) return file.state
  return refuse('case.move_not_allowed', { from: file.state, to: 'closing', allowed: open })
}

// Here waiting for an answer would serve nobody.
const endsEverything: readonly string[] = ['deceased', 'duplicate', 'data_deletion']

export function noWaitingReferrals(siblings: readonly SiblingReferral[], reason: string): void {
  const waiting = waitingReferrals(siblings)
  if (waiting.length > 0 && !endsEverything.includes(reason))
    refuse('case.open_referrals', {
      count: waiting.length,
      referralIds: waiting.map((referral) => referral.id),
    })
}

export function closed(file: CaseRow, asked: Pending, now: string): Change {
  return {
    op: 'update',
    table: 'case_file',
    key: file.id,
    set: {
      state: 'closed',
      closedAt: now,
      closureReason: asked.reason,
      remainingNeeds: asked.remainingNeeds ?? null,
      pending: null,
      nextContactAt: null,
    },
  }
}
