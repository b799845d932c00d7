import * as z from 'zod/mini'
import { possibleAges } from './age-bands.ts'
import data from './consent-rules.json' with { type: 'json' }

/** What a guardian does at this age, and what the child does. Codes; words: `people.consent.ageRule.<code>`. */
const age = z.strictObject({
  code: z.string(),
  from: z.int(),
  to: z.int(),
  guardian: z.enum(['consents', 'consents_in_writing', 'if_child_agrees']),
  child: z.enum(['none', 'assents_orally', 'assents_in_writing', 'consents_in_writing']),
})
export type AgeRule = z.infer<typeof age>

const codes = z.array(z.string()).check(z.minLength(1))

/** The rules of consent of a country: data, so that lawyers can read and change them. */
export const consentRules = z
  .strictObject({
    source: z.string(),
    /** Years of age from which a person consents alone. */
    ageOfOwnConsent: z.int(),
    ages: z.array(age),
    /** What is asked for ourselves, each a tick of its own, none chosen beforehand; the first opens a file (DP-11). */
    ticks: z.array(z.strictObject({ purpose: z.string(), items: codes })),
    /** Purposes that a programme's own list may lack. */
    furtherPurposes: z.array(z.strictObject({ code: z.string(), validMonths: z.int() })),
    /** Days before its end that a consent is to be asked for again. */
    renewalDaysBefore: z.int(),
    /** Sharing without consent: what at most, how urgent a threat to life must be, how soon a third person looks, for how many days. */
    override: z.strictObject({ items: codes, urgencies: codes, reviewHours: z.int(), openDays: z.int() }),
  })
  .parse(data)

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
