import * as z from 'zod/mini'
import { action, type Circumstances } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { appointmentInput, scheduled } from './appointment.ts'
import { factOrRefuse } from './referral-facts.ts'
import { asReceiver, by, foundOrRefuse } from './sides.ts'
import { factsOf, moved, standingOf, take } from './step.ts'
import { haltedByReceiver, reasonFields } from './with-reason.ts'

/** The provider's answer to a sent referral: seen, yes, yes but later, no. */
const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = { reference: true, referral: byReferral } as const

export const acknowledgeReferral = action({
  name: 'referral.acknowledge',
  input: z.strictObject({ referralId: id, by: z.optional(by) }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.acknowledge', reference, by: input.by })
    factOrRefuse(standingOf(known.referral), factsOf(known.referral), 'acknowledged', acting.party)
    return take({
      name: 'referral.acknowledge',
      known,
      reference,
      circumstances,
      acting,
      set: { acknowledgedAt: acting.at },
    })
  },
})

export const acceptReferral = action({
  name: 'referral.accept',
  input: z.strictObject({ referralId: id, appointment: z.optional(appointmentInput), by: z.optional(by) }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.accept', reference, by: input.by })
    const state = moved(known.referral, acting, { to: 'accepted' })
    const appointment = input.appointment && scheduled(input.appointment, known.referral, circumstances)
    return take({
      name: 'referral.accept',
      known,
      reference,
      circumstances,
      acting,
      set: { ...state, ...firstAnswer(known.referral, acting.at), ...(appointment ? { appointment } : {}) },
      detail: appointment ? { appointmentAt: appointment.at } : {},
    })
  },
})

export const waitlistReferral = action({
  name: 'referral.waitlist',
  input: z.strictObject({ referralId: id, expectedOn: z.optional(day), by: z.optional(by) }),
  root,
  needs,
  decide: (known, { expectedOn, ...input }, circumstances) =>
    haltedByReceiver(known, { ...input, reason: 'waitlisted' }, circumstances, {
      name: 'referral.waitlist',
      to: 'on_hold',
      expectedOn,
      set: (referral, at) => ({
        ...firstAnswer(referral, at),
        ...(expectedOn ? { expectedOn: comingDay(expectedOn, circumstances) } : {}),
      }),
    }),
})

/** The answer carries nothing of the person: the receiver keeps no more than that it declined. */
export const declineReferral = action({
  name: 'referral.decline',
  input: z.strictObject(reasonFields),
  root,
  needs,
  decide: (known, input, circumstances) =>
    haltedByReceiver(known, input, circumstances, {
      name: 'referral.decline',
      to: 'declined',
      set: firstAnswer,
    }),
})

/** Whoever decides has seen it; the first answer keeps its time. */
function firstAnswer(
  referral: { readonly acknowledgedAt: string | null; readonly answeredAt: string | null },
  at: string,
) {
  return {
    acknowledgedAt: referral.acknowledgedAt ?? at,
    answeredAt: referral.answeredAt ?? at,
    infoQuestion: null,
  }
}

/** A day to come, within two years. Refuses with `date.impossible`. */
export function comingDay(day: string, { today }: Circumstances): string {
  const twoYears = `${Number(today.slice(0, 4)) + 2}${today.slice(4)}`
  if (day < today || day > twoYears) refuse('date.impossible', { field: 'expectedOn' })
  return day
}
