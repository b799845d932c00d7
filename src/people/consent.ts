import { ageRange } from './age-bands.ts'
import { ageRuleOf, consentRules } from './consent-rules.ts'

/**
 * Consents are an append-only ledger: what was given is never changed, a withdrawal is a line of its own.
 * Nothing covers but a line for this recipient by name, this purpose and this item (DP-10 to DP-16, proposal).
 */

/** Ways in which a guardian takes part; the others are the person's own (`consentHow` of the programme, DP-64). */
const guardianHows: readonly string[] = ['guardian', 'child_and_guardian']
export function isGuardianHow(how: string): boolean {
  return guardianHows.includes(how)
}

/** A consent as stored; days are YYYY-MM-DD in the governorate. */
export interface ConsentLine {
  id: string
  recipientId: string
  purpose: string
  items: readonly string[]
  how: string
  givenOn: string
  expiresOn: string
  /** What this recipient must not get by any consent, said on this line (DP-15). */
  hiddenItems?: readonly string[] | undefined
  /** The rule for a child that held when it was given. */
  ageRule?: string | null | undefined
  /** Threat to life or best interests: signed by a second person instead of given by the person. */
  basis?: string | undefined
  /** Instant; a later line about an item speaks louder than an earlier one. */
  enteredAt?: string | undefined
}

/** First day on which a consent no longer counts; months from the programme's purpose, a year where it names none (DP-16). */
export function consentExpiry(givenOn: string, validMonths = 12): string {
  const [year = 0, month = 1, day = 1] = givenOn.split('-').map(Number)
  const months = month - 1 + validMonths
  // 31 August and six months is the last day of February, not 3 March.
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

export function isChildBand(ageBand: string): boolean {
  const range = ageRange(ageBand)
  return range !== null && range.from < consentRules.ageOfOwnConsent
}

/** Of the programme's ways to consent, those open to this person: a child never alone; a grown person alone or through a legal guardian. */
export function consentHowsFor(ageBand: string, hows: readonly string[]): string[] {
  return hows.filter((how) =>
    isChildBand(ageBand) ? guardianHows.includes(how) : how !== 'child_and_guardian',
  )
}

/** From this age on, by the country's rule, a child's own written consent counts without a guardian. */
export function mayConsentAlone(ageRule: string | null | undefined): boolean {
  return ageRuleOf(ageRule)?.guardian === 'if_child_agrees'
}

export type MissingConsent = 'never_given' | 'withdrawn' | 'expired' | 'child_alone' | 'hidden'

export interface ConsentQuestion {
  organisationId: string
  purpose: string
  items: readonly string[]
  ageBand: string
  /** Day in the governorate. */
  today: string
}

export interface ConsentAnswer {
  covered: string[]
  /** Items without a valid consent, each with the nearest reason. */
  missing: { item: string; why: MissingConsent }[]
  /** The lines that cover: kept with the referral. */
  consentIds: string[]
}

/** Which of these items may go to this organisation for this purpose today, and why not the others. */
export function consentCovers(
  consents: readonly ConsentLine[],
  withdrawnIds: readonly string[],
  question: ConsentQuestion,
): ConsentAnswer {
  const answer: ConsentAnswer = { covered: [], missing: [], consentIds: [] }
  const lines = consents.filter(
    (line) => line.recipientId === question.organisationId && line.purpose === question.purpose,
  )
  for (const item of new Set(question.items)) {
    const about = lines.filter((line) => line.items.includes(item) && line.givenOn <= question.today)
    const faults = about.map((line) => faultOf(line, withdrawnIds, question))
    const valid = isHidden(item, lines) ? [] : about.filter((_, place) => faults[place] === null)
    if (valid.length > 0) answer.covered.push(item)
    else if (isHidden(item, lines)) answer.missing.push({ item, why: 'hidden' })
    else answer.missing.push({ item, why: faults.at(-1) ?? 'never_given' })
    for (const line of valid) if (!answer.consentIds.includes(line.id)) answer.consentIds.push(line.id)
  }
  return answer
}

/** Hidden by the last line that speaks of the item; also a withdrawn line goes on hiding. */
function isHidden(item: string, lines: readonly ConsentLine[]): boolean {
  const said = lines.filter(({ items, hiddenItems }) => items.includes(item) || hiddenItems?.includes(item))
  const last = said.reduce<ConsentLine | null>(
    (found, line) => (found && (found.enteredAt ?? '') > (line.enteredAt ?? '') ? found : line),
    null,
  )
  return last?.hiddenItems?.includes(item) ?? false
}

function faultOf(
  line: ConsentLine,
  withdrawnIds: readonly string[],
  question: ConsentQuestion,
): MissingConsent | null {
  if (withdrawnIds.includes(line.id)) return 'withdrawn'
  if (line.expiresOn <= question.today) return 'expired'
  if ((line.basis ?? 'consent') !== 'consent') return null
  if (isChildBand(question.ageBand) && !guardianHows.includes(line.how) && !mayConsentAlone(line.ageRule))
    return 'child_alone'
  return null
}
