import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { day, id, instant, year } from './inputs.ts'
import { line, text } from './text.ts'

const form = z.strictObject({
  id: z.optional(id),
  day: z.optional(day),
  at: z.optional(instant),
  note: z.optional(text(20)),
  name: z.optional(line(20)),
  year: z.optional(year),
})
const mistakes = (value: unknown) =>
  form
    .safeParse(value)
    .error?.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.code === 'custom' ? issue.message : issue.code}`,
    )

describe('what an officer types', () => {
  test('is kept as it was meant: one spelling of ids, instants in UTC, copied marks taken away', () => {
    expect(
      form.parse({
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
      expect(mistakes({ name })).toEqual(['name: input.hidden_characters'])
  })

  test('is refused when the day never was', () => {
    for (const wrong of ['2026-02-30', '2026-13-01', '1026-01-01'])
      expect(mistakes({ day: wrong })).toEqual(['day: date.impossible'])
    expect(mistakes({ year: 1026 })).toEqual(['year: date.impossible'])
  })

  test('is refused with the names of the fields that do not read as what they are', () => {
    expect(mistakes({ day: 'yesterday', at: 'now', name: ' ', more: 1 })).toEqual([
      'day: invalid_format',
      'at: invalid_format',
      'name: too_small',
      ': unrecognized_keys',
    ])
  })
})
