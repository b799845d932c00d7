import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import { comingDay } from './answer.ts'
import { asReceiver, by, foundOrRefuse } from './sides.ts'
import { moved, take } from './step.ts'
import { haltedByReceiver, reasonFields } from './with-reason.ts'

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
  input: z.strictObject({ ...reasonFields, expectedOn: z.optional(day) }),
  root,
  needs,
  decide: (known, { expectedOn, ...input }, circumstances) =>
    haltedByReceiver(known, input, circumstances, {
      name: 'referral.hold',
      to: 'on_hold',
      expectedOn,
      set: ({ answeredAt, acknowledgedAt }, at) => ({
        expectedOn: expectedOn ? comingDay(expectedOn, circumstances) : null,
        answeredAt: answeredAt ?? at,
        acknowledgedAt: acknowledgedAt ?? at,
      }),
    }),
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
  input: z.strictObject(reasonFields),
  root,
  needs,
  decide: (known, input, circumstances) =>
    haltedByReceiver(known, input, circumstances, { name: 'referral.fail', to: 'failed' }),
})
