import type { CaseMove, CaseState, Choice, Limit, Programme } from './programme.ts'
import { referralLimits } from './programme.ts'

type Urgency = 'U0' | 'U1' | 'U2' | 'U3'
type ReferralLimit = (typeof referralLimits)[number]

/** The limit of this name for this urgency; undefined where the programme sets none. */
export function limitOf(programme: Programme, name: string, urgency: Urgency): Limit | undefined {
  return programme.deadlines[name]?.[urgency]
}

/** The limits referral clocks count by. `checkProgramme` has made sure that they are there. */
export function referralDeadlines(programme: Programme): Record<ReferralLimit, Record<Urgency, Limit>> {
  const found = referralLimits.map((name) => {
    const limits = programme.deadlines[name]
    if (!limits)
      throw new Error(`Programme ${programme.code} ${programme.version} has no limits named ${name}.`)
    return [name, limits] as const
  })
  return Object.fromEntries(found) as Record<ReferralLimit, Record<Urgency, Limit>>
}

export function stateOf(programme: Programme, state: string): CaseState | undefined {
  return programme.states.find((candidate) => candidate.code === state)
}

/** Whether somebody works on a case in this state. */
export function isOpenState(programme: Programme, state: string): boolean {
  return stateOf(programme, state)?.open ?? false
}

/** The move from one state to another, if the programme knows it. Who may do it stands in `by`. */
export function findMove(programme: Programme, from: string, to: string): CaseMove | undefined {
  return programme.moves.find((move) => move.to === to && move.from.includes(from))
}

/** The states these roles may move a case to. */
export function movesFrom(programme: Programme, from: string, roles: readonly string[]): readonly CaseMove[] {
  return programme.moves.filter(
    (move) => move.from.includes(from) && move.by.some((role) => roles.includes(role)),
  )
}

/** The choices of a code list in the order to show them. Words: `programmes.<list>.<code>`. */
export function choicesOf(programme: Programme, list: string): readonly Choice[] {
  return programme.lists[list] ?? []
}

export function hasChoice(programme: Programme, list: string, code: string): boolean {
  return choicesOf(programme, list).some((choice) => choice.code === code)
}

/** For how many months a consent with this purpose holds. Purposes without a number hold until they are withdrawn. */
export function consentMonths(programme: Programme, purpose: string): number | undefined {
  return choicesOf(programme, 'purpose').find((choice) => choice.code === purpose)?.validMonths
}
