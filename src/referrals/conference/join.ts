import * as z from 'zod/mini'
import { action } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { ownSeatOrRefuse } from './conference-rules.ts'

/**
 * Somebody of an invited organisation takes its seat, by name: only they see what was released. A colleague may take the
 * seat over, so that nobody's absence leaves it empty; then the first sees nothing any more. The database moves the
 * conference on and tells whoever leads the case.
 */
export const joinConference = action({
  name: 'conference.join',
  input: z.strictObject({ conferenceId: id }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId }, circumstances) {
    const seat = ownSeatOrRefuse(known, circumstances)
    const { who, now } = circumstances
    if (seat.joinedBy === who.accountId) refuse('conference.already_joined')
    return {
      changes: [
        {
          op: 'update',
          table: 'conference_seat',
          key: seat.id,
          set: { joinedAt: now, joinedBy: who.accountId },
        },
      ],
      result: { conferenceId, seatId: seat.id },
      audit: { seatId: seat.id, over: seat.joinedBy !== null },
    }
  },
})
