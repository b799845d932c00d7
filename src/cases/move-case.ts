import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Programme } from '../programmes/programme.ts'
import { findMove, isOpenState, movesFrom } from '../programmes/rules.ts'
import type { Who } from '../permissions/who.ts'
import type { CaseRow } from '../records/rows.ts'
import { caseEvent, choiceOrRefuse, openCaseOrRefuse, programmeOf, waitingReferrals } from './case-rules.ts'

// These take a reason, a second person or a new episode: actions of their own.
const ownAction: Readonly<Record<string, string>> = {
  closing: 'case.close',
  closed: 'case.close',
  reopened: 'case.reopen',
}
// Ends that need no closing, and the reason each stands for.
const endReasons: Readonly<Record<string, string>> = {
  deceased: 'deceased',
  transferred: 'moved_transferred',
}

/** The next step of the procedure, as the programme knows it; or an end of the work that nobody chose (a death, a transfer). */
export const moveCase = action({
  name: 'case.move',
  input: z.strictObject({ caseId: id, to: code }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, siblings: ({ caseId }) => caseId },
  decide({ reference, case: known, siblings }, { caseId, to }, circumstances) {
    const file = openCaseOrRefuse(known)
    if (file.state === to) return { changes: [], result: { state: to } }
    const programme = programmeOf(reference, file)
    moveOrRefuse(programme, file, to, circumstances.who)
    const ends = !isOpenState(programme, to)
    const waiting = waitingReferrals(siblings)
    if (to === 'transferred' && waiting.length > 0)
      refuse('case.open_referrals', {
        count: waiting.length,
        referralIds: waiting.map((referral) => referral.id),
      })
    const closureReason = endReasons[to]
    if (ends && closureReason) choiceOrRefuse(programme, 'closureReason', closureReason, 'to')
    return {
      changes: [
        {
          op: 'update',
          table: 'case_file',
          key: caseId,
          set: ends
            ? {
                state: to,
                closedAt: circumstances.now,
                closureReason: closureReason ?? null,
                pending: null,
                nextContactAt: null,
              }
            : { state: to, ...(file.pending?.kind === 'closing' ? { pending: null } : {}) },
        },
        caseEvent(file, circumstances, 'case.move', { detail: { from: file.state, to } }),
      ],
      result: { state: to },
    }
  },
})

/** Refuses a step that the programme does not have, that is an action of its own, or that is for other roles; names the steps that are open. */
export function moveOrRefuse(programme: Programme, file: CaseRow, to: string, who: Who): void {
  const open = movesFrom(programme, file.state, who.roles).map((move) => move.to)
  const ready = open.filter((state) => !Object.hasOwn(ownAction, state))
  if (Object.hasOwn(ownAction, to) || !findMove(programme, file.state, to) || !ready.includes(to))
    refuse('case.move_not_allowed', {
      from: file.state,
      to,
      allowed: ready,
      ...(ownAction[to] ? { action: ownAction[to] } : {}),
    })
}
