import type { Permission } from '../permissions/permissions.ts'

/** What each one-time link opens. One link a step: a provider that took a referral gets the next link from the officer. */
const opens = {
  answer: [
    'referral.acknowledge',
    'referral.accept',
    'referral.waitlist',
    'referral.decline',
    'referral.ask_information',
  ],
  start: [
    'referral.start',
    'referral.set_appointment',
    'referral.note_appointment',
    'referral.hold',
    'referral.fail',
  ],
  complete: [
    'referral.complete',
    'referral.set_appointment',
    'referral.note_appointment',
    'referral.hold',
    'referral.fail',
  ],
} as const satisfies Record<string, readonly Permission[]>

export const linkStepNames = [
  'answer',
  'start',
  'complete',
] as const satisfies readonly (keyof typeof opens)[]
export type LinkStep = (typeof linkStepNames)[number]

/** These say something on the way; the step itself is still to come, so the link stays open. */
const onTheWay: readonly string[] = [
  'referral.acknowledge',
  'referral.set_appointment',
  'referral.note_appointment',
]

export function actionsOfLink(step: string | undefined): readonly Permission[] {
  return step !== undefined && Object.hasOwn(opens, step) ? opens[step as LinkStep] : []
}

export function linkOpens(step: string | undefined, name: Permission): boolean {
  return actionsOfLink(step).includes(name)
}

/** Single use (DP-27): whatever ends the step uses the link up. */
export function usesLinkUp(name: Permission): boolean {
  return !onTheWay.includes(name)
}
