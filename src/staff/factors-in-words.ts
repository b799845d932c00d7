import type { Words } from '../language/words.ts'

/** Which second steps a colleague has, by name; never more of them. */
export function factorsInWords(t: Words, factors: readonly string[]): string {
  return factors.length === 0
    ? t('staff.factor.none')
    : factors.map((kind) => t(`staff.factor.${kind}`)).join(t('app.and'))
}
