import { describe, expect, it } from 'vitest'
import {
  amina,
  as,
  caseOf,
  ids,
  needOf,
  now,
  personOf,
  reference,
  refusalOf,
  uuid,
  written,
} from '../../tests/support/amina.ts'
import {
  asSeenByReceiver,
  asSeenBySender,
  dara,
  linkTo,
  referralId,
  sentReferral,
} from '../../tests/support/referral-of.ts'
import type { ReferralLinkRow, ReferralRow } from '../records/rows.ts'
import { confirmReferral, disputeReferral, tellPerson } from './close-the-loop.ts'
import { makeLink, revokeLink } from './one-time-link.ts'

const ended = (more: Partial<ReferralRow>) =>
  sentReferral({ answeredAt: now, acknowledgedAt: now, nextDueAt: now, nextDueKind: 'nextStep', ...more })
const completed = (more: Partial<ReferralRow> = {}) =>
  ended({ state: 'completed', completedAt: now, outcome: 'need_met', nextDueKind: 'confirm', ...more })
type Known = Parameters<typeof confirmReferral.decide>[0]
const known = (
  referral: ReferralRow,
  { needState = 'referred', siblings = [] as Known['siblingsOfReferral'] } = {},
): Known => ({
  reference,
  referral: asSeenBySender(referral),
  siblingsOfReferral: siblings,
  sending: {
    case: caseOf(),
    person: personOf(),
    need: needOf({ state: needState }),
    members: [],
    needs: [],
    facts: undefined,
  },
})
const another = {
  id: uuid(99),
  needId: ids.need,
  offerId: uuid(63),
  service: 'EDU.ENROL',
  receiverOrganisationId: uuid(43),
  receiverSiteId: uuid(78),
  state: 'sent',
  nextDueAt: now,
  nextDueKind: 'decide',
  sharedItems: [],
}

describe('Huda has the last word', () => {
  it('received and helped: the loop closes and the need is met, or partly', () => {
    const confirm = (referral: ReferralRow) =>
      confirmReferral.decide(known(referral), { referralId, received: true, helped: true }, as(amina))
    expect(written(confirm(completed()), 'referral')[0]).toMatchObject({
      confirmedAt: now,
      loopClosedAt: now,
      received: true,
      helped: true,
      nextDueAt: null,
    })
    expect(written(confirm(completed()), 'need')).toEqual([{ state: 'met' }])
    expect(written(confirm(completed({ outcome: 'information_only' })), 'need')).toEqual([
      { state: 'partly_met' },
    ])
    expect(written(confirm(completed()), 'referral_event')).toMatchObject([
      { kind: 'referral.confirm', party: 'person' },
    ])
  })

  it('not received, or of no help: the need opens and somebody has to choose what next within three working days', () => {
    for (const said of [
      { received: false, helped: false },
      { received: true, helped: false },
      { received: false, helped: true },
    ]) {
      const decision = confirmReferral.decide(known(completed()), { referralId, ...said }, as(amina))
      expect(written(decision, 'referral')[0]).toMatchObject({
        disputedAt: now,
        received: said.received,
        helped: false,
        loopClosedAt: now,
      })
      expect(written(decision, 'need')).toEqual([{ state: 'open' }])
      expect(written(decision, 'task')).toMatchObject([
        { kind: 'choose_other_offer', dueAt: '2026-11-25T09:00:00.000Z', assigneeId: ids.amina, referralId },
      ])
      expect(written(decision, 'referral_event')).toMatchObject([{ kind: 'referral.dispute' }])
      expect(decision.result).toMatchObject({ disputed: true, needState: 'open' })
    }
  })

  it('also later, after having confirmed', () => {
    const decision = disputeReferral.decide(
      known(completed({ confirmedAt: now, loopClosedAt: '2026-11-22T08:00:00.000Z' }), { needState: 'met' }),
      { referralId, received: true },
      as(amina),
    )
    expect(written(decision, 'need')).toEqual([{ state: 'open' }])
    expect(written(decision, 'referral')[0]).toMatchObject({ loopClosedAt: '2026-11-22T08:00:00.000Z' })
  })

  it('is asked only about what was completed, and not by Dara', () => {
    expect(
      refusalOf(() =>
        confirmReferral.decide(
          known(sentReferral()),
          { referralId, received: true, helped: true },
          as(amina),
        ),
      ),
    ).toMatchObject({ code: 'referral.fact_not_allowed' })
    const theirs = { ...known(completed()), referral: asSeenByReceiver(completed()), sending: undefined }
    expect(
      refusalOf(() => confirmReferral.decide(theirs, { referralId, received: true, helped: true }, as(dara))),
    ).toMatchObject({ code: 'referral.not_your_side' })
  })
})

