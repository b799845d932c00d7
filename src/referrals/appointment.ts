import * as z from 'zod/mini'
import { action, type Circumstances } from '../actions/action.ts'
import { id, instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import type { ReferralKnown } from '../records/knowledge.ts'
import type { Appointment, ReferralRow } from '../records/rows.ts'
import { type FactKind, factOrRefuse } from './referral-facts.ts'
import { type Acting, asReceiver, asSender, by, foundOrRefuse, sidesOf, type Told } from './sides.ts'
import { factsOf, standingOf, take } from './step.ts'

/** When to come, whom to ask for, what to bring. Told to the person and printed on the slip: neutral words. */
export const appointmentInput = z.strictObject({
  at: instant,
  contact: z.optional(line(120)),
  note: z.optional(text(300)),
})
export type AppointmentInput = z.infer<typeof appointmentInput>

const year = 366 * 86_400_000
const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = { reference: true, referral: byReferral } as const

/** Not before the referral was sent, within a year to come. Refuses with `date.impossible`. */
export function scheduled(
  wish: AppointmentInput,
  referral: ReferralRow,
  { now }: Circumstances,
  status: Appointment['status'] = 'scheduled',
): Appointment {
  const at = Date.parse(wish.at)
  if (at < Date.parse(referral.sentAt ?? now) || at > Date.parse(now) + year)
    refuse('date.impossible', { field: 'appointment.at' })
  return { ...wish, status }
}

function isComing(appointment: Appointment | null): boolean {
  return appointment !== null && (appointment.status === 'scheduled' || appointment.status === 'moved')
}

/** The first appointment is the provider's word; a known one may be moved by either side, also for the person. */
export const setAppointment = action({
  name: 'referral.set_appointment',
  input: z.strictObject({ referralId: id, appointment: appointmentInput, by: z.optional(by) }),
  root,
  needs,
  decide: ({ referral, reference }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const moves = isComing(known.referral.appointment)
    const told = { name: 'referral.set_appointment', reference, by: input.by } as const
    const acting = moves ? eitherSide(known, circumstances, told) : asReceiver(known, circumstances, told)
    factOrRefuse(
      standingOf(known.referral),
      factsOf(known.referral),
      moves ? 'appointment_moved' : 'appointment_scheduled',
      acting.party,
    )
    const appointment = scheduled(
      input.appointment,
      known.referral,
      circumstances,
      moves ? 'moved' : 'scheduled',
    )
    return take({
      name: 'referral.set_appointment',
      known,
      reference,
      circumstances,
      acting,
      set: { appointment },
      detail: { appointmentAt: appointment.at, moved: moves },
    })
  },
})

const notes = {
  attended: 'appointment_attended',
  missed: 'appointment_missed',
  cancelled: 'appointment_cancelled',
} as const satisfies Record<string, FactKind>

export const noteAppointment = action({
  name: 'referral.note_appointment',
  input: z.strictObject({
    referralId: id,
    status: z.enum(['attended', 'missed', 'cancelled']),
    by: z.optional(by),
  }),
  root,
  needs,
  decide: ({ referral, reference }, { status, by }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = eitherSide(known, circumstances, { name: 'referral.note_appointment', reference, by })
    factOrRefuse(standingOf(known.referral), factsOf(known.referral), notes[status], acting.party)
    const { appointment } = known.referral
    if (!appointment || !isComing(appointment))
      refuse('referral.fact_not_allowed', { fact: notes[status], state: known.referral.state })
    // Nobody can have come, or stayed away, before the hour.
    if (status !== 'cancelled' && Date.parse(appointment.at) > Date.parse(circumstances.now))
      refuse('date.in_future', { field: 'appointment.at' })
    return take({
      name: 'referral.note_appointment',
      known,
      reference,
      circumstances,
      acting,
      set: { appointment: { ...appointment, status } },
      reason: status,
      detail: { appointmentAt: appointment.at, status },
    })
  },
})

/** What either side may say: the sender speaks for itself unless it writes down the provider's word. */
function eitherSide(known: ReferralKnown, circumstances: Circumstances, told: Told): Acting {
  const { sender, receiver } = sidesOf(known, circumstances.who)
  return receiver || told.by || !sender
    ? asReceiver(known, circumstances, told)
    : asSender(known, circumstances)
}
