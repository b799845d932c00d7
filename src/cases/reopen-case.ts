import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { findMove } from '../programmes/rules.ts'
import { caseEvent, caseOrRefuse, dueBy, programmeOf } from './case-rules.ts'
import { noteRow } from './notes.ts'

/** The person came back: a new episode of the same case, on the day itself (SOP 6.1, step 19). */
export const reopenCase = action({
  name: 'case.reopen',
  input: z.strictObject({ caseId: id, reason: text(1000) }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, { reason }, circumstances) {
    const file = caseOrRefuse(known)
    if (file.closedAt === null) refuse('case.not_closed', { state: file.state })
    const state = 'reopened'
    const move = findMove(programmeOf(reference, file), file.state, state)
    if (!move?.by.some((role) => (circumstances.who.roles as readonly string[]).includes(role)))
      refuse('case.move_not_allowed', { from: file.state, to: state })
    const episode = file.episode + 1
    return {
      changes: [
        {
          op: 'update',
          table: 'case_file',
          key: file.id,
          set: {
            state,
            episode,
            closedAt: null,
            closureReason: null,
            remainingNeeds: null,
            pending: null,
            nextContactAt: dueBy(reference, file, 'assess', circumstances.now),
          },
        },
        noteRow(file, circumstances, { kind: 'decision', text: reason }),
        caseEvent(file, circumstances, 'case.reopen', {
          detail: { from: file.state, to: state, episode, closureReason: file.closureReason },
        }),
      ],
      result: { state, episode },
    }
  },
})
