import type { DueKind } from './clocks.ts'
import { dueLevel, type Level, levels } from './due-levels.ts'
import type { ReferralRow } from '../records/rows.ts'

/** What the sweep reads of a referral whose clock runs. */
export type Running = Pick<
  ReferralRow,
  | 'state'
  | 'urgency'
  | 'draftedAt'
  | 'sentAt'
  | 'stateSince'
  | 'toldPersonAt'
  | 'appointment'
  | 'nextDueAt'
  | 'nextDueKind'
  | 'alertLevel'
  | 'expiredAt'
>

const receiversTurn: readonly string[] = [
  'acknowledge',
  'decide',
  'expected',
  'firstService',
  'appointment',
] satisfies DueKind[]

/** Whose turn it is while this clock runs. */
export function waitsFor(kind: string | null): 'sender' | 'receiver' {
  return receiversTurn.includes(kind ?? '') ? 'receiver' : 'sender'
}

const latest = (first: string, ...others: readonly (string | null | undefined)[]) =>
  others.reduce<string>((last, at) => (at && Date.parse(at) > Date.parse(last) ? at : last), first)

/** When the stored clock began, as `nextDue` counts it; known without the programme's limits, which a job need not see. */
export function clockStart(referral: Running): string {
  const { nextDueKind, draftedAt, sentAt, stateSince, toldPersonAt, appointment } = referral
  switch (nextDueKind) {
    case 'send':
      return draftedAt
    case 'acknowledge':
    case 'decide':
    case 'firstService':
      return sentAt ?? draftedAt
    case 'followUp':
      return latest(stateSince, toldPersonAt, appointment?.status === 'attended' ? appointment.at : null)
    default:
      return stateSince
  }
}

export type Told = 'officer' | 'receiver' | 'supervisor' | 'branch'

export interface Escalation {
  readonly level: Exclude<Level, 0>
  readonly told: readonly Told[]
}

/**
 * The levels newly reached and who hears of each (SOP 6.3): at 100 % the officer, and the provider when it is its turn;
 * at 150 % the supervisor; at 200 % the branch. With U0 and U1 the supervisor hears at once.
 */
export function escalationsDue(referral: Running, now: string): Escalation[] {
  if (!referral.nextDueAt) return []
  const reached = dueLevel(clockStart(referral), referral.nextDueAt, now)
  const urgent = referral.urgency === 'U0' || referral.urgency === 'U1'
  const told: Record<Exclude<Level, 0>, Told[]> = {
    100: [
      'officer',
      ...(waitsFor(referral.nextDueKind) === 'receiver' ? (['receiver'] as const) : []),
      ...(urgent ? (['supervisor'] as const) : []),
    ],
    150: urgent ? ['officer'] : ['supervisor'],
    200: ['officer', 'branch'],
  }
  return levels
    .filter((level) => level > referral.alertLevel && level <= reached)
    .map((level) => ({ level, told: told[level] }))
}

/** No sign of receipt within twice the limit. The state stays: the sender chooses what next. */
export function expiresNow(referral: Running, escalations: readonly Escalation[]): boolean {
  return (
    referral.nextDueKind === 'acknowledge' &&
    referral.expiredAt === null &&
    escalations.some(({ level }) => level === 200)
  )
}
