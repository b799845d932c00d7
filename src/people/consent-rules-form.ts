import * as z from 'zod/mini'

/** What a guardian does at this age, and what the child does. Codes; words: `people.consent.ageRule.<code>`. */
const age = z.strictObject({
  code: z.string(),
  from: z.int(),
  to: z.int(),
  guardian: z.enum(['consents', 'consents_in_writing', 'if_child_agrees']),
  child: z.enum(['none', 'assents_orally', 'assents_in_writing', 'consents_in_writing']),
})

const codes = z.array(z.string()).check(z.minLength(1))

const rules = z.strictObject({
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

export type AgeRule = z.infer<typeof age>
export type ConsentRules = z.infer<typeof rules>

/** Whether the rules of consent have their form; asked by the server when it starts, so that no screen has to carry the checker. */
export function checkConsentRules(data: unknown): void {
  rules.parse(data)
}
