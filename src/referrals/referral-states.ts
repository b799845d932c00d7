import { refuse } from '../basics/refusal.ts'

/** The ten states of a referral (HL7 SDOH Clinical Care, FHIR Task). Everything else is a fact with a time: `referral-facts.ts`. */
export const referralStates = [
  'draft',
  'sent',
  'accepted',
  'in_service',
  'on_hold',
  'completed',
  'declined',
  'cancelled',
  'failed',
  'entered_in_error',
] as const
export type ReferralState = (typeof referralStates)[number]

/**
 * Whose word it is, not who typed it: an officer who writes down what a provider said on the telephone moves the
 * referral as `receiver`; the action keeps who said it, when and how. `system` (a job) never moves a referral.
 */
export const parties = ['sender', 'receiver', 'person', 'system'] as const
export type Party = (typeof parties)[number]

/** Reasons of the states that need one, and outcomes of `completed` (HL7 SDOH, IASC referral form; start set, never re-used). */
export const reasons = {
  declined: [
    'no_capacity',
    'not_eligible',
    'service_not_offered',
    'outside_area',
    'wrong_contact',
    'duplicate',
    'incomplete_information',
    'safety_concern',
    'consent_missing',
    'service_closed',
    'redirected',
    'other',
  ],
  on_hold: [
    'waitlisted',
    'awaiting_documents',
    'awaiting_person',
    'awaiting_funding',
    'access_or_security',
    'other',
  ],
  cancelled: [
    'person_withdrew',
    'person_moved',
    'need_met_elsewhere',
    'sent_by_mistake',
    'no_response',
    'consent_withdrawn',
    'person_died',
    'other',
  ],
  failed: [
    'unreachable',
    'did_not_attend',
    'not_eligible_after_assessment',
    'funding_ended',
    'access_or_security',
    'other',
  ],
} as const satisfies Partial<Record<ReferralState, readonly string[]>>
export type Reason = (typeof reasons)[keyof typeof reasons][number]

export const outcomes = [
  'need_met',
  'partly_met',
  'service_given_need_remains',
  'information_only',
  'referred_on',
] as const

interface Rule {
  by: readonly Party[]
  /** The only reasons this step may carry, where the state it leads to allows more. */
  only?: readonly Reason[]
  /** The step exists only while the referral stands where it does for this reason. */
  whileFor?: Reason
}

const sender: Rule = { by: ['sender'] }
const receiver: Rule = { by: ['receiver'] }
// The person's own wish ends a referral at once, on whichever side it is told.
const anyone: Rule = { by: ['sender', 'receiver', 'person'] }

/** Every step there is; what is not here is refused. A new try after an end is a new referral that points to the old one. */
export const moves = {
  draft: { sent: sender, entered_in_error: sender },
  sent: {
    accepted: receiver,
    declined: receiver,
    // "Yes, but not yet": a waiting list is the one hold that can come before accepting.
    on_hold: { by: ['receiver'], only: ['waitlisted'] },
    cancelled: anyone,
    entered_in_error: sender,
  },
  accepted: {
    in_service: receiver,
    on_hold: receiver,
    completed: receiver,
    failed: receiver,
    cancelled: anyone,
    entered_in_error: sender,
  },
  in_service: {
    on_hold: receiver,
    completed: receiver,
    failed: receiver,
    cancelled: anyone,
    entered_in_error: sender,
  },
  on_hold: {
    accepted: { by: ['receiver'], whileFor: 'waitlisted' },
    in_service: receiver,
    completed: receiver,
    failed: receiver,
    cancelled: anyone,
    entered_in_error: sender,
  },
  completed: { entered_in_error: sender },
  declined: { entered_in_error: sender },
  cancelled: { entered_in_error: sender },
  failed: { entered_in_error: sender },
  entered_in_error: {},
} as const satisfies Record<ReferralState, Partial<Record<ReferralState, Rule>>>

/** Ends: nothing follows but marking the whole referral as an error. */
export const finalStates: readonly ReferralState[] = [
  'completed',
  'declined',
  'cancelled',
  'failed',
  'entered_in_error',
]

/** Where a referral stands: its state, and why (for states that have a reason). */
export interface Standing {
  state: ReferralState
  reason?: string | null | undefined
}

export interface Move {
  to: ReferralState
  by: Party
  reason?: string | undefined
  /** Day (YYYY-MM-DD) a waitlisted service is expected; compulsory with `waitlisted`. */
  expectedOn?: string | undefined
  /** One of `outcomes`; compulsory with `completed`. */
  outcome?: string | undefined
}

function ruleOf(from: Standing, to: ReferralState): Rule | undefined {
  const rule = (moves[from.state] as Partial<Record<ReferralState, Rule>>)[to]
  return rule?.whileFor && rule.whileFor !== from.reason ? undefined : rule
}

/** The reasons a step may carry; empty when the step needs none. */
export function reasonsFor(from: Standing, to: ReferralState): readonly string[] {
  const all: readonly string[] = to in reasons ? reasons[to as keyof typeof reasons] : []
  return ruleOf(from, to)?.only ?? all
}

export function mayMove(from: Standing, to: ReferralState, by: Party): boolean {
  return ruleOf(from, to)?.by.includes(by) ?? false
}

/** The states this party can move the referral to now, in the order of the table: the buttons of a page. */
export function movesOpenTo(from: Standing, by: Party): ReferralState[] {
  return referralStates.filter((to) => mayMove(from, to, by))
}

/**
 * Checks one step and answers where the referral stands after it.
 * Refuses with `referral.move_not_allowed`, `referral.reason_needed`, `referral.expected_date_needed` or
 * `referral.outcome_needed`; details name the states and the codes that would do.
 */
export function moveOrRefuse(from: Standing, move: Move): Standing {
  if (!mayMove(from, move.to, move.by)) refuse('referral.move_not_allowed', { from: from.state, to: move.to })
  const allowed = reasonsFor(from, move.to)
  if (allowed.length > 0 && !allowed.includes(move.reason ?? ''))
    refuse('referral.reason_needed', { to: move.to, reasons: allowed })
  if (move.to === 'on_hold' && move.reason === 'waitlisted' && !move.expectedOn)
    refuse('referral.expected_date_needed', { to: move.to })
  if (move.to === 'completed' && !(outcomes as readonly string[]).includes(move.outcome ?? ''))
    refuse('referral.outcome_needed', { outcomes })
  return allowed.length > 0 ? { state: move.to, reason: move.reason } : { state: move.to }
}
