import type { Permission } from '../permissions/permissions.ts'
import type { ReferralRow } from '../records/rows.ts'
import { actionsOfLink } from './link-steps.ts'
import { type FactKind, mayRecordFact } from './referral-facts.ts'
import { mayMove, type Party, type ReferralState } from './referral-states.ts'
import { factsOf, standingOf } from './step.ts'

const movesBy: readonly { readonly name: Permission; readonly to: ReferralState; readonly by: Party }[] = [
  { name: 'referral.send', to: 'sent', by: 'sender' },
  { name: 'referral.accept', to: 'accepted', by: 'receiver' },
  { name: 'referral.waitlist', to: 'on_hold', by: 'receiver' },
  { name: 'referral.decline', to: 'declined', by: 'receiver' },
  { name: 'referral.start', to: 'in_service', by: 'receiver' },
  { name: 'referral.hold', to: 'on_hold', by: 'receiver' },
  { name: 'referral.complete', to: 'completed', by: 'receiver' },
  { name: 'referral.fail', to: 'failed', by: 'receiver' },
  { name: 'referral.cancel', to: 'cancelled', by: 'sender' },
  { name: 'referral.cancel', to: 'cancelled', by: 'receiver' },
  { name: 'referral.mark_error', to: 'entered_in_error', by: 'sender' },
]
const factsBy: readonly { readonly name: Permission; readonly fact: FactKind; readonly by: Party }[] = [
  { name: 'referral.acknowledge', fact: 'acknowledged', by: 'receiver' },
  { name: 'referral.ask_information', fact: 'info_requested', by: 'receiver' },
  { name: 'referral.answer_information', fact: 'info_answered', by: 'sender' },
  { name: 'referral.set_appointment', fact: 'appointment_scheduled', by: 'receiver' },
  { name: 'referral.note_appointment', fact: 'appointment_attended', by: 'receiver' },
  { name: 'referral.note_appointment', fact: 'appointment_attended', by: 'sender' },
  { name: 'referral.add_note', fact: 'interim_note', by: 'receiver' },
  { name: 'referral.add_note', fact: 'interim_note', by: 'sender' },
  { name: 'referral.ask_cancel', fact: 'cancel_asked', by: 'sender' },
  { name: 'referral.cancel', fact: 'cancel_confirmed', by: 'receiver' },
  { name: 'referral.tell_person', fact: 'told_person', by: 'sender' },
  { name: 'referral.confirm', fact: 'confirmed', by: 'person' },
  { name: 'referral.dispute', fact: 'disputed', by: 'person' },
]

/** Waiting lists come before service; other holds after taking. One button each, never two for the same. */
function isWaitlist(name: Permission, state: string): boolean {
  return name === 'referral.waitlist'
    ? state === 'sent' || state === 'accepted'
    : name !== 'referral.hold' || state !== 'sent'
}

function isOver({ appointment }: ReferralRow): boolean {
  return (
    appointment === null ||
    appointment.status === 'attended' ||
    appointment.status === 'missed' ||
    appointment.status === 'cancelled'
  )
}

/**
 * The actions open on a referral for this side, from the tables of moves and facts: the buttons of a page. A sender may
 * also write down what the provider said, so for it the receiver's actions are open too (they then need `by`).
 */
export function openActions(referral: ReferralRow, side: 'sender' | 'receiver', step?: string): Permission[] {
  const standing = standingOf(referral)
  const facts = factsOf(referral)
  const parties: readonly Party[] = side === 'sender' ? ['sender', 'receiver', 'person'] : ['receiver']
  const moves = movesBy.filter(
    ({ name, to, by }) =>
      parties.includes(by) && mayMove(standing, to, by) && isWaitlist(name, standing.state),
  )
  const told = factsBy.filter(({ name, fact, by }) => {
    if (!parties.includes(by) || !mayRecordFact(standing, facts, fact, by)) return false
    if (name === 'referral.note_appointment') return !isOver(referral)
    if (name === 'referral.answer_information') return referral.infoQuestion !== null
    return name !== 'referral.confirm' || referral.confirmedAt === null
  })
  const links: Permission[] =
    side === 'sender' && ['sent', 'accepted', 'in_service', 'on_hold'].includes(standing.state)
      ? ['link.make']
      : []
  const names = [...new Set([...moves, ...told].map(({ name }) => name)), ...links]
  return step === undefined ? names : names.filter((name) => actionsOfLink(step).includes(name))
}
