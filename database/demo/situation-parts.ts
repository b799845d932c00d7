import type { Permission } from '../../src/permissions/permissions.ts'
import { confirm } from './referral-paths.ts'
import {
  assess,
  finished,
  hours,
  need,
  pickService,
  send,
  soon,
  stayInTouch,
  step,
  type Tale,
  type Try,
  visit,
} from './tale.ts'

/** Where a case stands today. Writes the steps that led there; answers how many hours ago the last one was. */
export type Situation = (tale: Tale) => number

export const within = (tale: Tale, from: number, to: number): number =>
  from + tale.chance.next() * (to - from)

/** First visit, plan, and a first referral. Without an offer nearby it stays at the plan. */
export function referred(
  tale: Tale,
  more: Parameters<typeof send>[3] & { paper?: number } = {},
): { one: Try; service: string } | undefined {
  const { paper, ...rest } = more
  visit(tale, paper === undefined ? {} : { paper })
  assess(tale)
  const service = pickService(tale, more.provider === false ? withoutAccount(tale) : undefined)
  const needId = need(tale, service)
  if (tale.chance.odds(0.3)) need(tale, pickService(tale), soon, 2)
  const one = send(tale, needId, service, rest)
  return one && { one, service }
}

/** Services that somebody without an account offers: these are the ones a one-time link is for. */
function withoutAccount({ cast, person, site }: Tale): string[] {
  return cast
    .servicesFor(person, site)
    .filter((service) =>
      cast.offersFor(service, person, site).some((offer) => cast.providerOf(offer) === undefined),
    )
}

/** A referral that goes on after `path`, `ago` hours after its last step. */
export const open =
  (
    path: (tale: Tale, one: Try, service: string) => void,
    ago: readonly [number, number],
    more: Parameters<typeof referred>[1] = {},
  ): Situation =>
  (tale) => {
    const made = referred(tale, more)
    if (made) path(tale, made.one, made.service)
    stayInTouch(tale)
    return within(tale, ago[0], ago[1])
  }

/** One or two needs served and confirmed. */
export function served(tale: Tale): void {
  const made = referred(tale)
  if (made) confirm(tale, made.one)
  if (!made || tale.chance.odds(0.65)) return
  const service = pickService(tale)
  const more = send(tale, need(tale, service, hours(tale), 2), service)
  if (more) confirm(tale, more)
}

export const decide = (tale: Tale, name: Permission, gap: number, input: object): void => {
  step(tale, name, gap, { caseId: tale.caseId, ...input }, { by: tale.cast.supervisorOf(tale.officer) })
}
export const askToClose = (tale: Tale, reason: string, more: object = {}): void => {
  step(tale, 'task.finish', soon, (sight) => finished(sight.task('contact'), 'reached'))
  step(tale, 'case.close', hours(tale), {
    caseId: tale.caseId,
    reason,
    toldPerson: reason !== 'unreachable',
    ...more,
  })
}
/** Asked by the officer and signed by the supervisor. */
export const closes = (tale: Tale, reason: string, more: object = {}): void => {
  askToClose(tale, reason, more)
  decide(tale, 'case.approve', hours(tale), { kind: 'closing' })
}
