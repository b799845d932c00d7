import { refuse } from '../basics/refusal.ts'

/** U0 life or safety now · U1 serious harm likely in days · U2 harm or loss in weeks · U3 important and stable. */
export const urgencies = ['U0', 'U1', 'U2', 'U3'] as const
export type Urgency = (typeof urgencies)[number]

export function isUrgency(text: string): text is Urgency {
  return (urgencies as readonly string[]).includes(text)
}

/** Below 0: more urgent first; the order of lists. */
export function compareUrgency(one: Urgency, other: Urgency): number {
  return urgencies.indexOf(one) - urgencies.indexOf(other)
}

export function isRaise(from: Urgency, to: Urgency): boolean {
  return compareUrgency(to, from) < 0
}

/** The most urgent of several: a case is as urgent as the most urgent thing in it. */
export function mostUrgent(list: readonly Urgency[]): Urgency | undefined {
  return [...list].sort(compareUrgency)[0]
}

export interface UrgencyChange {
  from: Urgency
  to: Urgency
  /** Account that asks for the change. */
  askedBy: string
  /** Another account, of a supervisor of the case, that agrees; until then a lowering only waits. */
  agreedBy?: { account: string; supervises: boolean } | undefined
}

/**
 * Anyone may raise at once; lowering takes the officer and a supervisor, two different people (SOP 6.2).
 * Answers what happens with the change; refuses with `case.two_people_needed` when the one who agrees is the one
 * who asked, or supervises nothing here.
 */
export function decideUrgency(change: UrgencyChange): 'unchanged' | 'applied' | 'waits_for_supervisor' {
  if (change.from === change.to) return 'unchanged'
  if (isRaise(change.from, change.to)) return 'applied'
  if (!change.agreedBy) return 'waits_for_supervisor'
  if (!change.agreedBy.supervises || change.agreedBy.account === change.askedBy)
    refuse('case.two_people_needed', { from: change.from, to: change.to })
  return 'applied'
}
