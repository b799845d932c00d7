/**
 * Consents are an append-only ledger: what was given is never changed, a withdrawal is a line of its own.
 * Nothing covers but a line for this recipient by name, this purpose and this item (DP-10 to DP-16, proposal).
 */

export const purposes = ['open_file', 'share', 'contact', 'statistics', 'photo_or_quote', 'research'] as const
export type Purpose = (typeof purposes)[number]

/** How a consent was given; a child's comes with a guardian, in the way of its age (DP-64). */
export const consentHows = [
  'signature',
  'thumbprint',
  'voice',
  'verbal_with_witness',
  'guardian',
  'child_and_guardian',
] as const
export type ConsentHow = (typeof consentHows)[number]

const guardianHows: readonly string[] = ['guardian', 'child_and_guardian'] satisfies ConsentHow[]

/** Months until a consent ends: six for sharing, twelve for the rest (DP-16). */
const monthsValid: Record<Purpose, number> = {
  open_file: 12,
  share: 6,
  contact: 12,
  statistics: 12,
  photo_or_quote: 12,
  research: 12,
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
}

/** First day on which a consent given on this day no longer counts. */
export function consentExpiry(purpose: Purpose, givenOn: string): string {
  const [year = 0, month = 1, day = 1] = givenOn.split('-').map(Number)
  const months = month - 1 + monthsValid[purpose]
  // 31 August and six months is the last day of February, not 3 March.
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** Years of age from which a person consents alone (widely used practice; to be confirmed). */
const ageOfOwnConsent = 18

/** Is this age band one of a child? Bands are named by their first year (`6-11`, `60+`); an unknown band is not a child's. */
export function isChildBand(ageBand: string): boolean {
  const from = Number.parseInt(ageBand.match(/\d+/)?.[0] ?? '', 10)
  return from < ageOfOwnConsent
}

/** The ways this person may consent: a child never alone; a grown person alone, or through a legal guardian. */
export function consentHowsFor(ageBand: string): readonly ConsentHow[] {
  if (isChildBand(ageBand)) return ['guardian', 'child_and_guardian']
  return consentHows.filter((how) => how !== 'child_and_guardian')
}

export type MissingConsent = 'never_given' | 'withdrawn' | 'expired' | 'child_alone'

export interface ConsentQuestion {
  organisationId: string
  purpose: Purpose
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
