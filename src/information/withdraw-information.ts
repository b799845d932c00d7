import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'

/** Takes what is published away at once: what is wrong (a number that nobody answers) does not wait for a second person. */
export const withdrawInformation = action({
  name: 'information.withdraw',
  input: z.strictObject({ informationId: id, entryId: id, reason: text(1000) }),
  root: { kind: 'none' },
  needs: { informationOf: ({ entryId }) => entryId, keepsInformation: () => 'me' },
  decide({ informationOf, keepsInformation }, { informationId, reason }, { who, now }) {
    if (!keepsInformation) refuse('permission.missing')
    const asked = informationOf.find(({ id: known }) => known === informationId)
    if (asked === undefined) refuse('information.not_found')
    if (asked.state !== 'published') refuse('information.settled')
    return {
      changes: [
        {
          op: 'update',
          table: 'information',
          key: informationId,
          set: { state: 'withdrawn', remark: reason, endedBy: who.accountId, endedAt: now },
        },
      ],
      result: { state: 'withdrawn' },
      audit: { informationId },
    }
  },
})
