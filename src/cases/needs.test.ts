import { describe, expect, test } from 'vitest'
import {
  amina,
  as,
  caseOf,
  ids,
  needOf,
  reference,
  refusalOf,
  uuid,
  written,
} from '../../tests/support/amina.ts'
import type { CaseRow, NeedRow } from '../records/rows.ts'
import { changeNeed, closeNeed } from './needs.ts'
import { recordNeed } from './record-need.ts'

const record = (service: string, file: CaseRow = caseOf(), needs: NeedRow[] = [], more: object = {}) =>
  recordNeed.decide(
    { reference, case: file, needs, members: [] },
    { needId: uuid(32), caseId: ids.case, service, severity: 3, priority: 2, ...more },
    as(amina),
  )

describe('a need', () => {
  test('is written in the person’s order', () => {
    expect(written(record('EDU.ENROL'), 'need')).toEqual([
      expect.objectContaining({
        service: 'EDU.ENROL',
        severity: 3,
        priority: 2,
        state: 'open',
        statedByPerson: true,
      }),
    ])
    expect(refusalOf(() => record('EDU.MAGIC'))).toMatchObject({ code: 'need.service_unknown' })
    expect(refusalOf(() => record('EDU.ENROL', caseOf(), [], { memberId: uuid(99) }))).toMatchObject({
      code: 'record.not_found',
    })
    expect(refusalOf(() => record('EDU.ENROL', caseOf(), [], { happenedOn: '2026-11-23' }))).toMatchObject({
      code: 'date.in_future',
    })
  })

  test('is left as it was by a change that changes nothing', () => {
    const need = needOf()
    const same = changeNeed.decide({ need: { ...need, case: caseOf() } }, { needId: need.id }, as(amina))
    expect(same).toEqual({ changes: [], result: { needId: need.id, state: need.state } })
  })

  test('that a missing birth certificate blocks suggests the certificate first', () => {
    const { result } = record('EDU.ENROL', caseOf({ documentsHeld: ['unid'] }))
    expect(result?.['suggests']).toEqual(
      expect.arrayContaining([expect.objectContaining({ service: 'DOC.BIRTH', blocksNeeds: ['EDU.ENROL'] })]),
    )
  })

  test('suggests nothing when the paper is there, or when nobody asked about papers', () => {
    const services = ({ result }: ReturnType<typeof record>) =>
      ((result?.['suggests'] ?? []) as { service: string }[]).map(({ service }) => service)
    expect(services(record('EDU.ENROL', caseOf({ documentsHeld: ['birth'] })))).not.toContain('DOC.BIRTH')
    expect(services(record('EDU.ENROL'))).toEqual([])
  })

  test('is tied to the need for the paper, whichever was said first', () => {
    const school = needOf()
    expect(written(record('DOC.BIRTH', caseOf(), [school]), 'need')[0]).toMatchObject({
      blocks: expect.arrayContaining(['EDU.ENROL']),
      unblocksNeedId: school.id,
    })
    const birth = needOf({ id: uuid(33), service: 'DOC.BIRTH' })
    expect(record('EDU.ENROL', caseOf(), [birth]).changes).toContainEqual({
      op: 'update',
      table: 'need',
      key: birth.id,
      set: { unblocksNeedId: uuid(32) },
    })
    expect(
      written(record('DOC.BIRTH', caseOf(), [needOf({ state: 'met' })]), 'need')[0]?.unblocksNeedId,
    ).toBeNull()
  })

  test('that is protected is refused, and the refusal does not say what it was', () => {
    expect(refusalOf(() => record('GBV.CASEMG'))).toEqual({ code: 'case.protected_not_yet' })
  })

  test('that somebody outside is working on is not closed from here', () => {
    const close = (need: NeedRow, state: 'met' | 'not_met', reason?: string) =>
      closeNeed.decide(
        { reference, need: { ...need, case: caseOf() } },
        { needId: need.id, state, reason },
        as(amina),
      )
    expect(refusalOf(() => close(needOf({ state: 'referred' }), 'met'))).toMatchObject({
      code: 'case.open_referrals',
    })
    expect(refusalOf(() => close(needOf(), 'not_met'))).toMatchObject({
      code: 'input.invalid',
      field: 'reason',
    })
    expect(written(close(needOf(), 'not_met', 'no_service_here'), 'need')).toEqual([
      { state: 'not_met', unmetReason: 'no_service_here' },
    ])
    expect(refusalOf(() => close(needOf({ state: 'met' }), 'met'))).toMatchObject({ code: 'need.closed' })
  })

  test('that was closed by mistake is opened again', () => {
    const met = { ...needOf({ state: 'met' }), case: caseOf() }
    const change = (input: object) =>
      changeNeed.decide({ need: met }, { needId: met.id, ...input }, as(amina))
    expect(written(change({ state: 'open' }), 'need')).toEqual([{ state: 'open', unmetReason: null }])
    expect(refusalOf(() => change({ priority: 3 }))).toMatchObject({ code: 'need.closed' })
  })
})
