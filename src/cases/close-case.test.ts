import { describe, expect, test } from 'vitest'
import {
  amina,
  as,
  baran,
  caseOf,
  ids,
  now,
  reference,
  refusalOf,
  sana,
  uuid,
  written,
} from '../../tests/support/amina.ts'
import type { SiblingReferral } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import { approveCase, sendBackCase } from './approve-case.ts'
import { closeCase } from './close-case.ts'
import { moveCase } from './move-case.ts'
import { reopenCase } from './reopen-case.ts'

const sent: SiblingReferral = {
  id: uuid(71),
  needId: ids.need,
  offerId: uuid(81),
  service: 'DOC.BIRTH',
  receiverOrganisationId: ids.bridges,
  receiverSiteId: uuid(77),
  state: 'sent',
  nextDueAt: null,
  nextDueKind: null,
  sharedItems: ['name'],
}
const close = (
  who = amina,
  file: CaseRow = caseOf(),
  reason = 'goals_met',
  siblings: SiblingReferral[] = [],
) => closeCase.decide({ reference, case: file, siblings }, { caseId: ids.case, reason }, as(who))
const waiting = caseOf({
  state: 'closing',
  pending: {
    kind: 'closing',
    to: 'closed',
    reason: 'goals_met',
    by: ids.amina,
    at: now,
    remainingNeeds: 'مدرسة',
  },
})
const approve = (who = baran, file: CaseRow = waiting, siblings: SiblingReferral[] = []) =>
  approveCase.decide({ case: file, siblings }, { caseId: ids.case }, as(who))

describe('closing takes two people', () => {
  test('Amina asks; the case waits and tells Baran', () => {
    const decision = close()
    expect(written(decision, 'case_file')).toEqual([
      { state: 'closing', pending: expect.objectContaining({ by: ids.amina, reason: 'goals_met' }) },
    ])
    expect(written(decision, 'alert')).toEqual([
      expect.objectContaining({ siteId: ids.mosul, accountId: null, kind: 'case.closing_waits' }),
    ])
  })

  test('Baran, who does not lead it, closes at once; leading it himself he needs somebody else', () => {
    expect(close(baran).result).toEqual({ state: 'closed' })
    expect(close(baran, caseOf({ officerId: ids.baran })).result).toMatchObject({ state: 'closing' })
  })

  test('Baran signs what Amina asked, with its reason and what remains', () => {
    expect(written(approve(), 'case_file')).toEqual([
      {
        state: 'closed',
        closedAt: now,
        closureReason: 'goals_met',
        remainingNeeds: 'مدرسة',
        pending: null,
        nextContactAt: null,
      },
    ])
  })

  test('nobody signs for themselves, nobody signs who does not supervise, nobody signs something else than they saw', () => {
    expect(
      refusalOf(() =>
        approve(baran, caseOf({ ...waiting, pending: { ...waiting.pending!, by: ids.baran } })),
      ),
    ).toMatchObject({ code: 'case.two_people_needed' })
    expect(refusalOf(() => approve(sana))).toMatchObject({ code: 'case.two_people_needed' })
    expect(
      refusalOf(() =>
        approveCase.decide({ case: waiting, siblings: [] }, { caseId: ids.case, kind: 'urgency' }, as(baran)),
      ),
    ).toEqual({
      code: 'record.changed',
      waits: 'closing',
    })
    expect(refusalOf(() => approve(baran, caseOf()))).toEqual({ code: 'case.nothing_to_approve' })
  })

  test('sent back, the case goes on and Amina reads why', () => {
    const decision = sendBackCase.decide(
      { reference, case: waiting },
      { caseId: ids.case, why: 'لم نتصل بها' },
      as(baran),
    )
    expect(decision.result).toMatchObject({ state: 'in_progress' })
    expect(written(decision, 'note')).toEqual([
      expect.objectContaining({ kind: 'supervision', text: 'لم نتصل بها', authorId: ids.baran }),
    ])
    expect(written(decision, 'alert')).toEqual([
      expect.objectContaining({ accountId: ids.amina, kind: 'case.closing_sent_back' }),
    ])
  })
})

describe('a case is not closed over the head of somebody at work', () => {
  test('not while a referral is open, also when it was sent after the asking', () => {
    expect(refusalOf(() => close(amina, caseOf(), 'goals_met', [sent]))).toEqual({
      code: 'case.open_referrals',
      count: 1,
      referralIds: [sent.id],
    })
    expect(refusalOf(() => approve(baran, waiting, [sent]))).toMatchObject({ code: 'case.open_referrals' })
    expect(close(amina, caseOf(), 'goals_met', [{ ...sent, state: 'completed' }]).result).toMatchObject({
      state: 'closing',
    })
  })

  test('unless the person died, the case is there twice, or the person wants it gone', () => {
    for (const reason of ['deceased', 'duplicate', 'data_deletion'])
      expect(close(amina, caseOf(), reason, [sent]).result).toMatchObject({ state: 'closing' })
  })

  test('nor for a reason that is not in the programme, nor from a state that does not lead there', () => {
    expect(refusalOf(() => close(amina, caseOf(), 'bored'))).toMatchObject({
      code: 'input.invalid',
      field: 'reason',
    })
    expect(refusalOf(() => close(amina, caseOf({ state: 'closed', closedAt: now })))).toMatchObject({
      code: 'case.closed',
    })
    expect(close(amina, caseOf({ state: 'advice_only' })).result).toMatchObject({ state: 'advice_only' })
  })
})

describe('the steps of a case are those of its programme', () => {
  const move = (to: string, file = caseOf(), who = amina) =>
    moveCase.decide({ reference, case: file, siblings: [] }, { caseId: ids.case, to }, as(who))
  test('Amina goes one step on, and hears which steps there are when she skips some', () => {
    expect(move('open_assessment', caseOf({ state: 'screened' })).result).toEqual({
      state: 'open_assessment',
    })
    expect(refusalOf(() => move('review_due', caseOf({ state: 'intake' })))).toMatchObject({
      code: 'case.move_not_allowed',
      from: 'intake',
      to: 'review_due',
    })
  })
  test('closing and re-opening are actions of their own', () => {
    expect(refusalOf(() => move('closing'))).toMatchObject({
      code: 'case.move_not_allowed',
      action: 'case.close',
    })
  })
  test('when the person died the work ends, at once and by anybody who hears it', () => {
    expect(written(move('deceased'), 'case_file')).toEqual([
      expect.objectContaining({ state: 'deceased', closedAt: now, closureReason: 'deceased' }),
    ])
  })
  test('a closed case is re-opened as a new episode; an open one is not', () => {
    const reopen = (file: CaseRow) =>
      reopenCase.decide({ reference, case: file }, { caseId: ids.case, reason: 'عادت' }, as(amina))
    expect(
      written(reopen(caseOf({ state: 'closed', closedAt: now, closureReason: 'goals_met' })), 'case_file'),
    ).toEqual([
      expect.objectContaining({
        state: 'reopened',
        episode: 2,
        closedAt: null,
        closureReason: null,
        nextContactAt: '2026-11-25T09:00:00.000Z',
      }),
    ])
    expect(refusalOf(() => reopen(caseOf()))).toMatchObject({ code: 'case.not_closed' })
    expect(refusalOf(() => reopen(caseOf({ state: 'deceased', closedAt: now })))).toMatchObject({
      code: 'case.move_not_allowed',
    })
  })
})
