import * as z from 'zod/mini'
import { action, type Change } from '../../actions/action.ts'
import { day, id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { line } from '../../basics/text.ts'
import { conferenceEvent, conveningOrRefuse, ownSeatOrRefuse } from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

/** Who does what until when, as agreed: the convenor's own (without a seat) or of an organisation that sat down. */
export const addConferenceAction = action({
  name: 'conference.add_action',
  input: z.strictObject({
    conferenceId: id,
    actionId: id,
    seatId: z.nullable(id),
    text: line(200),
    dueOn: day,
  }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId, actionId, seatId, text, dueOn }, circumstances) {
    const convening = conveningOrRefuse(known)
    const { conference, case: file } = convening
    const state = stateAfterOrRefuse(conference.state, 'conference.add_action')
    const { who, now, today } = circumstances
    if (dueOn < today || dueOn > conference.endsOn)
      refuse('conference.days_wrong', { today, endsOn: conference.endsOn })
    const seat = known?.seats.find((one) => one.id === seatId)
    if (seatId !== null && (!seat || seat.joinedAt === null || seat.endedAt !== null))
      refuse('conference.not_at_table')
    return {
      changes: [
        { op: 'update', table: 'conference', key: conferenceId, set: { state } },
        {
          op: 'insert',
          table: 'conference_action',
          row: {
            id: actionId,
            conferenceId,
            organisationId: file.organisationId,
            seatId,
            text,
            dueOn,
            addedAt: now,
            addedBy: who.accountId,
            doneAt: null,
            doneBy: null,
          },
        },
        conferenceEvent(convening, circumstances, 'conference.add_action'),
      ],
      result: { conferenceId, actionId, state },
    }
  },
})

/** Whoever sits at the table says that theirs is done; the convenor may write it down for anybody. */
export const finishConferenceAction = action({
  name: 'conference.finish_action',
  input: z.strictObject({ conferenceId: id, actionId: id }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId, actionId }, circumstances) {
    const found = known?.actions.find((one) => one.id === actionId)
    const { convening } = known ?? {}
    if (convening) stateAfterOrRefuse(convening.conference.state, 'conference.finish_action')
    else {
      const seat = ownSeatOrRefuse(known, circumstances)
      if (found?.seatId !== seat.id) refuse('conference.not_found')
    }
    if (!found) refuse('conference.not_found')
    if (found.doneAt !== null) refuse('task.done')
    const changes: Change[] = [
      {
        op: 'update',
        table: 'conference_action',
        key: actionId,
        set: { doneAt: circumstances.now, doneBy: circumstances.who.accountId },
      },
    ]
    if (convening) changes.push(conferenceEvent(convening, circumstances, 'conference.finish_action'))
    return { changes, result: { conferenceId, actionId } }
  },
})
