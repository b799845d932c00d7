import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { NeedRow } from '../records/rows.ts'
import { caseEvent, choiceOrRefuse, openCaseOrRefuse, programmeOf } from './case-rules.ts'

/** Needs that still wait for something. */
export const openNeedStates: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

export const severity = z.int().check(z.minimum(1), z.maximum(4))
/** The person's own order; 1 comes first. */
export const priority = z.int().check(z.minimum(1), z.maximum(99))

function openNeedOrRefuse<Need extends NeedRow & { readonly case: Parameters<typeof openCaseOrRefuse>[0] }>(
  need: Need | undefined,
): Need {
  if (!need) refuse('need.not_found')
  openCaseOrRefuse(need.case)
  return need
}

/** The person's order and the severity change with time; a need that was closed by mistake is opened again. */
export const changeNeed = action({
  name: 'need.change',
  input: z.strictObject({
    needId: id,
    severity: z.optional(severity),
    priority: z.optional(priority),
    state: z.optional(z.enum(['open', 'planned'])),
  }),
  root: { kind: 'need', id: ({ needId }) => needId },
  needs: { need: ({ needId }) => needId },
  decide({ need: known }, { needId, ...given }, circumstances) {
    const need = openNeedOrRefuse(known)
    if (!openNeedStates.includes(need.state) && given.state === undefined)
      refuse('need.closed', { state: need.state })
    // A referral on its way leads the need.
    if (need.state === 'referred' && given.state !== undefined) refuse('case.open_referrals', { needId })
    if (Object.values(given).every((value) => value === undefined))
      return { changes: [], result: { needId, state: need.state } }
    const set = { ...given, ...(given.state === undefined ? {} : { unmetReason: null }) }
    const from = { severity: need.severity, priority: need.priority, state: need.state }
    return {
      changes: [
        { op: 'update', table: 'need', key: needId, set: set as Partial<NeedRow> },
        caseEvent(need.case, circumstances, 'need.change', {
          ref: needId,
          detail: { service: need.service, from, to: { ...from, ...given } },
        }),
      ],
      result: { needId, state: given.state ?? need.state },
    }
  },
})

/** Met, met in part, not met (and why), or no longer wanted: said by the officer, without a referral. */
export const closeNeed = action({
  name: 'need.close',
  input: z.strictObject({
    needId: id,
    state: z.enum(['met', 'partly_met', 'not_met', 'withdrawn']),
    reason: z.optional(code),
  }),
  root: { kind: 'need', id: ({ needId }) => needId },
  needs: { reference: true, need: ({ needId }) => needId },
  decide({ reference, need: known }, { needId, state, reason }, circumstances) {
    const need = openNeedOrRefuse(known)
    if (!openNeedStates.includes(need.state)) refuse('need.closed', { state: need.state })
    if (need.state === 'referred') refuse('case.open_referrals', { needId })
    if (state === 'not_met' && reason === undefined)
      refuse('input.invalid', { field: 'reason', problem: 'needed' })
    if (reason !== undefined)
      choiceOrRefuse(programmeOf(reference, need.case), 'unmetReason', reason, 'reason')
    return {
      changes: [
        { op: 'update', table: 'need', key: needId, set: { state, unmetReason: reason ?? null } },
        caseEvent(need.case, circumstances, 'need.close', {
          ref: needId,
          detail: { service: need.service, from: need.state, to: state, reason: reason ?? null },
        }),
      ],
      result: { needId, state },
    }
  },
})
