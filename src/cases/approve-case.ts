import * as z from 'zod/mini'
import { type Circumstances, action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { findMove, isOpenState } from '../programmes/rules.ts'
import type { Programme } from '../programmes/programme.ts'
import type { CaseRow, Pending } from '../records/rows.ts'
import { caseAlert, caseEvent, openCaseOrRefuse, programmeOf, supervises } from './case-rules.ts'
import { closed, noWaitingReferrals } from './close-case.ts'
import { noteRow } from './notes.ts'
import { type Urgency, decideUrgency } from './urgency.ts'

/** What the supervisor saw waiting: if something else waits by now, nothing is signed. */
const kind = z.optional(z.enum(['urgency', 'closing']))

/** The second person signs: a lowered urgency, or a closing. Never the one who asked. */
export const approveCase = action({
  name: 'case.approve',
  input: z.strictObject({ caseId: id, kind }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId, siblings: ({ caseId }) => caseId },
  decide({ case: known, siblings }, given, circumstances) {
    const file = openCaseOrRefuse(known)
    const pending = pendingOrRefuse(file, given.kind, circumstances)
    const told = caseAlert(file, circumstances, `case.${pending.kind}_approved`, { accountId: pending.by })
    const event = (from: string) =>
      caseEvent(file, circumstances, 'case.approve', {
        detail: { kind: pending.kind, from, to: pending.to, reason: pending.reason },
      })
    if (pending.kind === 'closing') {
      noWaitingReferrals(siblings, pending.reason)
      return {
        changes: [closed(file, pending, circumstances.now), event(file.state), told],
        result: { state: 'closed', urgency: file.urgency },
      }
    }
    const agreedBy = { account: circumstances.who.accountId, supervises: supervises(circumstances, file) }
    decideUrgency({ from: file.urgency as Urgency, to: pending.to as Urgency, askedBy: pending.by, agreedBy })
    return {
      changes: [
        {
          op: 'update',
          table: 'case_file',
          key: file.id,
          set: { urgency: pending.to, urgencyReason: pending.reason, pending: null },
        },
        event(file.urgency),
        told,
      ],
      result: { state: file.state, urgency: pending.to },
    }
  },
})

/** The supervisor does not agree: the case goes on, and the officer reads why. */
export const sendBackCase = action({
  name: 'case.send_back',
  input: z.strictObject({ caseId: id, kind, why: z.optional(text(1000)) }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, given, circumstances) {
    const file = openCaseOrRefuse(known)
    const pending = pendingOrRefuse(file, given.kind, circumstances)
    const state = pending.kind === 'closing' ? stateToGoOn(programmeOf(reference, file), file) : file.state
    const why =
      given.why === undefined ? [] : [noteRow(file, circumstances, { kind: 'supervision', text: given.why })]
    return {
      changes: [
        { op: 'update', table: 'case_file', key: file.id, set: { state, pending: null } },
        ...why,
        caseEvent(file, circumstances, 'case.send_back', {
          detail: { kind: pending.kind, from: file.state, to: state },
        }),
        caseAlert(file, circumstances, `case.${pending.kind}_sent_back`, { accountId: pending.by }),
      ],
      result: { state, urgency: file.urgency },
    }
  },
})

function pendingOrRefuse(
  file: CaseRow,
  seen: Pending['kind'] | undefined,
  circumstances: Circumstances,
): Pending {
  const { pending } = file
  if (!pending) refuse('case.nothing_to_approve')
  if (seen !== undefined && seen !== pending.kind) refuse('record.changed', { waits: pending.kind })
  if (pending.by === circumstances.who.accountId || !supervises(circumstances, file))
    refuse('case.two_people_needed', { waits: pending.kind })
  return pending
}

/** The open state a closing leads back to; where it was asked without leaving its state, that state. */
function stateToGoOn(programme: Programme, file: CaseRow): string {
  if (file.state !== 'closing') return file.state
  const back = programme.states.find(
    ({ code }) => isOpenState(programme, code) && findMove(programme, 'closing', code),
  )
  return back?.code ?? refuse('case.move_not_allowed', { from: file.state })
}
