import * as z from 'zod/mini'
import { action, type Change } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { text } from '../../basics/text.ts'
import { conferenceEvent, conveningOrRefuse } from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

/**
 * What everybody at the table agreed on, read out before it is written down; the same words for all, so they hold no
 * more than each may hear. Whoever sat down gets them.
 */
export const agreeMinutes = action({
  name: 'conference.agree_minutes',
  input: z.strictObject({ conferenceId: id, minutes: text(1500) }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId, minutes }, circumstances) {
    const convening = conveningOrRefuse(known)
    const state = stateAfterOrRefuse(convening.conference.state, 'conference.agree_minutes')
    const seats = (known?.seats ?? []).filter(
      ({ joinedAt, endedAt }) => joinedAt !== null && endedAt === null,
    )
    return {
      changes: [
        {
          op: 'update',
          table: 'conference',
          key: conferenceId,
          set: { state, minutes, minutesAt: circumstances.now },
        },
        ...seats.map(
          (seat): Change => ({ op: 'update', table: 'conference_release', key: seat.id, set: { minutes } }),
        ),
        conferenceEvent(convening, circumstances, 'conference.agree_minutes', { count: seats.length }),
      ],
      result: { conferenceId, state },
    }
  },
})
