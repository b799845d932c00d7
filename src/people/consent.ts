import { ageRange } from './age-bands.ts'

/**
 * Consents are an append-only ledger: what was given is never changed, a withdrawal is a line of its own.
 * Nothing covers but a line for this recipient by name, this purpose and this item (DP-10 to DP-16, proposal).
 */

/** Ways in which a guardian takes part; the others are the person's own (`consentHow` of the programme, DP-64). */
const guardianHows: readonly string[] = ['guardian', 'child_and_guardian']

/** A consent as stored; days are YYYY-MM-DD in the governorate. */
export interface ConsentLine {
  id: string
  recipientId: string
  purpose: string
  items: readonly string[]
  how: string
  givenOn: string
  expiresOn: string
}

/** First day on which a consent no longer counts; months from the programme's purpose, a year where it names none (DP-16). */
export function consentExpiry(givenOn: string, validMonths = 12): string {
  const [year = 0, month = 1, day = 1] = givenOn.split('-').map(Number)
  const months = month - 1 + validMonths
  // 31 August and six months is the last day of February, not 3 March.
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** Years of age from which a person consents alone (widely used practice; to be confirmed). */
const ageOfOwnConsent = 18

export function isChildBand(ageBand: string): boolean {
  const range = ageRange(ageBand)
  return range !== null && range.from < ageOfOwnConsent
}

/** Of the programme's ways to consent, those open to this person: a child never alone; a grown person alone or through a legal guardian. */
export function consentHowsFor(ageBand: string, hows: readonly string[]): string[] {
  return hows.filter((how) =>
    isChildBand(ageBand) ? guardianHows.includes(how) : how !== 'child_and_guardian',
  )
}

export type MissingConsent = 'never_given' | 'withdrawn' | 'expired' | 'child_alone'

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
    const valid = about.filter((_, place) => faults[place] === null)
    if (valid.length > 0) answer.covered.push(item)
    else answer.missing.push({ item, why: faults.at(-1) ?? 'never_given' })
    for (const line of valid) if (!answer.consentIds.includes(line.id)) answer.consentIds.push(line.id)
  }
  return answer
}

function faultOf(
  line: ConsentLine,
  withdrawnIds: readonly string[],
  question: ConsentQuestion,
): MissingConsent | null {
  if (withdrawnIds.includes(line.id)) return 'withdrawn'
  if (line.expiresOn <= question.today) return 'expired'
  if (isChildBand(question.ageBand) && !guardianHows.includes(line.how)) return 'child_alone'
  return null
}
