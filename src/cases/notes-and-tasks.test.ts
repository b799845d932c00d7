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
import type { Knowledge } from '../records/knowledge.ts'
import { correctCase } from './correct-case.ts'
import { handOverCase } from './hand-over-case.ts'
import { addMember, removeMember } from './members.ts'
import { addNote, correctNote } from './notes.ts'
import { seeAlert } from './see-alert.ts'
import { addTask, finishTask } from './tasks.ts'

const note = {
  id: uuid(91),
  caseId: ids.case,
  organisationId: ids.ministry,
  kind: 'observation',
  class: 3,
  text: 'قديم',
  happenedOn: '2026-11-20',
  enteredAt: now,
  authorId: ids.amina,
  correctsId: null,
  case: caseOf(),
}

describe('notes', () => {
  test('a note says when it happened and when it was written, and is personal unless it says more', () => {
    const decision = addNote.decide(
      { reference, case: caseOf({ state: 'closed', closedAt: now }) },
      { noteId: uuid(92), caseId: ids.case, kind: 'contact', text: 'اتصلت', happenedOn: '2026-11-19' },
      as(amina),
    )
    expect(written(decision, 'note')).toEqual([
      expect.objectContaining({ class: 2, happenedOn: '2026-11-19', enteredAt: now, authorId: ids.amina }),
    ])
  })
  test('Amina corrects her own note; the old one stays and the new one is not less protected', () => {
    const correct = (who = amina) =>
      correctNote.decide({ note }, { noteId: uuid(92), correctsId: note.id, text: 'جديد', class: 1 }, as(who))
    expect(written(correct(), 'note')).toEqual([
      expect.objectContaining({
        correctsId: note.id,
        class: 3,
        kind: 'observation',
        happenedOn: '2026-11-20',
      }),
    ])
    expect(refusalOf(() => correct(baran))).toEqual({ code: 'case.not_your_correction' })
  })
})

describe('tasks', () => {
  const task = {
    id: uuid(93),
    caseId: ids.case,
    organisationId: ids.ministry,
    kind: 'contact',
    text: null,
    dueAt: now,
    assigneeId: ids.amina,
    referralId: null,
    madeAt: now,
    doneAt: null,
    doneBy: null,
    result: null,
    case: caseOf(),
  }
  const account = (role: string, siteId: string | null): NonNullable<Knowledge['account']> => ({
    id: ids.baran,
    organisationId: ids.ministry,
    login: 'invented',
    displayName: 'متخيل',
    locale: 'ar',
    digits: 'arab',
    state: 'active',
    mustChangePassword: false,
    invented: true,
    createdAt: now,
    roles: [{ role, siteId }],
    openCases: 0,
  })
  const add = (assigneeId: string | undefined, known: Knowledge['account']) =>
    addTask.decide(
      { reference, case: caseOf(), account: known },
      { taskId: task.id, caseId: ids.case, kind: 'office', dueAt: now, assigneeId },
      as(amina),
    )

  test('a task goes to somebody who sees the case, who then hears of it', () => {
    expect(written(add(undefined, undefined), 'task')[0]?.assigneeId).toBe(ids.amina)
    expect(written(add(ids.baran, account('case_supervisor', ids.mosul)), 'alert')).toEqual([
      expect.objectContaining({ accountId: ids.baran, kind: 'case.task_given' }),
    ])
    expect(refusalOf(() => add(ids.baran, account('case_supervisor', ids.hamdaniya)))).toMatchObject({
      code: 'case.officer_not_found',
    })
    expect(refusalOf(() => add(ids.younis, undefined))).toMatchObject({ code: 'case.officer_not_found' })
  })
  test('after a contact the next one is planned by the urgency, unless Amina names a day', () => {
    const finish = (more: object = {}) =>
      finishTask.decide({ reference, task }, { taskId: task.id, result: 'reached', ...more }, as(amina))
    expect(written(finish(), 'case_file')).toEqual([{ nextContactAt: '2026-12-06T09:00:00.000Z' }])
    expect(written(finish({ nextContactAt: '2026-11-30T09:00:00.000Z' }), 'case_file')).toEqual([
      { nextContactAt: '2026-11-30T09:00:00.000Z' },
    ])
    expect(refusalOf(() => finish({ result: 'sort of' }))).toMatchObject({
      code: 'input.invalid',
      field: 'result',
    })
    expect(
      refusalOf(() =>
        finishTask.decide({ reference, task: { ...task, doneAt: now } }, { taskId: task.id }, as(amina)),
      ),
    ).toMatchObject({ code: 'task.done' })
  })
})

