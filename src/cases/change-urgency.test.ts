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
  written,
} from '../../tests/support/amina.ts'
import type { CaseRow } from '../records/rows.ts'
import { approveCase } from './approve-case.ts'
import { lowerUrgency, raiseUrgency } from './change-urgency.ts'
import { planContact } from './plan-contact.ts'
import type { Urgency } from './urgency.ts'

const raise = (urgency: Urgency, file = caseOf(), who = sana) =>
  raiseUrgency.decide(
    { reference, case: file },
    { caseId: ids.case, urgency, reason: 'losing_home' },
    as(who),
  )
const lower = (urgency: Urgency, file: CaseRow = caseOf(), who = amina) =>
  lowerUrgency.decide(
    { reference, case: file },
    { caseId: ids.case, urgency, reason: 'situation_better' },
    as(who),
  )

describe('urgency', () => {
  test('anyone raises it at once, and the next contact moves up with it', () => {
    const late = caseOf({ nextContactAt: '2026-12-20T09:00:00.000Z' })
    expect(written(raise('U1', late), 'case_file')).toEqual([
      { urgency: 'U1', urgencyReason: 'losing_home', nextContactAt: '2026-11-25T09:00:00.000Z' },
    ])
    const soon = caseOf({ nextContactAt: '2026-11-23T09:00:00.000Z' })
    expect(written(raise('U1', soon), 'case_file')).toEqual([{ urgency: 'U1', urgencyReason: 'losing_home' }])
  })

  test('life in danger is told to whoever supervises, at once', () => {
    expect(written(raise('U0'), 'alert')).toEqual([
      expect.objectContaining({ siteId: ids.mosul, kind: 'case.u0' }),
    ])
    expect(written(raise('U1'), 'alert')).toEqual([])
  })

  test('raising to where it stands changes nothing; raising is not for lowering', () => {
    expect(raise('U2').changes).toEqual([])
    expect(refusalOf(() => raise('U3'))).toMatchObject({
      code: 'input.invalid',
      action: 'case.lower_urgency',
    })
    expect(refusalOf(() => lower('U1'))).toMatchObject({
      code: 'input.invalid',
      action: 'case.raise_urgency',
    })
  })

  test('Amina asks to lower it: it stays until Baran agrees, and nobody agrees with themselves', () => {
    const decision = lower('U3')
    expect(decision.result).toMatchObject({ urgency: 'U2' })
    const asked = caseOf(written(decision, 'case_file')[0])
    expect(asked).toMatchObject({
      urgency: 'U2',
      pending: { kind: 'urgency', to: 'U3', by: ids.amina, at: now },
    })
    const agree = (who: typeof baran, file: CaseRow) =>
      approveCase.decide({ case: file, siblings: [] }, { caseId: ids.case }, as(who))
    expect(written(agree(baran, asked), 'case_file')).toEqual([
      { urgency: 'U3', urgencyReason: 'situation_better', pending: null },
    ])
    expect(refusalOf(() => agree(sana, asked))).toMatchObject({ code: 'case.two_people_needed' })
    const bySelf = caseOf(written(lower('U3', caseOf(), baran), 'case_file')[0])
    expect(refusalOf(() => agree(baran, bySelf))).toMatchObject({ code: 'case.two_people_needed' })
  })

  test('what is raised meanwhile is not lowered by an old asking', () => {
    const asked = caseOf(written(lower('U3'), 'case_file')[0])
    expect(written(raise('U1', asked), 'case_file')[0]).toMatchObject({ urgency: 'U1', pending: null })
  })

  test('a contact is planned ahead, not behind', () => {
    const plan = (at: string) => planContact.decide({ case: caseOf() }, { caseId: ids.case, at }, as(amina))
    expect(plan('2026-11-23T09:00:00.000Z').result).toEqual({ nextContactAt: '2026-11-23T09:00:00.000Z' })
    expect(refusalOf(() => plan('2026-11-21T09:00:00.000Z'))).toMatchObject({
      code: 'input.invalid',
      problem: 'in_past',
    })
  })
})
