import {
  accept,
  acknowledge,
  complete,
  decline,
  endUnmet,
  fail,
  confirm,
  start,
  tryNext,
  waitlist,
} from './referral-paths.ts'
import { open, referred, type Situation, within } from './situation-parts.ts'
import {
  answer,
  assess,
  days,
  draft,
  hours,
  need,
  pickService,
  send,
  soon,
  stayInTouch,
  step,
  texts,
  visit,
} from './tale.ts'

const base64url = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')

/** Cases with a first referral somewhere on its way, or not yet sent. */
export const openSituations = {
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
  linkSent: open(
    (tale, one) => {
      const token = Array.from({ length: 43 }, () => tale.chance.pick(base64url)).join('')
      step(tale, 'link.make', soon, {
        linkId: tale.id(),
        referralId: one.referralId,
        step: 'answer',
        token,
        word: tale.chance.pick(['زيتون', 'جسر أخضر', 'باران']),
      })
    },
    [1, 14],
    { provider: false },
  ),
  unanswered: open(() => {}, [60, 190]),
  acknowledged: open((tale, one) => acknowledge(tale, one), [2, 30]),
  undecided: open((tale, one) => acknowledge(tale, one), [130, 260]),
  asked: open(
    (tale, one) =>
      answer(tale, one, 'referral.ask_information', hours(tale), {
        question: tale.chance.pick(texts.questions),
      }),
    [2, 30],
  ),
  askedAnswered: open(
    (tale, one) => {
      answer(tale, one, 'referral.ask_information', hours(tale), {
        question: tale.chance.pick(texts.questions),
      })
      step(tale, 'referral.answer_information', hours(tale), {
        referralId: one.referralId,
        answer: tale.chance.pick(texts.answers),
      })
    },
    [2, 24],
  ),
  appointmentToday: open(
    (tale, one) => {
      const hour = tale.chance.whole(9, 13)
      acknowledge(tale, one)
      accept(tale, one, () => tale.clock.at(0, hour, tale.chance.pick([0, 30])))
    },
    [26, 90],
  ),
  appointmentSoon: open(
    (tale, one) => {
      const [day, hour] = [tale.chance.whole(1, 9), tale.chance.whole(9, 13)]
      acknowledge(tale, one)
      accept(tale, one, () => tale.clock.at(day, hour))
    },
    [3, 80],
  ),
  acceptedOnly: open((tale, one) => accept(tale, one), [4, 70]),
  notStarted: open((tale, one) => accept(tale, one), [400, 560]),
  missed: open(
    (tale, one) => {
      const tag = `missed ${one.referralId}`
      accept(tale, one, (at) => new Date(Date.parse(at(tag)) - 5_400_000).toISOString())
      answer(tale, one, 'referral.note_appointment', days(tale, 2, 4), { status: 'missed' }, tag)
    },
    [3, 40],
  ),
  serving: open((tale, one) => start(tale, one), [10, 250]),
  waitlisted: open((tale, one) => waitlist(tale, one, tale.chance.whole(20, 60)), [20, 200]),
  waitedTooLong: open((tale, one) => waitlist(tale, one, 10), [300, 420]),
  held: open(
    (tale, one) => {
      start(tale, one)
      answer(tale, one, 'referral.hold', days(tale, 1, 5), {
        reason: tale.chance.pick(['awaiting_documents', 'awaiting_person', 'awaiting_funding']),
      })
    },
    [10, 180],
  ),
  declined: open((tale, one) => decline(tale, one), [3, 44]),
  declinedThenSent: open(
    (tale, one, service) => {
      decline(tale, one)
      const next = tryNext(tale, one, service)
      if (next) acknowledge(tale, next)
    },
    [2, 30],
  ),
  declinedThenServed: open(
    (tale, one, service) => {
      decline(tale, one)
      const next = tryNext(tale, one, service)
      if (next) confirm(tale, next)
      else endUnmet(tale, one, 'no_service_here')
    },
    [30, 400],
  ),
  unconfirmed: open((tale, one) => complete(tale, one, 'need_met'), [8, 200]),
  unconfirmedLate: open((tale, one) => complete(tale, one), [380, 520]),
  failed: open((tale, one) => fail(tale, one), [3, 50]),
  failedThenServed: open(
    (tale, one, service) => {
      fail(tale, one)
      const next = tryNext(tale, one, service)
      if (next) start(tale, next)
      else endUnmet(tale, one, 'person_declined')
    },
    [10, 100],
  ),
  cancelled: open(
    (tale, one) => {
      acknowledge(tale, one)
      step(tale, 'referral.cancel', hours(tale), { referralId: one.referralId, reason: 'need_met_elsewhere' })
      step(tale, 'need.close', soon, { needId: one.needId, state: 'met' })
      step(tale, 'referral.tell_person', soon, { referralId: one.referralId, channel: 'in_person' })
    },
    [10, 200],
  ),
  askedToStop: open(
    (tale, one) => {
      accept(tale, one)
      step(tale, 'referral.ask_cancel', days(tale, 1, 3), {
        referralId: one.referralId,
        reason: 'person_moved',
      })
    },
    [3, 40],
  ),
  stopped: open(
    (tale, one) => {
      accept(tale, one)
      step(tale, 'referral.ask_cancel', days(tale, 1, 3), {
        referralId: one.referralId,
        reason: 'person_withdrew',
      })
      answer(tale, one, 'referral.cancel', hours(tale), { reason: 'person_withdrew' })
      step(tale, 'need.close', hours(tale), { needId: one.needId, state: 'withdrawn' })
      step(tale, 'referral.tell_person', soon, { referralId: one.referralId })
    },
    [10, 120],
  ),
  mistake: open(
    (tale, one, service) => {
      step(tale, 'referral.mark_error', soon, { referralId: one.referralId })
      const again = send(tale, one.needId, service)
      if (again) start(tale, again)
    },
    [10, 100],
  ),
  fromPaper: open((tale, one) => start(tale, one), [10, 200], { paper: 6 }),
  officeTask: open(
    (tale, one) => {
      acknowledge(tale, one)
      step(tale, 'task.add', soon, {
        taskId: tale.id(),
        caseId: tale.caseId,
        kind: 'office',
        text: tale.chance.pick(texts.tasks),
        dueAt: tale.clock.at(tale.chance.whole(-1, 3), 13),
      })
    },
    [3, 26],
  ),
  contactToday: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    stayInTouch(tale, 0)
    return within(tale, 60, 200)
  },
} as const satisfies Record<string, Situation>
