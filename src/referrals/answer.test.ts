import { describe, expect, it } from 'vitest'
import type { Circumstances, Decision } from '../actions/action.ts'
import { amina, as, baran, ids, now, reference, refusalOf, written } from '../../tests/support/amina.ts'
import {
  asSeenByReceiver,
  asSeenBySender,
  dara,
  linkTo,
  referralId,
  referralOf,
  sentReferral,
} from '../../tests/support/referral-of.ts'
import type { Who } from '../permissions/who.ts'
import type { ReferralRow } from '../records/rows.ts'
import { acceptReferral, acknowledgeReferral, declineReferral, waitlistReferral } from './answer.ts'
import { noteAppointment, setAppointment } from './appointment.ts'
import { cancelReferral } from './cancel.ts'
import { askInformation, answerInformation } from './information.ts'
import { openActions } from './may.ts'
import { completeReferral, holdReferral, startService } from './service-given.ts'

interface Answering<Input> {
  decide(
    known: { referral: ReturnType<typeof asSeenBySender>; reference: typeof reference },
    input: Input,
    circumstances: Circumstances,
  ): Decision
}
function does<Input>(
  who: Who,
  action: Answering<Input>,
  input: Omit<Input, 'referralId'>,
  referral: ReferralRow = sentReferral(),
): Decision {
  const seen = who === amina || who === baran ? asSeenBySender(referral) : asSeenByReceiver(referral)
  return action.decide({ referral: seen, reference }, { referralId, ...input } as Input, as(who))
}
const taken = (more: Partial<ReferralRow> = {}) =>
  sentReferral({
    state: 'accepted',
    acknowledgedAt: now,
    answeredAt: now,
    nextDueKind: 'firstService',
    ...more,
  })
const inTwoDays = { at: '2026-11-24T07:00:00.000Z' }

describe('Dara answers', () => {
  it('by one tap; the first clock stops and that of the decision runs', () => {
    const [row] = written(does(dara, acknowledgeReferral, {}), 'referral')
    expect(row).toMatchObject({ acknowledgedAt: now, nextDueKind: 'decide', alertLevel: 0 })
    expect(
      refusalOf(() => does(dara, acknowledgeReferral, {}, sentReferral({ acknowledgedAt: now }))),
    ).toMatchObject({ code: 'referral.fact_not_allowed' })
  })

  it('yes, with or without an appointment; Amina hears of it', () => {
    const decision = does(dara, acceptReferral, { appointment: inTwoDays })
    expect(written(decision, 'referral')[0]).toMatchObject({
      state: 'accepted',
      answeredAt: now,
      appointment: { ...inTwoDays, status: 'scheduled' },
      nextDueKind: 'appointment',
    })
    expect(written(decision, 'alert')).toMatchObject([
      { accountId: ids.amina, organisationId: ids.ministry, kind: 'referral.accept' },
    ])
    expect(written(does(dara, acceptReferral, {}), 'referral')[0]).toMatchObject({
      nextDueKind: 'firstService',
    })
    expect(
      refusalOf(() => does(dara, acceptReferral, { appointment: { at: '2028-01-01T00:00:00.000Z' } })),
    ).toMatchObject({ code: 'date.impossible' })
    expect(refusalOf(() => does(dara, acceptReferral, {}, taken()))).toMatchObject({
      code: 'referral.move_not_allowed',
    })
  })

  it('yes, but later: with a day', () => {
    expect(refusalOf(() => does(dara, waitlistReferral, {}))).toMatchObject({
      code: 'referral.expected_date_needed',
    })
    expect(refusalOf(() => does(dara, waitlistReferral, { expectedOn: '2026-11-21' }))).toMatchObject({
      code: 'date.impossible',
    })
    expect(written(does(dara, waitlistReferral, { expectedOn: '2026-12-01' }), 'referral')[0]).toMatchObject({
      state: 'on_hold',
      reason: 'waitlisted',
      nextDueKind: 'expected',
    })
  })

  it('no, with a reason; nothing of the person comes back', () => {
    expect(refusalOf(() => does(dara, declineReferral, {}))).toMatchObject({ code: 'referral.reason_needed' })
    const decision = does(dara, declineReferral, { reason: 'no_capacity' })
    expect(decision.result).toEqual({ referralId, state: 'declined' })
    expect(written(decision, 'referral')[0]).toMatchObject({ nextDueKind: 'nextStep' })
  })

  it('with a question; only the first one stops the clock', () => {
    const [first] = written(does(dara, askInformation, { question: 'أي وثيقة معها؟' }), 'referral')
    expect(first).toMatchObject({ infoRequestedAt: now, acknowledgedAt: now })
    const asked = sentReferral({
      infoRequestedAt: '2026-11-22T08:30:00.000Z',
      infoAnsweredAt: '2026-11-22T08:40:00.000Z',
      acknowledgedAt: now,
    })
    expect(written(does(dara, askInformation, { question: 'ومتى؟' }, asked), 'referral')[0]).toMatchObject({
      infoRequestedAt: asked.infoRequestedAt,
      infoQuestion: 'ومتى؟',
    })
    expect(refusalOf(() => does(amina, answerInformation, { answer: 'نعم' }, asked))).toMatchObject({
      code: 'referral.fact_not_allowed',
    })
  })

  it('then serves: begins, pauses with a reason, ends with an outcome', () => {
    expect(written(does(dara, startService, {}, taken()), 'referral')[0]).toMatchObject({
      state: 'in_service',
      startedAt: now,
      nextDueKind: 'followUp',
    })
    expect(refusalOf(() => does(dara, holdReferral, {}, taken()))).toMatchObject({
      code: 'referral.reason_needed',
    })
    expect(refusalOf(() => does(dara, completeReferral, {}, taken()))).toMatchObject({
      code: 'referral.outcome_needed',
    })
    const [row] = written(does(dara, completeReferral, { outcome: 'need_met' }, taken()), 'referral')
    expect(row).toMatchObject({
      state: 'completed',
      completedAt: now,
      outcome: 'need_met',
      nextDueKind: 'confirm',
    })
  })
})

