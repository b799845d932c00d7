import type { Permission } from '../../src/permissions/permissions.ts'
import { accept, acknowledge, complete, confirm, decline, endUnmet, fail, start, tryNext, waitlist } from './referral-paths.ts'
import { answer, assess, days, draft, finished, hours, move, need, note, pickService, send, soon, stayInTouch, step, type Tale, texts, type Try, visit } from './tale.ts'

/** Where a case stands today. Writes the steps that led there; answers how many hours ago the last one was. */
type Situation = (tale: Tale) => number

const base64url = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')

const within = (tale: Tale, from: number, to: number): number => from + tale.chance.next() * (to - from)

/** First visit, plan, and a first referral. Without an offer nearby it stays at the plan. */
function referred(tale: Tale, more: Parameters<typeof send>[3] & { among?: readonly string[]; paper?: number } = {}): { one: Try; service: string } | undefined {
  const { among, paper, ...rest } = more
  visit(tale, paper === undefined ? {} : { paper })
  assess(tale)
  const service = pickService(tale, among)
  const needId = need(tale, service)
  if (tale.chance.odds(0.3)) need(tale, pickService(tale), soon, 2)
  const one = send(tale, needId, service, rest)
  return one && { one, service }
}

/** A referral that goes on after `path`, `ago` hours after its last step. */
const open = (path: (tale: Tale, one: Try, service: string) => void, ago: readonly [number, number], more: Parameters<typeof referred>[1] = {}): Situation => (tale) => {
  const made = referred(tale, more)
  if (made) path(tale, made.one, made.service)
  stayInTouch(tale)
  return within(tale, ago[0], ago[1])
}

/** One or two needs served and confirmed. */
function served(tale: Tale): void {
  const made = referred(tale)
  if (made) confirm(tale, made.one)
  if (!made || tale.chance.odds(0.65)) return
  const service = pickService(tale)
  const more = send(tale, need(tale, service, hours(tale), 2), service)
  if (more) confirm(tale, more)
}

const decide = (tale: Tale, name: Permission, gap: number, input: object): void => {
  step(tale, name, gap, { caseId: tale.caseId, ...input }, { by: tale.cast.supervisorOf(tale.officer) })
}
const askToClose = (tale: Tale, reason: string, more: object = {}): void => {
  step(tale, 'task.finish', soon, (sight) => finished(sight.task('contact'), 'reached'))
  step(tale, 'case.close', hours(tale), { caseId: tale.caseId, reason, toldPerson: reason !== 'unreachable', ...more })
}
/** Asked by the officer and signed by the supervisor. */
const closes = (tale: Tale, reason: string, more: object = {}): void => {
  askToClose(tale, reason, more)
  decide(tale, 'case.approve', hours(tale), { kind: 'closing' })
}