describe('corrections and hand-over', () => {
  const correct = (who = amina) =>
    correctCase.decide(
      { reference, case: caseOf() },
      { caseId: ids.case, ageBand: '18-29', statusCategory: 'idp_returnee', documentsHeld: [] },
      as(who),
    )
  test('what stood there before stays in the story; what was right stays as it is', () => {
    expect(written(correct(), 'case_file')).toEqual([{ ageBand: '18-29', documentsHeld: [] }])
    expect(written(correct(), 'case_event')[0]?.detail).toEqual({
      changes: [
        { field: 'ageBand', from: '30-59', to: '18-29' },
        { field: 'documentsHeld', from: null, to: [] },
      ],
    })
  })
  test('Sana, who helps, does not correct Amina’s case; Baran may', () => {
    expect(refusalOf(() => correct(sana))).toEqual({ code: 'case.not_your_correction' })
    expect(correct(baran).changes).toHaveLength(2)
  })
  test('the hand-over note is written before the case goes out of sight', () => {
    const decision = handOverCase.decide(
      { case: caseOf() },
      { caseId: ids.case, accountId: ids.sana, note: 'إجازة' },
      as(amina),
    )
    expect(decision.changes.map((change) => (change.op === 'call' ? change.function : change.table))).toEqual(
      ['note', 'case_event', 'hand_over_case', 'alert'],
    )
    expect(decision.changes.at(2)).toMatchObject({ args: [ids.case, ids.sana, ids.mosul] })
    expect(
      refusalOf(() =>
        handOverCase.decide({ case: caseOf() }, { caseId: ids.case, accountId: ids.sana }, as(amina)),
      ),
    ).toMatchObject({ field: 'note' })
  })
  test('the administrator hands over a leaver’s case without seeing it', () => {
    const rozh = { ...amina, roles: ['system_admin'] as const }
    const decision = handOverCase.decide(
      { case: undefined },
      { caseId: ids.case, accountId: ids.sana, siteId: ids.mosul },
      as(rozh),
    )
    expect(decision.changes.map((change) => (change.op === 'call' ? change.function : change.table))).toEqual(
      ['hand_over_case', 'alert'],
    )
    expect(
      refusalOf(() =>
        handOverCase.decide(
          { case: undefined },
          { caseId: ids.case, accountId: ids.sana, siteId: ids.mosul },
          as(amina),
        ),
      ),
    ).toEqual({ code: 'case.not_found' })
  })
  test('members come and go and are not deleted', () => {
    const child = {
      caseId: ids.case,
      memberId: uuid(61),
      relationship: 'child',
      sex: 'female',
      ageBand: '0-4',
    }
    const [row] = written(addMember.decide({ reference, case: caseOf() }, child, as(amina)), 'case_member')
    const members = [row as Knowledge['members'][number]]
    expect(
      written(
        removeMember.decide({ case: caseOf(), members }, { caseId: ids.case, memberId: uuid(61) }, as(amina)),
        'case_member',
      ),
    ).toEqual([{ removedAt: now }])
    expect(
      refusalOf(() =>
        removeMember.decide(
          { case: caseOf(), members: [] },
          { caseId: ids.case, memberId: uuid(61) },
          as(amina),
        ),
      ),
    ).toMatchObject({ code: 'record.not_found' })
  })
  test('an alert is seen at a time', () => {
    expect(seeAlert.decide({}, { alertId: uuid(94) }, as(amina)).changes).toEqual([
      { op: 'update', table: 'alert', key: uuid(94), set: { seenAt: now } },
    ])
  })
})
