import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'

/** A second person reads a version and lets it out, or gives it back with what to mend. Never one's own. */
export const decideInformation = action({
  name: 'information.decide',
  input: z.strictObject({
    informationId: id,
    entryId: id,
    publish: z.boolean(),
    /** Needed where it is given back. */
    remark: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { informationOf: ({ entryId }) => entryId, keepsInformation: () => 'me' },
  decide({ informationOf, keepsInformation }, { informationId, publish, remark }, { who, now }) {
    if (!keepsInformation) refuse('permission.missing')
    const asked = informationOf.find(({ id: known }) => known === informationId)
    if (asked === undefined) refuse('information.not_found')
    if (asked.state !== 'waiting') refuse('information.settled')
    if (asked.writtenBy === who.accountId) refuse('information.own')
    if (!publish && remark === undefined) refuse('input.invalid', { field: 'remark', problem: 'missing' })
    const shown = publish ? informationOf.filter(({ state }) => state === 'published') : []
    return {
      changes: [
        ...shown.map((old) => ({
          op: 'update' as const,
          table: 'information' as const,
          key: old.id,
          set: { state: 'replaced', endedBy: who.accountId, endedAt: now },
        })),
        {
          op: 'update',
          table: 'information',
          key: informationId,
          set: {
            state: publish ? 'published' : 'returned',
            decidedBy: who.accountId,
            decidedAt: now,
            remark: remark ?? null,
          },
        },
      ],
      result: { state: publish ? 'published' : 'returned' },
      audit: { informationId, publish },
    }
  },
})
