import * as z from 'zod/mini'
import type { RefusalCode } from './refusal.ts'

/**
 * What people type, made safe to store and to show again. Signs that turn the direction of a line or act unseen can make
 * a name or a note read differently from what it is: they are refused with `input.hidden_characters`. Marks that only
 * come along when Arabic text or a telephone number is copied are taken away. The half-spaces of Kurdish and Persian
 * (U+200C, U+200D) stay.
 */

// C0 and C1 without tab and line ends, line separators, embeddings, overrides and isolates, annotation and tag signs, halves of signs.
const refused =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Surrogate}]/u
const takenAway = /[\u00AD\u061C\u200B\u200E\u200F\u2060\uFEFF]/g
const lineEnds = /[\t\n\r]/

/** A refusal that travels through the checks of an input: the code stands where the checker keeps its message. */
export function orElse(code: RefusalCode): { readonly error: RefusalCode; readonly abort: true } {
  return { error: code, abort: true }
}

export function hasHiddenSigns(text: string): boolean {
  return refused.test(text)
}

const clean = (text: string) => text.replace(takenAway, '').replace(/\r\n?/g, '\n').normalize('NFC').trim()
const shown = () => z.refine<string>((text) => !hasHiddenSigns(text), orElse('input.hidden_characters'))

/** Text of several lines; empty after trimming is not text. */
export function text(most: number) {
  return z.string().check(shown(), z.overwrite(clean), z.minLength(1), z.maxLength(most))
}

/** Text of one line: a name, a code word, a day's hours. */
export function line(most: number) {
  return z.string().check(
    shown(),
    z.overwrite(clean),
    z.refine((value) => !lineEnds.test(value), orElse('input.hidden_characters')),
    z.minLength(1),
    z.maxLength(most),
  )
}
