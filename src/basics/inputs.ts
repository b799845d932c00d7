import * as z from 'zod/mini'
import { type RefusalCode, refuse } from './refusal.ts'
import { refusals } from './refusals.ts'
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

/**
 * Reads an input as its schema says. Refuses with the code a check named (`input.hidden_characters`, `date.impossible`),
 * else with `input.invalid`; `fields` are the paths that were wrong, never what stood in them.
 */
export function readInput<Input>(schema: z.ZodMiniType<Input>, value: unknown): Input {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const fields = [...new Set(read.error.issues.flatMap((issue) => fieldsOf(issue)))].slice(0, 20)
  const named = read.error.issues.find((issue) => Object.hasOwn(refusals, issue.message))
  refuse((named?.message ?? 'input.invalid') as RefusalCode, {
    fields: named ? [named.path.join('.')] : fields,
  })
}

function fieldsOf(issue: z.core.$ZodIssue): string[] {
  // An unknown field is named by the issue, not by its path; its name is the caller's, so only a plain one is told back.
  const names = issue.code === 'unrecognized_keys' ? issue.keys.filter((key) => /^\w{1,40}$/.test(key)) : ['']
  return names.map((name) => [...issue.path, ...(name ? [name] : [])].join('.'))
}
