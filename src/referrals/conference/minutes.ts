import * as z from 'zod/mini'
import { action, type Change } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { text } from '../../basics/text.ts'
import { conferenceEvent, conveningOrRefuse, ownSeatOrRefuse } from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

/**
 * What was said at the table, read out before it is written down; the same words for all, so they hold no more than each
 * may hear. Whoever sat down gets them and says whether they agree; written anew, everybody is asked anew.
 */
export const writeMinutes = action({
  name: 'conference.write_minutes',
  input: z.strictObject({ conferenceId: id, minutes: text(1500) }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId, minutes }, circumstances) {
    const convening = conveningOrRefuse(known)
    const state = stateAfterOrRefuse(convening.conference.state, 'conference.write_minutes')
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
        ...seats.flatMap((seat): Change[] => [
          ...(seat.minutesAnswer === null
            ? []
            : [{ op: 'update', table: 'conference_seat', key: seat.id, set: unanswered } as const]),
          { op: 'update', table: 'conference_release', key: seat.id, set: { minutes } },
        ]),
        conferenceEvent(convening, circumstances, 'conference.write_minutes', { count: seats.length }),
      ],
      result: { conferenceId, state },
    }
  },
})

const unanswered = {
  minutesAnswer: null,
  minutesReason: null,
  minutesAnsweredAt: null,
  minutesAnsweredBy: null,
}

/**
 * The organisation's own word on the minutes, by whoever sits there for it: they agree, or object and say why. When the
 * last one agrees, the database moves the conference on; whoever leads the case hears of each answer.
 */
export const agreeMinutes = action({
  name: 'conference.agree_minutes',
  input: z.strictObject({ conferenceId: id, agrees: z.boolean(), reason: z.optional(text(500)) }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId, agrees, reason }, circumstances) {
    const seat = ownSeatOrRefuse(known, circumstances)
    const { who, now } = circumstances
    if (seat.joinedBy !== who.accountId) refuse('conference.not_your_seat')
    if (seat.minutesAnswer !== null) refuse('conference.minutes_answered')
    if (!agrees && reason === undefined) refuse('input.invalid', { field: 'reason', problem: 'needed' })
    return {
      changes: [
        {
          op: 'update',
          table: 'conference_seat',
          key: seat.id,
          set: {
            minutesAnswer: agrees ? 'agreed' : 'objected',
            minutesReason: agrees ? null : (reason ?? null),
            minutesAnsweredAt: now,
            minutesAnsweredBy: who.accountId,
          },
        },
      ],
      result: { conferenceId, seatId: seat.id },
      audit: { seatId: seat.id, agrees },
    }
  },
})