describe('Amina writes down what Dara said on the telephone', () => {
  const by = { saidBy: 'دارا', channel: 'phone' as const, at: '2026-11-22T08:30:00.000Z' }

  it('with who said it, when and how; no alert to herself, but one when Baran writes it', () => {
    const decision = does(amina, acceptReferral, { by })
    expect(written(decision, 'referral_event')).toMatchObject([
      {
        party: 'receiver',
        saidBy: 'دارا',
        channel: 'phone',
        accountId: ids.amina,
        fromState: 'sent',
        toState: 'accepted',
      },
    ])
    expect(written(decision, 'referral')[0]).toMatchObject({ answeredAt: by.at, stateSince: by.at })
    expect(written(decision, 'alert')).toEqual([])
    expect(written(does(baran, acceptReferral, { by }), 'alert')).toMatchObject([{ accountId: ids.amina }])
  })

  it('never without a name, from the future, or from before it was sent', () => {
    expect(refusalOf(() => does(amina, acceptReferral, {}))).toMatchObject({
      code: 'referral.said_by_needed',
    })
    expect(refusalOf(() => does(amina, acceptReferral, { by: { channel: 'phone' } }))).toMatchObject({
      code: 'referral.said_by_needed',
    })
    expect(
      refusalOf(() => does(amina, acceptReferral, { by: { ...by, at: '2026-11-22T09:00:01.000Z' } })),
    ).toMatchObject({ code: 'date.in_future' })
    expect(
      refusalOf(() => does(amina, acceptReferral, { by: { ...by, at: '2026-11-22T07:59:00.000Z' } })),
    ).toMatchObject({ code: 'date.impossible' })
  })

  it('which Dara does not do for others', () => {
    expect(refusalOf(() => does(dara, acceptReferral, { by }))).toMatchObject({
      code: 'referral.not_your_side',
    })
  })
})

