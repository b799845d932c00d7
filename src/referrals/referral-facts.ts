import { refuse } from '../basics/refusal.ts'
import type { Party, ReferralState, Standing } from './referral-states.ts'

interface FactRule {
  by: readonly Party[]
  states: readonly ReferralState[]
  /** Recorded at most once for a referral. */
  once?: true
  /** At least one of these facts comes first. */
  after?: readonly string[]
}

const taken: readonly ReferralState[] = ['accepted', 'in_service', 'on_hold']
const ended: readonly ReferralState[] = ['completed', 'declined', 'cancelled', 'failed']

/** What happens to a referral without changing its state; each is kept with its time and never overwritten. */
export const facts = {
  /** The receiver opened it. */
  delivered: { by: ['receiver'], states: ['sent'], once: true },
  /** "Received, we will look." Stops the first clock. */
  acknowledged: { by: ['receiver'], states: ['sent'], once: true },
  /** No acknowledgement within twice the limit; the sender chooses what next. */
  expired: { by: ['system'], states: ['sent'], once: true },
  info_requested: { by: ['receiver'], states: ['sent'] },
  info_answered: { by: ['sender'], states: ['sent'], after: ['info_requested'] },
  appointment_scheduled: { by: ['receiver'], states: taken },
  appointment_moved: {
    by: ['sender', 'receiver', 'person'],
    states: taken,
    after: ['appointment_scheduled'],
  },
  appointment_attended: {
    by: ['sender', 'receiver', 'person'],
    states: taken,
    after: ['appointment_scheduled'],
  },
  appointment_missed: {
    by: ['sender', 'receiver', 'person'],
    states: taken,
    after: ['appointment_scheduled'],
  },
  appointment_cancelled: {
    by: ['sender', 'receiver', 'person'],
    states: taken,
    after: ['appointment_scheduled'],
  },
  interim_note: { by: ['sender', 'receiver'], states: ['sent', ...taken] },
  /** Asked of the receiver once it has taken the referral; a withdrawn consent cancels without asking. */
  cancel_asked: { by: ['sender', 'person'], states: taken },
  /** The receiver says that it stopped and keeps nothing it need not keep (360X: a cancellation is confirmed). */
  cancel_confirmed: { by: ['receiver'], states: ['cancelled'], once: true },
  /** The sender told the person how the referral stands. */
  told_person: { by: ['sender'], states: ['sent', ...taken, ...ended] },
  /** The person says whether the service was received and helped. */
  confirmed: { by: ['person'], states: ['completed'] },
  disputed: { by: ['person'], states: ['completed'] },
  /** Ended without service and nobody else could serve: the need stays unmet, and is counted. */
  closed_unmet: { by: ['sender'], states: ['declined', 'cancelled', 'failed'], once: true },
  loop_closed: { by: ['sender'], states: ended, once: true },
} as const satisfies Record<string, FactRule>
export type FactKind = keyof typeof facts

/** Nobody is left to tell, or nobody could be found: the loop may close without it. */
const cannotBeTold: readonly string[] = ['person_died', 'unreachable']

/**
 * May the loop be closed? After a service: when the person confirmed or disputed it ("received" is the person's word,
 * never the provider's). After an end without service: when the person was told.
 */
export function mayCloseLoop(standing: Standing, known: readonly FactKind[]): boolean {
  const has = (...kinds: FactKind[]) => kinds.some((kind) => known.includes(kind))
  if (!(ended as readonly string[]).includes(standing.state) || has('loop_closed')) return false
  if (standing.state === 'completed') return has('confirmed', 'disputed')
  return has('told_person') || cannotBeTold.includes(standing.reason ?? '')
}

export function mayRecordFact(
  standing: Standing,
  known: readonly FactKind[],
  kind: FactKind,
  by: Party,
): boolean {
  const rule: FactRule = facts[kind]
  if (!rule.by.includes(by) || !rule.states.includes(standing.state)) return false
  if (rule.once && known.includes(kind)) return false
  if (rule.after && !rule.after.some((kind) => (known as readonly string[]).includes(kind))) return false
  return kind !== 'loop_closed' || mayCloseLoop(standing, known)
}

/** Refuses with `referral.fact_not_allowed` when this fact cannot be recorded by this party now. */
export function factOrRefuse(
  standing: Standing,
  known: readonly FactKind[],
  kind: FactKind,
  by: Party,
): void {
  if (!mayRecordFact(standing, known, kind, by))
    refuse('referral.fact_not_allowed', { fact: kind, state: standing.state })
}
