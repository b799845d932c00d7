import { refuse } from '../../basics/refusal.ts'

/** The life of an organisation in the directory, in the order it is walked (directory of services, provider states). */
export const organisationStates = [
  'suggested',
  'applied',
  'screening',
  'agreement',
  'trained',
  'active',
  'paused',
  'suspended',
  'exited',
] as const
export type OrganisationState = (typeof organisationStates)[number]
/** Not in the directory yet: known to the committee alone. */
export const beforeActive: readonly OrganisationState[] = [
  'suggested',
  'applied',
  'screening',
  'agreement',
  'trained',
]

/** Working days from the application to the committee's decision (proposal). */
export const screeningDays = 10

/** What is looked at, by the stage that asks for it. */
export const stepsOf = {
  screening: ['registration', 'mandate', 'sanctions', 'psea', 'references'],
  agreement: ['memorandum', 'protocol', 'conduct'],
  training: ['training'],
} as const
export type Stage = keyof typeof stepsOf
export const stages = Object.keys(stepsOf) as readonly Stage[]
export const steps = [...stepsOf.screening, ...stepsOf.agreement, ...stepsOf.training] as const
export type Step = (typeof steps)[number]
export const stepResults = ['passed', 'failed', 'not_needed'] as const
export type StepResult = (typeof stepResults)[number]

/** A ministry has no registration as an NGO, and nobody to vouch for it; the rest everybody shows (proposal). */
const mayBeNotNeeded: readonly Step[] = ['registration', 'sanctions', 'references']
const official: readonly string[] = ['state', 'international_organisation']

/** States in which a step of each stage may be written down. Papers are signed anew while somebody takes part. */
const writtenIn: { readonly [S in Stage]: readonly OrganisationState[] } = {
  screening: ['screening'],
  agreement: ['agreement', 'trained', 'active', 'paused'],
  training: ['agreement', 'trained', 'active', 'paused'],
}
export const stageOf = (step: Step): Stage =>
  stages.find((stage) => (stepsOf[stage] as readonly string[]).includes(step)) ?? 'screening'

const refusedFor = [
  'registration',
  'mandate',
  'declaration',
  'references',
  'double',
  'withdrew',
  'no_answer',
  'other',
]
const leftFor = ['funding_ended', 'project_ended', 'own_wish', 'breach', 'merged', 'other']
const suspendedFor = ['complaint', 'breach', 'declaration', 'dead_offers', 'other']

interface Rule {
  /** One of these has to be given. */
  readonly reasons?: readonly string[]
  /** Stages whose steps have all been passed. */
  readonly after?: readonly Stage[]
  /** Never whoever wrote down a step of these stages, nor whoever took the last step. */
  readonly second?: true
  /** Until a day. */
  readonly until?: true
}

/** Every move the committee can make; `applied` is reached by the public page alone. */
const moves: { readonly [S in OrganisationState]: { readonly [T in OrganisationState]?: Rule } } = {
  suggested: { exited: { reasons: refusedFor } },
  applied: { screening: {}, exited: { reasons: refusedFor } },
  screening: {
    agreement: { after: ['screening'], second: true },
    exited: { reasons: refusedFor, second: true },
  },
  agreement: { trained: { after: ['screening', 'agreement', 'training'] }, exited: { reasons: refusedFor } },
  trained: { active: { second: true }, exited: { reasons: refusedFor } },
  active: {
    paused: { reasons: ['funding_gap', 'staff', 'access', 'own_wish', 'other'], until: true },
    suspended: { reasons: suspendedFor },
    exited: { reasons: leftFor },
  },
  paused: { active: {}, suspended: { reasons: suspendedFor }, exited: { reasons: leftFor } },
  suspended: { active: { second: true }, exited: { reasons: leftFor } },
  exited: {},
}

export interface StepNoted {
  readonly step: string
  readonly result: string
  readonly recordedBy: string
}
/** What a move is decided by. Steps in the order they were written down: the last one of a step counts. */
export interface Standing {
  readonly state: OrganisationState
  readonly family: string
  readonly steps: readonly StepNoted[]
  /** Who made the last move; null: the public page, or nobody. */
  readonly lastBy: string | null
  /** Open cases that are the organisation's own: they have nobody else. */
  readonly openCases: number
}

/** How a step stands: the last word on it. */
export function lastOf<T extends { readonly step: string }>(noted: readonly T[], step: Step): T | undefined {
  return noted.findLast((one) => one.step === step)
}

/** Steps of a stage that are not passed yet. */
export function stepsMissing(noted: readonly StepNoted[], stage: Stage): readonly Step[] {
  return stepsOf[stage].filter((step) => {
    const result = lastOf(noted, step)?.result
    return result !== 'passed' && result !== 'not_needed'
  })
}

/** The states that come next, and what each asks for: the buttons of a page. */
export function movesFrom(
  state: OrganisationState,
): readonly { to: OrganisationState; reasons: readonly string[]; until: boolean }[] {
  return organisationStates.flatMap((to) => {
    const rule = moves[state][to]
    return rule ? [{ to, reasons: rule.reasons ?? [], until: rule.until === true }] : []
  })
}

/**
 * Checks one move. Refuses with `organisation.move_not_allowed`, `.reason_needed`, `.day_needed`, `.steps_missing` (which),
 * `.two_people_needed` or `.has_cases` (how many).
 */
export function moveOrRefuse(
  standing: Standing,
  move: {
    readonly to: OrganisationState
    readonly reason?: string | undefined
    readonly until?: string | undefined
  },
  by: { readonly accountId: string; readonly today: string },
): void {
  const { state, steps: noted } = standing
  const rule = moves[state][move.to]
  if (!rule) refuse('organisation.move_not_allowed', { from: state, to: move.to })
  if (rule.reasons && !rule.reasons.includes(move.reason ?? ''))
    refuse('organisation.reason_needed', { reasons: rule.reasons })
  if (rule.until && (move.until === undefined || move.until <= by.today)) refuse('organisation.day_needed')
  const missing = (rule.after ?? []).flatMap((stage) => stepsMissing(noted, stage))
  if (missing.length > 0) refuse('organisation.steps_missing', { steps: missing, count: missing.length })
  if (rule.second) {
    const checked =
      state === 'screening' ? stepsOf.screening.map((step) => lastOf(noted, step)?.recordedBy) : []
    // whoever begins the screening may decide it, if somebody else looked at the papers
    const others = state === 'screening' ? checked : [standing.lastBy]
    if (others.includes(by.accountId)) refuse('organisation.two_people_needed')
  }
  if (move.to === 'exited' && standing.openCases > 0)
    refuse('organisation.has_cases', { count: standing.openCases })
}

/** What can be said of a step. */
export function resultsOf(step: Step, family: string): readonly StepResult[] {
  const optional = mayBeNotNeeded.includes(step) && official.includes(family)
  return stepResults.filter((result) => result !== 'not_needed' || optional)
}

/** Refuses a step that is not asked for now, or that this family cannot leave out. */
export function stepOrRefuse(
  { state, family }: Pick<Standing, 'state' | 'family'>,
  { step, result }: { readonly step: Step; readonly result: StepResult },
): void {
  if (!writtenIn[stageOf(step)].includes(state)) refuse('organisation.step_not_now', { state, step })
  if (!resultsOf(step, family).includes(result))
    refuse('organisation.steps_missing', { steps: [step], count: 1 })
}

/** Steps that may be written down in this state. */
export function stepsNow(state: OrganisationState): readonly Step[] {
  return steps.filter((step) => writtenIn[stageOf(step)].includes(state))
}
