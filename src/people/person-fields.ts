import * as z from 'zod/mini'
import { code, day, year } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import type { ContactSafety, NameParts, PersonRow } from '../records/rows.ts'
import { phoneForStore } from './phones.ts'

const part = z.optional(line(80))

/** Own, father's and grandfather's name and on; never first and last. Any part may be missing. */
export const nameInput = z.strictObject({
  given: part,
  father: part,
  grandfather: part,
  greatGrandfather: part,
  family: part,
  mother: part,
})

/** How the person may be reached safely. Without an answer: not at all (DP-21). */
export const contactSafetyInput = z.strictObject({
  mode: code,
  phone: z.optional(line(30)),
  hours: z.optional(line(100)),
  callAs: z.optional(line(100)),
  codeWord: z.optional(line(60)),
  mayLeaveMessage: z.optional(z.boolean()),
  through: z.optional(line(200)),
})

export const birthPrecisions = ['day', 'month', 'year', 'estimate', 'unknown'] as const

/** A date or only a year, and how sure it is. */
export const birthInput = z.strictObject({
  date: z.optional(day),
  year: z.optional(year),
  precision: z.optional(z.enum(birthPrecisions)),
})

/** A place of the gazetteer; towns carry a slash (`IQG15Q05N04/99072`). */
export const placeInput = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9/-]{1,60}$/))

type Birth = Pick<PersonRow, 'birthDate' | 'birthPrecision' | 'birthYear'>

/**
 * Papers of people without an exact date of birth say 1 January or 1 July: such a day is kept, but counts as a year only.
 * Refuses a birth in the future.
 */
export function birthFields(birth: z.infer<typeof birthInput> | undefined, today: string): Birth {
  if (!birth || (birth.date === undefined && birth.year === undefined))
    return { birthDate: null, birthPrecision: 'unknown', birthYear: null }
  const { date = null } = birth
  const birthYear = date ? Number(date.slice(0, 4)) : (birth.year ?? null)
  if ((date !== null && date > today) || (birthYear ?? 0) > Number(today.slice(0, 4)))
    refuse('date.in_future', { field: 'birth' })
  const placeholder = date !== null && /-(01|07)-01$/.test(date)
  const precision = birth.precision ?? (date ? 'day' : 'year')
  return {
    birthDate: date,
    birthPrecision:
      (placeholder || date === null) && (precision === 'day' || precision === 'month') ? 'year' : precision,
    birthYear,
  }
}

/** The telephone number in the one form that can be dialled; refuses one that cannot be. */
export function contactSafetyFields(contact: z.infer<typeof contactSafetyInput>): ContactSafety {
  if (contact.phone === undefined) return contact
  const phone = phoneForStore(contact.phone)
  return phone === null
    ? refuse('input.invalid', { field: 'contactSafety.phone', problem: 'not_a_phone_number' })
    : { ...contact, phone }
}

const words = (parts: readonly (string | undefined)[]) => parts.filter((word) => word !== undefined).join(' ')

/** All names of the person in their order: what tells two people apart. */
export function wholeName({ given, father, grandfather, greatGrandfather, family }: NameParts): string {
  return words([given, father, grandfather, greatGrandfather, family])
}

/** What lists show: the code name, else own and father's name. */
export function shortName(name: NameParts, codeName: string | null): string {
  return codeName ?? (words([name.given, name.father]) || wholeName(name))
}

/** A person is written down by a name or a code name, and shown by the code name where there is one. Refuses with `person.name_or_code_needed` when there is neither. */
export function namesOrRefuse(
  name: NameParts,
  codeName: string | null,
): { displayName: string; listName: string } {
  const displayName = codeName ?? wholeName(name)
  if (!displayName) refuse('person.name_or_code_needed')
  return { displayName, listName: shortName(name, codeName) }
}
