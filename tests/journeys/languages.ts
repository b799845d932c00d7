import type { Locale } from '../../src/language/locales.ts'

/**
 * A walk is gone in the usual run in the languages named here, in the others by `npm run test:long` (IHALA_JOURNEYS=rest).
 * The usual run has every walk at least once, read from right to left on a phone or at a desk, and the loop in both
 * directions; every page in all four languages is the long run's.
 */
export function thisRun<T extends { readonly locale: Locale }>(
  scenes: readonly T[],
  ...usual: readonly Locale[]
): readonly T[] {
  const isRest = process.env['IHALA_JOURNEYS'] === 'rest'
  return scenes.filter(({ locale }) => usual.includes(locale) !== isRest)
}
