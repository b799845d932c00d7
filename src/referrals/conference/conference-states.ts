import { refuse } from '../../basics/refusal.ts'

/** From proposing a joint case to its end; the same day it ends, everybody's access falls. */
export const conferenceStates = [
  'proposed',
  'person_consents',
  'invited',
  'joined',
  'minutes_written',
  'minutes_agreed',
  'actions_tracked',
  'ended',
] as const
export type ConferenceState = (typeof conferenceStates)[number]

export type ConferenceStep =
  | 'conference.record_consent'
  | 'conference.invite'
  | 'conference.join'
  | 'conference.write_minutes'
  | 'conference.add_action'
  | 'conference.finish_action'
  | 'conference.end'

type Moves = { readonly [S in ConferenceState]?: ConferenceState }

/**
 * Step → from which state into which. Further organisations may be invited, and may sit down, as long as nothing was
 * agreed; whoever comes late changes no state. Minutes are written again until everybody agrees, which the database sees
 * (`minutes_written` becomes `minutes_agreed`, or `actions_tracked`); what has to be done does not wait for it. Nothing
 * leads out of `ended`.
 */
const moves: Readonly<Record<ConferenceStep, Moves>> = {
  'conference.record_consent': { proposed: 'person_consents' },
  'conference.invite': { person_consents: 'invited', invited: 'invited', joined: 'joined' },
  'conference.join': {
    invited: 'joined',
    joined: 'joined',
    minutes_written: 'minutes_written',
    minutes_agreed: 'minutes_agreed',
    actions_tracked: 'actions_tracked',
  },
  'conference.write_minutes': { joined: 'minutes_written', minutes_written: 'minutes_written' },
  'conference.add_action': {
    minutes_written: 'minutes_written',
    minutes_agreed: 'actions_tracked',
    actions_tracked: 'actions_tracked',
  },
  'conference.finish_action': { minutes_written: 'minutes_written', actions_tracked: 'actions_tracked' },
  'conference.end': {
    proposed: 'ended',
    person_consents: 'ended',
    invited: 'ended',
    joined: 'ended',
    minutes_written: 'ended',
    minutes_agreed: 'ended',
    actions_tracked: 'ended',
  },
}

/** The state after a step, or null where the step is not open. */
export function stateAfter(state: string, step: ConferenceStep): ConferenceState | null {
  return moves[step][state as ConferenceState] ?? null
}

/** Refuses with `conference.move_not_allowed` (details: state and step). */
export function stateAfterOrRefuse(state: string, step: ConferenceStep): ConferenceState {
  return stateAfter(state, step) ?? refuse('conference.move_not_allowed', { state, step })
}

/** The steps open to the convenor now, for the page. */
export function openSteps(state: string): readonly ConferenceStep[] {
  return (Object.keys(moves) as ConferenceStep[]).filter((step) => stateAfter(state, step) !== null)
}
