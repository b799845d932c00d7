import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'

/**
 * What a device wrote and nobody will do: kept with the reason, never deleted. The first of a group takes the others
 * along. By its author, or whoever supervises the office it waits in; the database asks.
 */
export const setAsideHeld = action({
  name: 'held.set_aside',
  input: z.strictObject({ heldId: id, reason: text(500) }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, { heldId, reason }) => ({
    changes: [
      { op: 'call', function: 'set_aside_held', args: [heldId, reason], otherwise: 'held.not_found' },
    ],
    result: { heldId },
    audit: { heldId },
  }),
})
