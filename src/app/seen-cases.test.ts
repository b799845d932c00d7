import { expect, test } from 'vitest'
import type { ReadState } from './reads.ts'
import { seenBy, shownCases } from './seen-cases.ts'

const id = '018f0000-0000-7000-8000-00000000000a'
const ready = (data: unknown, here?: ReadState<unknown>['here']): ReadState<unknown> => ({
  state: 'ready',
  data,
  refusal: undefined,
  stale: false,
  here,
})
const shown = shownCases([
  ['/api/me', ready({ rev: 3 })],
  [`/api/cases/${id}/story`, ready({ rev: 4 })],
  [`/api/cases/${id}`, ready({ id, rev: 9, needs: [{ id: 'need' }], tasks: [{ id: 'task' }] })],
])

test('a form knows the revision of the case on the page, by the case, its need or its task', () => {
  for (const input of [{ caseId: id }, { needId: 'need', severity: 3 }, { taskId: 'task' }])
    expect(seenBy(input, shown)).toEqual({ rev: 9, isHere: false })
})

test('and says nothing of a case that was not on the page', () => {
  for (const input of [
    { caseId: 'another' },
    { caseId: 'another', needId: 'need' },
    { needId: 'other' },
    {},
    null,
  ])
    expect(seenBy(input, shown)).toBeUndefined()
  expect(shownCases([[`/api/cases/${id}`, { ...ready(undefined), state: 'loading' }]])).toEqual([])
})
