import { expect, test } from 'vitest'
import { conflictRules } from './conflict-rules.ts'
import { type Asked, begins, canBeWritten, type Making, toSend } from './other-value.ts'

const of = (field: string, standing: unknown = null, action = 'person.correct') =>
  ({ action, field, standing }) as Asked

/** As a form of the case would: complete only with a day. */
const making: Making = {
  name: (value) => (Object.keys(value as object).length > 0 ? value : undefined),
  birth: (value) => (value === null ? undefined : { made: value }),
}
const sent = (asked: Asked, value: unknown) => toSend(asked, value, making)

test('of every field that can need a decision a third value can be written; a yes or no to a step has none', () => {
  const without = Object.entries(conflictRules).flatMap(([action, { fields }]) =>
    fields
      .filter(({ rule }) => rule === 'review' || rule === 'safer' || rule === 'fork')
      .flatMap(({ field, parts }) => (parts ? Object.keys(parts).map((part) => `${field}.${part}`) : [field]))
      .filter((field) => !canBeWritten(of(field, null, action)))
      .map((field) => `${action} ${field}`),
  )
  expect(without).toEqual(['case.approve kind', 'case.send_back kind'])
})

test('a day keeps how exactly it is known, and begins with what stands', () => {
  const known = of('birth', { birthDate: '1990-05-01', birthYear: 1990, birthPrecision: 'month' })
  expect(begins(known)).toEqual({ day: '1990-05-01', precision: 'month' })
  const estimate = of('birth', { birthDate: null, birthYear: 1985, birthPrecision: 'estimate' })
  expect(sent(estimate, begins(estimate))).toEqual({
    value: { made: { day: '1985-01-01', precision: 'estimate' } },
  })
  expect(sent(known, begins(of('birth')))).toBeUndefined()
})

test('numbers are sent as numbers, sets as sets, no as no, and nothing that was not chosen', () => {
  expect(sent(of('severity', 2, 'need.change'), '4')).toEqual({ value: 4 })
  expect(sent(of('documentsHeld', null, 'case.correct'), [])).toEqual({ value: [] })
  expect(sent(of('contactSafety.mayLeaveMessage', true), false)).toEqual({ value: false })
  for (const field of ['sex', 'urgency', 'severity', 'codeName', 'name', 'contactSafety.mode'])
    expect(sent(of(field), begins(of(field))), field).toBeUndefined()
})
