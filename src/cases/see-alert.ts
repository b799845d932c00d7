import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'

/** Read and understood. Whose alert it is, the row policy decides. */
export const seeAlert = action({
  name: 'alert.seen',
  input: z.strictObject({ alertId: id }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { alertId }, { now }) {
    return {
      changes: [{ op: 'update', table: 'alert', key: alertId, set: { seenAt: now } }],
      result: { alertId, seenAt: now },
    }
  },
})
