import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import { comingDay } from './answer.ts'
import { asReceiver, by, foundOrRefuse } from './sides.ts'
import { moved, take } from './step.ts'

/** The provider serves: begins, interrupts, finishes, or could not. Codes and short words only; no new facts about the person (DP-28). */
const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = { reference: true, referral: byReferral } as const

export const startService = action({
  name: 'referral.start',
  input: z.strictObject({ referralId: id, by: z.optional(by) }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.start', reference, by: input.by })
    const state = moved(known.referral, acting, { to: 'in_service' })
    const startedAt = known.referral.startedAt ?? acting.at
    return take({
      name: 'referral.start',
      known,
      reference,
      circumstances,
      acting,
      set: { ...state, startedAt, expectedOn: null },
    })
  },
})

export const holdReferral = action({
  name: 'referral.hold',
  input: z.strictObject({
    referralId: id,
    reason: z.optional(code),
    expectedOn: z.optional(day),
    note: z.optional(text(500)),
    by: z.optional(by),
  }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.hold', reference, by: input.by })
    const { reason, expectedOn, note } = input
    const state = moved(known.referral, acting, { to: 'on_hold', reason, expectedOn })
    const { answeredAt, acknowledgedAt } = known.referral
    return take({
      name: 'referral.hold',
      known,
      reference,
      circumstances,
      acting,
      set: {
        ...state,
        reasonNote: note ?? null,
        expectedOn: expectedOn ? comingDay(expectedOn, circumstances) : null,
        answeredAt: answeredAt ?? acting.at,
        acknowledgedAt: acknowledgedAt ?? acting.at,
      },
      reason,
      detail: { expectedOn },
    })
  },
})

/** The need stays as it is: whether it is met is for the person to say. */
export const completeReferral = action({
  name: 'referral.complete',
  input: z.strictObject({
    referralId: id,
    outcome: z.optional(code),
    note: z.optional(text(500)),
    by: z.optional(by),
  }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.complete', reference, by: input.by })
    const { outcome = null, note = null } = input
    const state = moved(known.referral, acting, { to: 'completed', outcome: outcome ?? undefined })
    return take({
      name: 'referral.complete',
      known,
      reference,
      circumstances,
      acting,
      set: { ...state, completedAt: acting.at, outcome, outcomeNote: note },
      reason: outcome ?? undefined,
      result: { outcome },
    })
  },
})

export const failReferral = action({
  name: 'referral.fail',
  input: z.strictObject({
    referralId: id,
    reason: z.optional(code),
    note: z.optional(text(500)),
    by: z.optional(by),
  }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.fail', reference, by: input.by })
    const state = moved(known.referral, acting, { to: 'failed', reason: input.reason })
    return take({
      name: 'referral.fail',
      known,
      reference,
      circumstances,
      acting,
      set: { ...state, reasonNote: input.note ?? null },
      reason: input.reason,
    })
  },
})
