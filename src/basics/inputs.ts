import * as z from 'zod/mini'
import { orElse } from './text.ts'

/** Ids are made by the caller and compared as text: one spelling. */
export const id = z.uuid().check(z.toLowerCase())

/** A code out of a list of the programme; which list, the action asks. */
export const code = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,39}$/))

/** A calendar day that existed: `2026-02-30` and years before 1900 are refused with `date.impossible`. */
export const day = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true }), z.refine(isRealDay, orElse('date.impossible')))

export const year = z
  .int()
  .check(z.refine((value) => value >= 1900 && value <= 2100, orElse('date.impossible')))

/** An instant with its offset, kept as UTC with milliseconds. */
export const instant = z.iso
  .datetime({ offset: true })
  .check(z.overwrite((value) => (Number.isNaN(Date.parse(value)) ? value : new Date(value).toISOString())))

function isRealDay(value: string): boolean {
  const at = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value) && value >= '1900'
}