describe('an appointment', () => {
  const coming = taken({ appointment: { ...inTwoDays, status: 'scheduled' } })
  const past = taken({ appointment: { at: '2026-11-22T08:30:00.000Z', status: 'scheduled' } })

  it('is first given by Dara, and moved by either', () => {
    expect(refusalOf(() => does(amina, setAppointment, { appointment: inTwoDays }, taken()))).toMatchObject({
      code: 'referral.said_by_needed',
    })
    const moved = does(amina, setAppointment, { appointment: { at: '2026-11-25T07:00:00.000Z' } }, coming)
    expect(written(moved, 'referral')[0]).toMatchObject({ appointment: { status: 'moved' } })
    expect(written(moved, 'referral_event')[0]).toMatchObject({ party: 'sender', saidBy: null })
  })

  it('is kept or missed after its hour, once', () => {
    expect(refusalOf(() => does(dara, noteAppointment, { status: 'missed' }, coming))).toMatchObject({
      code: 'date.in_future',
    })
    expect(written(does(dara, noteAppointment, { status: 'missed' }, past), 'referral')[0]).toMatchObject({
      appointment: { status: 'missed' },
    })
    const noted = taken({ appointment: { at: '2026-11-22T08:30:00.000Z', status: 'missed' } })
    expect(refusalOf(() => does(dara, noteAppointment, { status: 'attended' }, noted))).toMatchObject({
      code: 'referral.fact_not_allowed',
    })
    expect(openActions(noted, 'receiver')).not.toContain('referral.note_appointment')
    expect(openActions(past, 'receiver')).toContain('referral.note_appointment')
  })
})

describe('a cancellation', () => {
  it('by Amina closes what was handed over, and Dara confirms that she stopped', () => {
    const decision = does(amina, cancelReferral, { reason: 'person_moved' }, taken())
    expect(written(decision, 'referral_snapshot')).toEqual([{ withdrawnAt: now }])
    const cancelled = taken({ state: 'cancelled', reason: 'person_moved' })
    expect(written(does(dara, cancelReferral, {}, cancelled), 'referral')[0]).toMatchObject({
      cancelConfirmedAt: now,
    })
    expect(
      refusalOf(() => does(dara, cancelReferral, {}, { ...cancelled, cancelConfirmedAt: now })),
    ).toMatchObject({ code: 'referral.fact_not_allowed' })
    expect(refusalOf(() => does(amina, cancelReferral, {}, taken()))).toMatchObject({
      code: 'referral.reason_needed',
    })
  })
})

describe('a one-time link', () => {
  it('opens its own step, and is used up by the answer but not by a word on the way', () => {
    expect(written(does(linkTo('answer'), acceptReferral, {}), 'referral_link')).toEqual([{ usedAt: now }])
    expect(written(does(linkTo('answer'), acknowledgeReferral, {}), 'referral_link')).toEqual([])
    expect(written(does(linkTo('answer'), acceptReferral, {}), 'referral_event')).toMatchObject([
      { channel: 'link', accountId: null, organisationName: { en: 'Bridges' } },
    ])
    expect(refusalOf(() => does(linkTo('start'), acceptReferral, {}))).toMatchObject({
      code: 'permission.missing',
    })
    expect(openActions(sentReferral(), 'receiver', 'answer')).not.toContain('referral.add_note')
  })
})

describe('the buttons of a page', () => {
  it('are those of the tables: nothing after an end but telling, confirming and marking an error', () => {
    expect(openActions(referralOf(), 'sender')).toEqual(['referral.send', 'referral.mark_error'])
    expect(openActions(referralOf(), 'receiver')).toEqual([])
    expect(openActions(taken({ state: 'declined' }), 'receiver')).toEqual([])
    expect(openActions(taken({ state: 'declined' }), 'sender')).toEqual([
      'referral.mark_error',
      'referral.tell_person',
    ])
    expect(openActions(taken({ state: 'completed' }), 'sender')).toEqual(
      expect.arrayContaining(['referral.confirm', 'referral.dispute', 'referral.tell_person']),
    )
    expect(openActions(taken({ state: 'entered_in_error' }), 'sender')).toEqual([])
  })
})
