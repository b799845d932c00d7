import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseAlert, caseEvent, choiceOrRefuse, dueBy, openCaseOrRefuse, programmeOf } from './case-rules.ts'
import { type Urgency, decideUrgency, urgencies } from './urgency.ts'

const input = z.strictObject({ caseId: id, urgency: z.enum(urgencies), reason: code })

/** Anyone on the case may raise the urgency, at once (SOP 6.2). The next contact moves up with it. */
export const raiseUrgency = action({
  name: 'case.raise_urgency',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, { urgency, reason }, circumstances) {
    const file = openCaseOrRefuse(known)
    choiceOrRefuse(programmeOf(reference, file), 'urgencyReason', reason, 'reason')
    const verdict = decideUrgency({
      from: file.urgency as Urgency,
      to: urgency,
      askedBy: circumstances.who.accountId,
    })
    if (verdict === 'unchanged') return { changes: [], result: { urgency, state: file.state } }
    if (verdict !== 'applied')
      refuse('input.invalid', { field: 'urgency', problem: 'not_higher', action: 'case.lower_urgency' })
    const contactBy = dueBy(reference, { ...file, urgency }, 'followUp', circumstances.now)
    const contactMovesUp =
      contactBy !== null && (file.nextContactAt === null || contactBy < file.nextContactAt)
    return {
      changes: [
        {
          op: 'update',
          table: 'case_file',
          key: file.id,
          set: {
            urgency,
            urgencyReason: reason,
            ...(contactMovesUp ? { nextContactAt: contactBy } : {}),
            // Whoever asked to lower it did not know what is known now.
            ...(file.pending?.kind === 'urgency' ? { pending: null } : {}),
          },
        },
        caseEvent(file, circumstances, 'case.raise_urgency', {
          detail: { from: file.urgency, to: urgency, reason },
        }),
        ...(urgency === 'U0' ? [caseAlert(file, circumstances, 'case.u0', { siteId: file.siteId })] : []),
      ],
      result: { urgency, state: file.state },
    }
  },
})

/** Lowering waits for a supervisor: two different people (SOP 6.2). */
export const lowerUrgency = action({
  name: 'case.lower_urgency',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, { urgency, reason }, circumstances) {
    const { who, now } = circumstances
    const file = openCaseOrRefuse(known)
    choiceOrRefuse(programmeOf(reference, file), 'urgencyReason', reason, 'reason')
    const verdict = decideUrgency({ from: file.urgency as Urgency, to: urgency, askedBy: who.accountId })
    if (verdict === 'unchanged') return { changes: [], result: { urgency, state: file.state } }
    if (verdict === 'applied')
      refuse('input.invalid', { field: 'urgency', problem: 'not_lower', action: 'case.raise_urgency' })
    if (file.pending?.kind === 'closing')
      refuse('case.move_not_allowed', { from: file.state, to: urgency, pending: 'closing' })
    const pending = { kind: 'urgency', to: urgency, reason, by: who.accountId, at: now } as const
    return {
      changes: [
        { op: 'update', table: 'case_file', key: file.id, set: { pending } },
        caseEvent(file, circumstances, 'case.lower_urgency', {
          detail: { from: file.urgency, to: urgency, reason },
        }),
        caseAlert(file, circumstances, 'case.urgency_waits', { siteId: file.siteId }),
      ],
      result: { urgency: file.urgency, state: file.state, pending },
    }
  },
})
