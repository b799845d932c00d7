import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { mayArrangeFor } from './delegation-rules.ts'

/** Back sooner, or it cannot go on: by the absent one, by whoever stands in, or by a supervisor. It ends at once. */
export const endDelegation = action({
  name: 'delegation.end',
  input: z.strictObject({ delegationId: id }),
  root: { kind: 'none' },
  needs: { delegation: ({ delegationId }) => delegationId },
  decide({ delegation }, { delegationId }, { who, now }) {
    if (!delegation) refuse('delegation.not_found')
    const { absent, toAccountId } = delegation
    if (toAccountId !== who.accountId && !mayArrangeFor(absent, who)) refuse('delegation.not_found')
    if (delegation.endedAt !== null) refuse('delegation.over')
    return {
      changes: [
        {
          op: 'update',
          table: 'delegation',
          key: delegationId,
          set: { endedAt: now, endedBy: who.accountId },
        },
      ],
      result: { delegationId },
      audit: { fromAccountId: delegation.fromAccountId, toAccountId },
    }
  },
})
