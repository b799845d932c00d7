import type { CaseAnswer, CaseReferral, NeedAnswer } from '../records/answers.ts'
import { waitsFor } from '../referrals/escalation.ts'

type Task = CaseAnswer['tasks'][number]

/** The one thing to do about a case now. Words: `cases.next.<kind>`. */
export type NextStep =
  | { readonly kind: 'reopen' | 'waits_urgency' | 'waits_closing' | 'record_need' | 'contact' | 'close' }
  | {
      readonly kind:
        | 'answer_question'
        | 'call_provider'
        | 'other_offers'
        | 'ask_person'
        | 'tell_person'
        | 'send_draft'
        | 'wait'
      readonly referral: CaseReferral
    }
  | { readonly kind: 'find_service'; readonly need: NeedAnswer }
  | { readonly kind: 'do_task'; readonly task: Task }

const openNeed: readonly string[] = ['open', 'planned', 'partly_met']
const endedWithoutService: readonly string[] = ['declined', 'cancelled', 'failed']
const underWay: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']

/**
 * What to do next, most pressing first: what somebody else waits for, what is late, what the person has to be asked or
 * told, then the needs in the person's own order (a missing document before what it blocks), then the ordinary.
 */
export function nextStepOf(file: CaseAnswer, now: string): NextStep {
  if (file.closedAt !== null) return { kind: 'reopen' }
  if (file.pending) return { kind: file.pending.kind === 'urgency' ? 'waits_urgency' : 'waits_closing' }
  const running = file.referrals.filter(({ loopClosedAt }) => loopClosedAt === null)
  const isLate = (at: string | null) => at !== null && Date.parse(at) < Date.parse(now)
  const first = (fits: (referral: CaseReferral) => boolean) => running.find(fits)

  const question = first(({ id, state }) => state === 'sent' && hasOpenQuestion(file, id))
  if (question) return { kind: 'answer_question', referral: question }
  const silent = first((one) => one.state === 'sent' && (one.expiredAt !== null || isLate(one.nextDueAt)))
  if (silent) return { kind: 'call_provider', referral: silent }
  const done = first(
    (one) => one.state === 'completed' && one.confirmedAt === null && one.disputedAt === null,
  )
  if (done) return { kind: 'ask_person', referral: done }
  const slow = first(
    (one) =>
      underWay.includes(one.state) && isLate(one.nextDueAt) && waitsFor(one.nextDueKind) === 'receiver',
  )
  if (slow) return { kind: 'call_provider', referral: slow }
  const ended = first((one) => endedWithoutService.includes(one.state) && one.nextDueAt !== null)
  if (ended) return { kind: 'other_offers', referral: ended }
  const task = file.tasks.find(({ doneAt, dueAt }) => doneAt === null && isLate(dueAt))
  if (task) return { kind: 'do_task', task }
  if (isLate(file.nextContactAt)) return { kind: 'contact' }
  const draft = first(({ state }) => state === 'draft')
  if (draft) return { kind: 'send_draft', referral: draft }
  const news = first(
    (one) => one.state === 'accepted' && one.appointment !== null && one.toldPersonAt === null,
  )
  if (news) return { kind: 'tell_person', referral: news }
  const need = firstNeed(file)
  if (need) return { kind: 'find_service', need }
  if (file.needs.length === 0) return { kind: 'record_need' }
  const waiting = soonest(running.filter(({ state }) => underWay.includes(state)))
  return waiting ? { kind: 'wait', referral: waiting } : { kind: 'close' }
}

function hasOpenQuestion(file: CaseAnswer, referralId: string): boolean {
  const said = file.story.find(
    ({ kind, referralId: about }) =>
      about === referralId && (kind === 'referral.ask_information' || kind === 'referral.answer_information'),
  )
  return said?.kind === 'referral.ask_information'
}

/** In the person's own order; among them, what unblocks another need first. */
function firstNeed({ needs }: CaseAnswer): NeedAnswer | undefined {
  const open = needs.filter(({ state }) => openNeed.includes(state))
  const opening = open.filter(({ unblocksNeedId }) => open.some(({ id }) => id === unblocksNeedId))
  return [...opening, ...open][0]
}

function soonest(referrals: readonly CaseReferral[]): CaseReferral | undefined {
  return [...referrals].sort((one, other) => (one.nextDueAt ?? '9').localeCompare(other.nextDueAt ?? '9'))[0]
}
