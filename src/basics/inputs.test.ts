import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { day, id, instant, readInput, year } from './inputs.ts'
import { Refusal } from './refusal.ts'
import { line, text } from './text.ts'

const form = z.strictObject({
  id: z.optional(id),
  day: z.optional(day),
  at: z.optional(instant),
  note: z.optional(text(20)),
  name: z.optional(line(20)),
  year: z.optional(year),
})
const refusalOf = (value: unknown) => {
  try {
    readInput(form, value)
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, ...error.details }
  }
  return undefined
}

describe('what an officer types', () => {
  test('is kept as it was meant: one spelling of ids, instants in UTC, copied marks taken away', () => {
    expect(
      readInput(form, {
        id: '018F0000-0000-7000-8000-00000000000A',
        at: '2026-02-28T10:00:00+03:00',
        note: ' \u200Fأمينة\r\nمن الموصل ',
        name: 'ده\u200Cم',
      }),
    ).toEqual({
      id: '018f0000-0000-7000-8000-00000000000a',
      at: '2026-02-28T07:00:00.000Z',
      note: 'أمينة\nمن الموصل',
      name: 'ده\u200Cم',
    })
  })

  test('is refused when signs in it turn the direction or act unseen', () => {
    for (const name of ['a\u202Eb', 'a\u2066b', 'a\u0000b', 'a\uD800', 'a\nb', 'a\u{E0041}b'])
      expect(refusalOf({ name })).toEqual({ code: 'input.hidden_characters', fields: ['name'] })
  })

  test('is refused when the day never was', () => {
    for (const wrong of ['2026-02-30', '2026-13-01', '1026-01-01'])
      expect(refusalOf({ day: wrong })).toEqual({ code: 'date.impossible', fields: ['day'] })
    expect(refusalOf({ year: 1026 })).toEqual({ code: 'date.impossible', fields: ['year'] })
  })

  test('is refused with the names of the fields, never with what stood in them', () => {
    expect(refusalOf({ day: 'yesterday', at: 'now', name: ' ', more: 1 })).toEqual({
      code: 'input.invalid',
      fields: ['day', 'at', 'name', 'more'],
    })
    expect(refusalOf({ '<b>': 1 })).toEqual({ code: 'input.invalid', fields: [] })
    expect(refusalOf('a case')).toEqual({ code: 'input.invalid', fields: [''] })
  })
})
