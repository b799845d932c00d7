import { possibleAges } from './age-bands.ts'
import type { AgeRule, ConsentRules } from './consent-rules-form.ts'
import data from './consent-rules.json' with { type: 'json' }

export type { AgeRule } from './consent-rules-form.ts'

/** The rules of consent of a country: data, so that lawyers can read and change them. */
export const consentRules = data as ConsentRules

/**
 * The rules that may hold for a child of this band, and of this year of birth where it is known; none for a grown person
 * or where the age is not known at all. More than one means: ask.
 */
export function ageRulesFor(
  ageBand: string,
  birthYear: number | null | undefined,
  thisYear: number,
): readonly AgeRule[] {
  const years = possibleAges(ageBand, birthYear, thisYear)
  if (years === null || years.from >= consentRules.ageOfOwnConsent) return []
  return consentRules.ages.filter((rule) => rule.from <= years.to && rule.to >= years.from)
}

export function ageRuleOf(code: string | null | undefined): AgeRule | undefined {
  return consentRules.ages.find((rule) => rule.code === code)
}

/** Months that a consent for a purpose of ours holds, where the programme does not say. */
export function furtherPurpose(purpose: string): { readonly validMonths: number } | undefined {
  return consentRules.furtherPurposes.find(({ code }) => code === purpose)
}
