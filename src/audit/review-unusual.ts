import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { verdicts } from './verdicts.ts'

/**
 * The data protection officer looked into it. Whose it is, the row policy decides: nobody reviews their own. A later
 * verdict takes the place of an earlier one; the audit keeps both.
 */
export const reviewUnusual = action({
  name: 'unusual.review',
  input: z.strictObject({ unusualId: id, verdict: z.enum(verdicts) }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { unusualId, verdict }, { who, now }) {
    return {
      changes: [
        {
          op: 'update',
          table: 'unusual_access',
          key: unusualId,
          set: { verdict, reviewedBy: who.accountId, reviewedAt: now },
        },
      ],
      audit: { unusualId, verdict },
    }
  },
})
