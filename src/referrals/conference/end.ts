import * as z from 'zod/mini'
import { action } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { conferenceEvent, conveningOrRefuse } from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

/** Ends it, also before anybody came. In the same moment the database closes every seat: nobody invited sees anything. */
export const endConference = action({
  name: 'conference.end',
  input: z.strictObject({ conferenceId: id }),
  root: { kind: 'conference', id: ({ conferenceId }) => conferenceId },
  needs: { conference: ({ conferenceId }) => conferenceId },
  decide({ conference: known }, { conferenceId }, circumstances) {
    const convening = conveningOrRefuse(known)
    const state = stateAfterOrRefuse(convening.conference.state, 'conference.end')
    const undone = (known?.actions ?? []).filter(({ doneAt }) => doneAt === null).length
    return {
      changes: [
        {
          op: 'update',
          table: 'conference',
          key: conferenceId,
          set: { state, endedAt: circumstances.now },
        },
        conferenceEvent(convening, circumstances, 'conference.end', { undone }),
      ],
      result: { conferenceId, state, undone },
    }
  },
})