export const situations = {
  fresh: (tale) => {
    visit(tale)
    return within(tale, 0.5, 20)
  },
  screened: (tale) => {
    visit(tale)
    assess(tale, 'screened')
    need(tale, pickService(tale))
    return within(tale, 2, 40)
  },
  assessed: (tale) => {
    visit(tale)
    assess(tale, 'open_assessment')
    need(tale, pickService(tale))
    need(tale, pickService(tale), soon, 2)
    stayInTouch(tale)
    return within(tale, 5, 90)
  },
  drafted: (tale) => {
    visit(tale)
    assess(tale)
    const service = pickService(tale)
    draft(tale, need(tale, service), service)
    stayInTouch(tale)
    return within(tale, 1, 14)
  },
  sent: open(() => {}, [0.5, 14]),
  linkSent: open((tale, one) => {
    const token = Array.from({ length: 43 }, () => tale.chance.pick(base64url)).join('')
    step(tale, 'link.make', soon, { linkId: tale.id(), referralId: one.referralId, step: 'answer', token, word: tale.chance.pick(['زيتون', 'جسر أخضر', 'باران']) })
  }, [1, 14], { provider: false }),
  unanswered: open(() => {}, [60, 190]),
  acknowledged: open((tale, one) => acknowledge(tale, one), [2, 30]),
  undecided: open((tale, one) => acknowledge(tale, one), [130, 260]),
  asked: open((tale, one) => answer(tale, one, 'referral.ask_information', hours(tale), { question: tale.chance.pick(texts.questions) }), [2, 30]),
  askedAnswered: open((tale, one) => {
    answer(tale, one, 'referral.ask_information', hours(tale), { question: tale.chance.pick(texts.questions) })
    step(tale, 'referral.answer_information', hours(tale), { referralId: one.referralId, answer: tale.chance.pick(texts.answers) })
  }, [2, 24]),
  appointmentToday: open((tale, one) => {
    const hour = tale.chance.whole(9, 13)
    acknowledge(tale, one)
    accept(tale, one, () => tale.clock.at(0, hour, tale.chance.pick([0, 30])))
  }, [26, 90]),
  appointmentSoon: open((tale, one) => {
    const [day, hour] = [tale.chance.whole(1, 9), tale.chance.whole(9, 13)]
    acknowledge(tale, one)
    accept(tale, one, () => tale.clock.at(day, hour))
  }, [3, 80]),
  acceptedOnly: open((tale, one) => accept(tale, one), [4, 70]),
  notStarted: open((tale, one) => accept(tale, one), [400, 560]),
  missed: open((tale, one) => {
    const tag = `missed ${one.referralId}`
    accept(tale, one, (at) => new Date(Date.parse(at(tag)) - 5_400_000).toISOString())
    answer(tale, one, 'referral.note_appointment', days(tale, 2, 4), { status: 'missed' }, tag)
  }, [3, 40]),
  serving: open((tale, one) => start(tale, one), [10, 250]),
  waitlisted: open((tale, one) => waitlist(tale, one, tale.chance.whole(20, 60)), [20, 200]),
  waitedTooLong: open((tale, one) => waitlist(tale, one, 10), [300, 420]),
  held: open((tale, one) => {
    start(tale, one)
    answer(tale, one, 'referral.hold', days(tale, 1, 5), { reason: tale.chance.pick(['awaiting_documents', 'awaiting_person', 'awaiting_funding']) })
  }, [10, 180]),
  declined: open((tale, one) => decline(tale, one), [3, 44]),
  declinedThenSent: open((tale, one, service) => {
    decline(tale, one)
    const next = tryNext(tale, one, service)
    if (next) acknowledge(tale, next)
  }, [2, 30]),
  declinedThenServed: open((tale, one, service) => {
    decline(tale, one)
    const next = tryNext(tale, one, service)
    if (next) confirm(tale, next)
    else endUnmet(tale, one, 'no_service_here')
  }, [30, 400]),
  unconfirmed: open((tale, one) => complete(tale, one, 'need_met'), [8, 200]),
  unconfirmedLate: open((tale, one) => complete(tale, one), [380, 520]),
  confirmedAndMore: (tale) => {
    served(tale)
    const service = pickService(tale)
    const more = send(tale, need(tale, service, hours(tale), 3), service)
    if (more) start(tale, more)
    stayInTouch(tale)
    return within(tale, 10, 160)
  },
  disputed: (tale) => {
    const made = referred(tale)
    if (made) {
      complete(tale, made.one, 'need_met')
      step(tale, 'referral.confirm', days(tale, 2, 6), { referralId: made.one.referralId, received: tale.chance.odds(0.5), helped: false })
    }
    stayInTouch(tale)
    return within(tale, 4, 50)
  },
  disputedThenServed: (tale) => {
    const made = referred(tale)
    if (made) {
      confirm(tale, made.one)
      step(tale, 'referral.dispute', days(tale, 2, 6), { referralId: made.one.referralId, received: false })
      const next = send(tale, made.one.needId, made.service, { previous: made.one, choice: 0 })
      step(tale, 'task.finish', soon, (sight) => finished(sight.task('choose_other_offer')))
      if (next) confirm(tale, next)
    }
    stayInTouch(tale)
    return within(tale, 20, 200)
  },
  failed: open((tale, one) => fail(tale, one), [3, 50]),
  failedThenServed: open((tale, one, service) => {
    fail(tale, one)
    const next = tryNext(tale, one, service)
    if (next) start(tale, next)
    else endUnmet(tale, one, 'person_declined')
  }, [10, 100]),
  cancelled: open((tale, one) => {
    acknowledge(tale, one)
    step(tale, 'referral.cancel', hours(tale), { referralId: one.referralId, reason: 'need_met_elsewhere' })
    step(tale, 'need.close', soon, { needId: one.needId, state: 'met' })
    step(tale, 'referral.tell_person', soon, { referralId: one.referralId, channel: 'in_person' })
  }, [10, 200]),
  askedToStop: open((tale, one) => {
    accept(tale, one)
    step(tale, 'referral.ask_cancel', days(tale, 1, 3), { referralId: one.referralId, reason: 'person_moved' })
  }, [3, 40]),
  stopped: open((tale, one) => {
    accept(tale, one)
    step(tale, 'referral.ask_cancel', days(tale, 1, 3), { referralId: one.referralId, reason: 'person_withdrew' })
    answer(tale, one, 'referral.cancel', hours(tale), { reason: 'person_withdrew' })
    step(tale, 'need.close', hours(tale), { needId: one.needId, state: 'withdrawn' })
    step(tale, 'referral.tell_person', soon, { referralId: one.referralId })
  }, [10, 120]),
  mistake: open((tale, one, service) => {
    step(tale, 'referral.mark_error', soon, { referralId: one.referralId })
    const again = send(tale, one.needId, service)
    if (again) start(tale, again)
  }, [10, 100]),
  consentWithdrawn: (tale) => {
    const made = referred(tale)
    const consent = tale.steps.findLast(({ name }) => name === 'consent.record')
    if (made && consent) {
      accept(tale, made.one)
      step(tale, 'consent.withdraw', days(tale, 1, 3), (sight) => {
        const { consentId } = consent.input(sight) as { consentId: string }
        return { consentId, how: 'in_person' }
      })
      step(tale, 'need.close', soon, { needId: made.one.needId, state: 'withdrawn' })
      step(tale, 'referral.tell_person', soon, { referralId: made.one.referralId })
    }
    stayInTouch(tale)
    return within(tale, 10, 200)
  },
  raised: (tale) => {
    const made = referred(tale)
    step(tale, 'case.raise_urgency', hours(tale), { caseId: tale.caseId, urgency: tale.urgency === 'U3' ? 'U2' : 'U1', reason: tale.chance.pick(['losing_home', 'medicine_running_out', 'medical']) })
    if (made) acknowledge(tale, made.one, hours(tale))
    stayInTouch(tale, 1)
    return within(tale, 3, 18)
  },
  loweringWaits: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    step(tale, 'case.lower_urgency', hours(tale), { caseId: tale.caseId, urgency: 'U3', reason: 'situation_better' })
    stayInTouch(tale)
    return within(tale, 4, 40)
  },
  lowered: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    step(tale, 'case.lower_urgency', hours(tale), { caseId: tale.caseId, urgency: 'U3', reason: 'situation_better' })
    decide(tale, 'case.approve', hours(tale), { kind: 'urgency' })
    stayInTouch(tale)
    return within(tale, 20, 200)
  },
  closingWaits: (tale) => {
    served(tale)
    askToClose(tale, 'goals_met')
    return within(tale, 3, 60)
  },
  closingSentBack: (tale) => {
    served(tale)
    askToClose(tale, 'goals_met')
    decide(tale, 'case.send_back', hours(tale), { kind: 'closing', why: tale.chance.pick(texts.sentBack) })
    stayInTouch(tale)
    return within(tale, 4, 60)
  },
  closed: (tale) => {
    served(tale)
    closes(tale, 'goals_met', { howToReturn: texts.howToReturn[0] })
    return within(tale, 20, 900)
  },
  closedUnmet: (tale) => {
    const made = referred(tale)
    if (made) {
      decline(tale, made.one)
      endUnmet(tale, made.one, 'no_capacity')
    }
    closes(tale, 'no_service', { remainingNeeds: texts.remaining[0] })
    return within(tale, 60, 1100)
  },
  closedUnreachable: (tale) => {
    const made = referred(tale)
    if (made) {
      fail(tale, made.one)
      endUnmet(tale, made.one, 'other')
    }
    closes(tale, 'unreachable')
    return within(tale, 60, 900)
  },
  closedOnRequest: (tale) => {
    visit(tale)
    assess(tale, 'open_assessment')
    const needId = need(tale, pickService(tale))
    step(tale, 'need.close', days(tale, 2, 8), { needId, state: 'withdrawn' })
    closes(tale, 'person_request')
    return within(tale, 60, 1300)
  },
  advised: (tale) => {
    visit(tale)
    move(tale, 'advice_only')
    note(tale, soon, 'decision')
    closes(tale, 'ineligible_explained')
    return within(tale, 40, 1300)
  },
  reopened: (tale) => {
    served(tale)
    closes(tale, 'goals_met')
    step(tale, 'case.reopen', days(tale, 8, 20), { caseId: tale.caseId, reason: tale.chance.pick(texts.reopen) })
    move(tale, 'open_assessment')
    const service = pickService(tale)
    const again = send(tale, need(tale, service, soon, 2), service)
    if (again && tale.chance.odds(0.5)) acknowledge(tale, again)
    stayInTouch(tale)
    return within(tale, 3, 30)
  },
  justReopened: (tale) => {
    served(tale)
    closes(tale, 'goals_met')
    step(tale, 'case.reopen', days(tale, 8, 20), { caseId: tale.caseId, reason: tale.chance.pick(texts.reopen) })
    return within(tale, 3, 60)
  },
  review: (tale) => {
    served(tale)
    move(tale, 'review_due', days(tale, 3, 8))
    stayInTouch(tale)
    return within(tale, 4, 90)
  },
  fromPaper: open((tale, one) => start(tale, one), [10, 200], { paper: 6 }),
  officeTask: open((tale, one) => {
    acknowledge(tale, one)
    step(tale, 'task.add', soon, { taskId: tale.id(), caseId: tale.caseId, kind: 'office', text: tale.chance.pick(texts.tasks), dueAt: tale.clock.at(tale.chance.whole(-1, 3), 13) })
  }, [3, 26]),
  contactToday: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    stayInTouch(tale, 0)
    return within(tale, 60, 200)
  },
  movedAway: (tale) => {
    const made = referred(tale)
    if (made) confirm(tale, made.one)
    move(tale, 'transferred', days(tale, 2, 9), tale.cast.supervisorOf(tale.officer))
    return within(tale, 60, 900)
  },
  /** Received at the counter, and given to an officer who assesses. Only where the office has a counter of its own. */
  handedOver: (tale) => {
    const counter = { ...tale, officer: 'mosul.intake' }
    visit(counter)
    move(counter, 'screened')
    step(counter, 'case.hand_over', hours(tale), { caseId: tale.caseId, accountId: tale.cast.account(tale.officer).id, note: tale.chance.pick(texts.handOver) })
    move(tale, 'open_assessment', hours(tale))
    const service = pickService(tale)
    const one = send(tale, need(tale, service), service)
    if (one) start(tale, one)
    stayInTouch(tale)
    return within(tale, 10, 160)
  },
  died: (tale) => {
    visit(tale)
    assess(tale)
    need(tale, pickService(tale))
    move(tale, 'deceased', days(tale, 6, 20))
    return within(tale, 60, 900)
  },
} as const satisfies Record<string, Situation>

export type SituationName = keyof typeof situations
