import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { parseCode } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'

/** One case is kept as it is, whatever its time: by the officer of data protection with a lawyer (DP-75). */
export const placeHold = action({
  name: 'hold.place',
  input: z.strictObject({
    holdId: id,
    /** As it is spoken: the officer sees no case. */
    code: line(40),
    reason: text(1000),
    lawyer: line(160),
  }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { holdId, code, reason, lawyer }) {
    const found = parseCode(code) ?? refuse('case.not_found')
    return {
      changes: [
        {
          op: 'call',
          function: 'place_hold',
          args: [holdId, found, reason, lawyer],
          otherwise: 'case.not_found',
        },
      ],
      result: { holdId },
      audit: { holdId },
    }
  },
})

export const liftHold = action({
  name: 'hold.lift',
  input: z.strictObject({ holdId: id }),
  root: { kind: 'none' },
  needs: { legalHold: ({ holdId }) => holdId },
  decide({ legalHold }, { holdId }, { who, now }) {
    if (legalHold === undefined) refuse('desk.not_found')
    if (legalHold.liftedAt !== null) return { changes: [], result: { holdId } }
    return {
      changes: [
        {
          op: 'update',
          table: 'legal_hold',
          key: holdId,
          set: { liftedAt: now, liftedBy: who.accountId },
        },
      ],
      result: { holdId },
      audit: { holdId },
    }
  },
})

/** Signs a list that was read: the job then takes out of its cases what tells who they are about. */
export const approveRetention = action({
  name: 'retention.approve',
  input: z.strictObject({ listId: id }),
  root: { kind: 'none' },
  needs: { retentionList: ({ listId }) => listId },
  decide({ retentionList }, { listId }, { who, now }) {
    if (retentionList === undefined) refuse('desk.not_found')
    if (retentionList.approvedAt !== null) refuse('desk.answered')
    return {
      changes: [
        {
          op: 'update',
          table: 'retention_list',
          key: listId,
          set: { approvedAt: now, approvedBy: who.accountId },
        },
      ],
      result: { listId },
      audit: { listId },
    }
  },
})
