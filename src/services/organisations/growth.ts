import type { GrowthFacts } from '../../records/organisation-knowledge.ts'
import { addDays } from '../../places/calendar.ts'

/**
 * What a governorate needs before people are asked to come: the checklist of growing to a new one, as gates. What Ihala
 * can count it counts; the rest somebody ticks, with name and day.
 */
export const gates = [
  'decision_letter',
  'committee',
  'offices',
  'core_services',
  'protocols',
  'places',
  'languages',
  'certificates',
  'hotline',
  'shadow_run',
  'open_days',
] as const
export type Gate = (typeof gates)[number]
/** After going live. */
export const reviewGate = 'review'
export const tickedGates = [
  'decision_letter',
  'committee',
  // how many offices there are is counted; that each has a room where one is not overheard, somebody has to see
  'offices',
  'languages',
  'hotline',
  'shadow_run',
  'open_days',
  reviewGate,
] as const

/** What a governorate cannot do without; eight of these at least (proposal: the source says eight and does not name them). */
export const coreServices: readonly string[] = [
  'INF.RIGHTS',
  'DOC.UNIFID',
  'DOC.BIRTH',
  'LEG.COUNS',
  'HLP.TITLE',
  'SHE.TEMPOR',
  'CSH.EMERG',
  'LIV.COUNS',
  'EDU.ENROL',
  'HEA.PHC',
  'MHP.COUNS',
  'GBV.CASEMG',
  'CHP.CASEMG',
]

export const least = { offices: 3, coreServices: 8, certifiedPercent: 80 } as const
const reviewDays = 90

export interface Tick {
  readonly gate: string
  readonly doneOn: string | null
}
export interface GateStanding {
  readonly gate: Gate
  readonly isOpen: boolean
  /** What was counted and what it has to reach, where Ihala can count. */
  readonly counted: { readonly have: number; readonly need: number } | null
  readonly needsTick: boolean
  readonly tickedOn: string | null
}

const counted: { readonly [G in Gate]?: (facts: GrowthFacts) => { have: number; need: number } } = {
  offices: ({ offices }) => ({ have: offices, need: least.offices }),
  core_services: ({ coreServices }) => ({ have: coreServices, need: least.coreServices }),
  // how many have not signed: none may be left
  protocols: ({ unsigned }) => ({ have: unsigned, need: 0 }),
  places: ({ districts, holidays }) => ({ have: districts > 0 && holidays > 0 ? 1 : 0, need: 1 }),
  certificates: ({ staff, certified }) => ({
    have: staff === 0 ? 0 : Math.floor((certified * 100) / staff),
    need: least.certifiedPercent,
  }),
}

/** The day of the last word on a gate; null: never ticked, or taken back. */
export function tickedOn(ticks: readonly Tick[], gate: string): string | null {
  return ticks.findLast((tick) => tick.gate === gate)?.doneOn ?? null
}

/** How each gate stands, in the order they are walked. */
export function gatesOf(facts: GrowthFacts, ticks: readonly Tick[]): readonly GateStanding[] {
  return gates.map((gate) => {
    const count = counted[gate]?.(facts) ?? null
    const needsTick = (tickedGates as readonly string[]).includes(gate)
    const on = needsTick ? tickedOn(ticks, gate) : null
    const enough =
      count === null
        ? true
        : gate === 'protocols'
          ? count.have === 0 && facts.coreServices > 0
          : count.have >= count.need
    return { gate, isOpen: enough && (!needsTick || on !== null), counted: count, needsTick, tickedOn: on }
  })
}

/** The day on which somebody looks back. */
export function reviewDueOn(liveOn: string): string {
  return addDays(liveOn, reviewDays)
}
