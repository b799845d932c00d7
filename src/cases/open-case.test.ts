import { describe, expect, test } from 'vitest'
import { amina, as, ids, reference, refusalOf, uuid, written } from '../../tests/support/amina.ts'
import { openCase } from './open-case.ts'

const site = {
  id: ids.mosul,
  organisationId: ids.ministry,
  placeCode: 'IQG15Q05',
  codePrefix: 'NV',
  confidential: false,
}
const seven = {
  caseId: ids.case,
  personId: ids.person,
  siteId: ids.mosul,
  openedOn: '2026-11-22',
  statusCategory: 'idp_returnee',
  ageBand: '30-59',
  sex: 'female',
  language: 'ar',
  contactSafety: { mode: 'no_contact' },
  codeName: 'زهرة',
}
const open = (more: object = {}) => openCase.decide({ reference, site }, { ...seven, ...more }, as(amina))

describe('Amina opens a case', () => {
  test('that says what she said and nothing more', () => {
    const [file] = written(open(), 'case_file')
    expect(file).toMatchObject({
      state: 'intake',
      urgency: 'U3',
      officerId: ids.amina,
      programme: 'nrm',
      programmeVersion: 1,
      displayName: 'زهرة',
      enteredLate: false,
      returnedFromAbroad: null,
      conflictDisplaced: null,
      documentsHeld: null,
      placeCode: null,
    })
    const [person] = written(open(), 'person')
    expect(person).toMatchObject({
      birthDate: null,
      birthPrecision: 'unknown',
      interpreterNeeded: false,
      chosenWordHash: null,
      governorate: null,
    })
    expect(person?.code).toMatch(/^NV-/)
    expect(person?.code).not.toBe(file?.code)
  })

  test('and somebody will call within thirty days, or within three when harm is near', () => {
    expect(written(open(), 'task')).toEqual([
      expect.objectContaining({ kind: 'contact', assigneeId: ids.amina, dueAt: '2026-12-22T09:00:00.000Z' }),
    ])
    expect(written(open({ urgency: 'U1' }), 'task')[0]?.dueAt).toBe('2026-11-25T09:00:00.000Z')
  })

  test('for a household: one contact person and the members', () => {
    const decision = open({
      members: [{ memberId: uuid(61), relationship: 'child', sex: 'male', ageBand: '5-11' }],
    })
    expect(written(decision, 'case_member')).toEqual([
      expect.objectContaining({ id: uuid(61), caseId: ids.case, displayName: '', relationship: 'child' }),
    ])
    expect(
      refusalOf(() =>
        open({ members: [{ memberId: uuid(61), relationship: 'cousin', sex: 'male', ageBand: '5-11' }] }),
      ),
    ).toMatchObject({
      code: 'input.invalid',
      field: 'members.relationship',
    })
  })

  test('and who is not meant by the programme is heard all the same', () => {
    expect(open({ statusCategory: 'host_community', place: 'IQG01' }).result?.['eligibility']).toMatchObject({
      result: 'not',
    })
  })

  test('with a birthday of papers, 1 July, which counts as a year only', () => {
    expect(written(open({ birth: { date: '1990-07-01' } }), 'person')[0]).toMatchObject({
      birthDate: '1990-07-01',
      birthPrecision: 'year',
      birthYear: 1990,
    })
    expect(written(open({ birth: { date: '1990-07-02' } }), 'person')[0]).toMatchObject({
      birthPrecision: 'day',
    })
    expect(refusalOf(() => open({ birth: { date: '2027-01-02' } }))).toMatchObject({ code: 'date.in_future' })
  })

  test('with a telephone number as people write it, and not with half of one', () => {
    const [person] = written(open({ contactSafety: { mode: 'phone_any', phone: '0770 123 4567' } }), 'person')
    expect(person?.contactSafety?.phone).toBe('+9647701234567')
    expect(person?.searchKeys).toContain('tel:+9647701234567')
    expect(refusalOf(() => open({ contactSafety: { mode: 'phone_any', phone: '0770' } }))).toMatchObject({
      code: 'input.invalid',
      field: 'contactSafety.phone',
    })
  })

  test('with a chosen word that is not guessed at once', () => {
    expect(refusalOf(() => open({ chosenWord: 'اب' }))).toMatchObject({
      code: 'input.invalid',
      field: 'chosenWord',
    })
    expect(written(open({ chosenWord: 'زيتون' }), 'person')[0]?.chosenWordHash).toBeInstanceOf(Uint8Array)
  })

  test('not in a programme that nobody knows', () => {
    expect(refusalOf(() => open({ programme: 'tennis' }))).toEqual({
      code: 'case.programme_unknown',
      programme: 'tennis',
    })
  })
})
