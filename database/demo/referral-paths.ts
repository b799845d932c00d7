import { answer, days, hours, note, send, soon, step, type Tale, texts, type Try } from './tale.ts'

/** How far a referral comes. Each path begins after sending. */
export function acknowledge(tale: Tale, one: Try, gap = hours(tale)): void {
  answer(tale, one, 'referral.acknowledge', gap)
}

/** Accepted with an appointment at `at` (a time of the tale, or of the calendar), or without one. */
export function accept(
  tale: Tale,
  one: Try,
  at?: (time: (tag?: string) => string) => string,
  gap = hours(tale),
): void {
  answer(tale, one, 'referral.accept', gap, (sight) =>
    at ? { appointment: { at: at(sight.at), contact: tale.chance.pick(texts.sayers) } } : {},
  )
}

/** The person came at the appointed hour, and the service begins. */
export function start(tale: Tale, one: Try): void {
  const tag = `came ${one.referralId}`
  const withAppointment = tale.chance.odds(0.6)
  acknowledge(tale, one)
  accept(tale, one, withAppointment ? (at) => before(at(tag)) : undefined, hours(tale))
  if (withAppointment)
    answer(tale, one, 'referral.note_appointment', days(tale, 2, 5), { status: 'attended' }, tag)
  answer(tale, one, 'referral.start', withAppointment ? soon : days(tale, 1, 5))
}

/** An hour before: the appointment that has just been kept or missed. */
const before = (at: string): string => new Date(Date.parse(at) - 3_600_000).toISOString()

export function complete(
  tale: Tale,
  one: Try,
  outcome = tale.chance.weighted({
    need_met: 70,
    partly_met: 15,
    service_given_need_remains: 6,
    information_only: 5,
    referred_on: 4,
  }),
): void {
  start(tale, one)
  if (tale.chance.odds(0.25))
    answer(tale, one, 'referral.add_note', days(tale, 1, 4), { note: tale.chance.pick(texts.providerNotes) })
  answer(tale, one, 'referral.complete', days(tale, 2, 9), { outcome })
}

/** Served, and the person says: received, and it helped. */
export function confirm(tale: Tale, one: Try): void {
  complete(tale, one)
  callBack(tale)
  step(tale, 'referral.confirm', soon, { referralId: one.referralId, received: true, helped: true })
}

/** The officer calls and writes down that the person was reached. */
function callBack(tale: Tale): void {
  if (tale.chance.odds(0.5)) note(tale, days(tale, 1, 6), 'contact')
  else
    step(tale, 'task.finish', days(tale, 1, 6), (sight) => {
      const taskId = sight.task('contact')
      return taskId === undefined ? undefined : { taskId, result: 'reached' }
    })
}

export function decline(tale: Tale, one: Try, gap = hours(tale)): void {
  answer(tale, one, 'referral.decline', gap, {
    reason: tale.chance.weighted({
      no_capacity: 50,
      outside_area: 12,
      not_eligible: 18,
      service_closed: 8,
      incomplete_information: 7,
      redirected: 5,
    }),
  })
}

export function waitlist(tale: Tale, one: Try, inDays: number): void {
  acknowledge(tale, one)
  answer(tale, one, 'referral.waitlist', hours(tale), (sight) => ({ expectedOn: sight.dayAfter(inDays) }))
}

/** The person did not come, though called again; the provider gives up. */
export function fail(tale: Tale, one: Try): void {
  const [first, second] = [`missed ${one.referralId}`, `again ${one.referralId}`]
  accept(tale, one, (at) => before(at(first)))
  answer(tale, one, 'referral.note_appointment', days(tale, 2, 4), { status: 'missed' }, first)
  answer(tale, one, 'referral.set_appointment', hours(tale), (sight) => ({
    appointment: { at: before(sight.at(second)), note: texts.missed[0] },
  }))
  answer(tale, one, 'referral.note_appointment', days(tale, 2, 4), { status: 'missed' }, second)
  answer(tale, one, 'referral.fail', soon, { reason: 'did_not_attend' })
}

/** Another offer for the same need after an end without service; the person hears of both. */
export function tryNext(tale: Tale, ended: Try, service: string): Try | undefined {
  const next = send(tale, ended.needId, service, { previous: ended, choice: 0 })
  if (next)
    step(tale, 'referral.tell_person', soon, {
      referralId: ended.referralId,
      channel: tale.chance.pick(['phone', 'in_person']),
    })
  return next
}

/** Nobody else serves: the need ends unmet, is counted, and the person is told. */
export function endUnmet(tale: Tale, ended: Try, reason: string): void {
  step(tale, 'need.close', hours(tale), { needId: ended.needId, state: 'not_met', reason })
  step(tale, 'referral.tell_person', soon, { referralId: ended.referralId, channel: 'phone' })
}
