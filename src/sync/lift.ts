import { inputVersion } from './protocol.ts'

/** Makes of an input of version n one of version n + 1. Never refuses: what is missing stays missing, and `decide` says so. */
type Lifter = (input: { readonly [field: string]: unknown }) => { readonly [field: string]: unknown }

/**
 * How inputs of older apps become those of today: action → version they were written in → the step to the next. Kept for
 * twelve months after the last device of that version was seen. Empty while there is one version only.
 */
const lifters: Lifters = {}

interface Lifters {
  readonly [action: string]: { readonly [version: number]: Lifter }
}

/** The input as the present action understands it. */
export function lift(
  name: string,
  version: number,
  input: unknown,
  steps: Lifters = lifters,
  present: number = inputVersion,
): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input
  let lifted = input as { readonly [field: string]: unknown }
  for (let at = version; at < present; at++) lifted = steps[name]?.[at]?.(lifted) ?? lifted
  return lifted
}
