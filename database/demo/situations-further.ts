import { accept, acknowledge, complete, confirm, decline, endUnmet, fail, start } from './referral-paths.ts'
import { askToClose, closes, decide, referred, served, type Situation, within } from './situation-parts.ts'
import {
  assess,
  days,
  finished,
  hours,
  move,
  need,
  note,
  pickService,
  send,
  soon,
  stayInTouch,
  step,
  texts,
  visit,
} from './tale.ts'

/** Cases that came further: served, disputed, handed over, closed, opened again. */
export const furtherSituations = {
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
      step(tale, 'referral.confirm', days(tale, 2, 6), {
        referralId: made.one.referralId,
        received: tale.chance.odds(0.5),
        helped: false,
      })
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
    step(tale, 'case.raise_urgency', hours(tale), {
      caseId: tale.caseId,
      urgency: tale.urgency === 'U3' ? 'U2' : 'U1',
      reason: tale.chance.pick(['losing_home', 'medicine_running_out', 'medical']),
    })
    if (made) acknowledge(tale, made.one, hours(tale))
    stayInTouch(tale, 1)
    return within(tale, 3, 18)
  },
  loweringWaits: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    step(tale, 'case.lower_urgency', hours(tale), {
      caseId: tale.caseId,
      urgency: 'U3',
      reason: 'situation_better',
    })
    stayInTouch(tale)
    return within(tale, 4, 40)
  },
  lowered: (tale) => {
    const made = referred(tale)
    if (made) start(tale, made.one)
    step(tale, 'case.lower_urgency', hours(tale), {
      caseId: tale.caseId,
      urgency: 'U3',
      reason: 'situation_better',
    })
    decide(tale, 'case.approve', hours(tale), { kind: 'urgency' })
    stayInTouch(tale)
    return within(tale, 20, 200)
  },
  closingWaits: (tale) => {
    served(tale)
    stayInTouch(tale)
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
    step(tale, 'case.reopen', days(tale, 8, 20), {
      caseId: tale.caseId,
      reason: tale.chance.pick(texts.reopen),
    })
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
    step(tale, 'case.reopen', days(tale, 8, 20), {
      caseId: tale.caseId,
      reason: tale.chance.pick(texts.reopen),
    })
    return within(tale, 3, 60)
  },
  review: (tale) => {
    served(tale)
    move(tale, 'review_due', days(tale, 3, 8))
    stayInTouch(tale)
    return within(tale, 4, 90)
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
    step(counter, 'case.hand_over', hours(tale), {
      caseId: tale.caseId,
      accountId: tale.cast.account(tale.officer).id,
      note: tale.chance.pick(texts.handOver),
    })
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