describe('telling Huda', () => {
  const tell = (state: Known) => tellPerson.decide(state, { referralId, channel: 'phone' }, as(amina))
  it('closes the loop of a declined referral when the next step is known, not before', () => {
    const declined = ended({ state: 'declined', reason: 'no_capacity' })
    expect(tell(known(declined, { needState: 'open' })).result).toMatchObject({ loopClosed: false })
    expect(tell(known(declined, { siblings: [another] })).result).toMatchObject({ loopClosed: true })
    expect(tell(known(declined, { needState: 'not_met' })).result).toMatchObject({ loopClosed: true })
  })
  it('of a completed one closes nothing: that is for her', () => {
    expect(tell(known(completed(), { siblings: [another] })).result).toMatchObject({ loopClosed: false })
  })
  it('stays the sender’s own', () => {
    expect(written(tell(known(completed())), 'referral_event')).toMatchObject([
      { shared: false, channel: 'phone' },
    ])
  })
})

describe('a one-time link', () => {
  const token = 'a'.repeat(43)
  const older: ReferralLinkRow = {
    id: uuid(70),
    referralId,
    organisationId: ids.ministry,
    step: 'answer',
    tokenHash: new Uint8Array(32),
    wordHash: new Uint8Array(32),
    madeBy: ids.amina,
    madeAt: now,
    expiresAt: now,
    openedAt: null,
    usedAt: null,
    revokedAt: null,
    failures: 0,
  }
  const make = (referral: ReferralRow, step: 'answer' | 'start' | 'complete' = 'answer') =>
    makeLink.decide(
      { referral: asSeenBySender(referral), reference, linksOfReferral: [older] },
      { linkId: uuid(71), referralId, step, token, word: 'بستان' },
      as(amina),
    )

  it('lasts 72 hours, keeps only hashes, and ends the older one of its step', () => {
    const decision = make(sentReferral())
    expect(written(decision, 'referral_link')).toMatchObject([
      { revokedAt: now },
      { id: uuid(71), step: 'answer', expiresAt: '2026-11-25T09:00:00.000Z', failures: 0 },
    ])
    expect(JSON.stringify(decision)).not.toContain(token)
    expect(JSON.stringify(decision)).not.toContain('بستان')
    expect(written(make(sentReferral({ state: 'accepted' }), 'start'), 'referral_link')).toHaveLength(1)
  })
  it('is never made for what is protected, nor for a step that cannot come', () => {
    expect(refusalOf(() => make(sentReferral({ service: 'GBV.CASE' })))).toMatchObject({
      code: 'link.protected',
    })
    expect(refusalOf(() => make(sentReferral({ state: 'draft' })))).toMatchObject({
      code: 'referral.fact_not_allowed',
    })
    expect(refusalOf(() => make(sentReferral(), 'complete'))).toMatchObject({
      code: 'referral.fact_not_allowed',
    })
  })
  it('is revoked by the side that made it, while it is open', () => {
    const revoke = (link: ReferralLinkRow | undefined) =>
      revokeLink.decide({ link }, { linkId: uuid(70) }, as(amina))
    expect(written(revoke(older), 'referral_link')).toEqual([{ revokedAt: now }])
    expect(revoke({ ...older, revokedAt: now }).changes).toEqual([])
    expect(refusalOf(() => revoke({ ...older, usedAt: now }))).toMatchObject({ code: 'link.used' })
    expect(refusalOf(() => revoke(undefined))).toMatchObject({ code: 'link.unknown' })
    expect(
      refusalOf(() => revokeLink.decide({ link: older }, { linkId: uuid(70) }, as(linkTo('answer')))),
    ).toMatchObject({ code: 'link.unknown' })
  })
})
