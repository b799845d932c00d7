import * as z from 'zod/mini'
import { instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import type { Circumstances } from '../actions/action.ts'
import type { Permission } from '../permissions/permissions.ts'
import { answeringRoles } from '../permissions/roles.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import { dayOf } from '../places/calendar.ts'
import type { Reference, ReferralKnown } from '../records/knowledge.ts'
import { linkOpens } from './link-steps.ts'
import type { Party } from './referral-states.ts'

/**
 * Most providers answer by telephone. The sender's officer then writes down the provider's own answer: who said it,
 * by which way, and when (now, if not said). A receiver speaks for itself and never gives `by`.
 */
export const by = z.strictObject({
  saidBy: z.optional(line(120)),
  channel: z.enum(['phone', 'in_person', 'paper']),
  at: z.optional(instant),
})
export type By = z.infer<typeof by>

/** Whose word an action is, when it was given, and how it came. */
export interface Acting {
  readonly party: Party
  readonly at: string
  readonly happenedOn: string
  readonly channel: string
  readonly saidBy: string | null
}

/** Sender: sees the case behind the referral. Receiver: answers at the site it was sent to, or holds a link to it. */
export function sidesOf(
  known: ReferralKnown,
  who: Who,
): { readonly sender: boolean; readonly receiver: boolean } {
  const { referral, origin } = known
  const atReceiver =
    referral.receiverOrganisationId === who.organisationId &&
    hasRole(who, ...answeringRoles) &&
    who.sites.includes(referral.receiverSiteId) &&
    referral.sentAt !== null
  return { sender: origin !== undefined, receiver: who.kind === 'link' || atReceiver }
}

export function foundOrRefuse(known: ReferralKnown | undefined): ReferralKnown {
  return known ?? refuse('referral.not_found')
}

function here(circumstances: Circumstances, party: Party): Acting {
  const { now, today, who } = circumstances
  return {
    party,
    at: now,
    happenedOn: today,
    channel: who.kind === 'link' ? 'link' : 'platform',
    saidBy: null,
  }
}

/** The sender, or the person through the sender's officer. Refuses with `referral.not_your_side`. */
export function asSender(
  known: ReferralKnown,
  circumstances: Circumstances,
  party: 'sender' | 'person' = 'sender',
): Acting {
  if (!sidesOf(known, circumstances.who).sender) refuse('referral.not_your_side', { side: 'sender' })
  return here(circumstances, party)
}

export interface Told {
  readonly name: Permission
  readonly reference: Reference
  readonly by: By | undefined
}

/**
 * The receiver's word: its own, through a one-time link, or written down by the sender's officer.
 * Refuses with `referral.not_your_side`, `referral.said_by_needed`, `permission.missing` (a link for another step),
 * `date.in_future`, `date.impossible` (before the referral was sent).
 */
export function asReceiver(known: ReferralKnown, circumstances: Circumstances, told: Told): Acting {
  const { who, now } = circumstances
  const { sender, receiver } = sidesOf(known, who)
  if (who.kind === 'link' && !linkOpens(who.link?.step, told.name))
    refuse('permission.missing', { action: told.name })
  if (receiver && !told.by) return here(circumstances, 'receiver')
  if (!sender) refuse('referral.not_your_side', { side: 'receiver' })
  const { saidBy, channel, at = now } = told.by ?? {}
  if (!saidBy || !channel) refuse('referral.said_by_needed', { channels: ['phone', 'in_person', 'paper'] })
  if (Date.parse(at) > Date.parse(now)) refuse('date.in_future', { field: 'by.at' })
  const { sentAt } = known.referral
  if (sentAt && Date.parse(at) < Date.parse(sentAt)) refuse('date.impossible', { field: 'by.at' })
  const happenedOn = dayOf(at, told.reference.calendarOf(known.senderGovernorate))
  return { party: 'receiver', at, happenedOn, channel, saidBy }
}
