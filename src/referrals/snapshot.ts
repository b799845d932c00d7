import { refuse } from '../basics/refusal.ts'
import type { ContactSafety, Json, NameParts } from '../records/rows.ts'

/**
 * What a referral can hand over, item by item. An item is built from named fields only: whatever else a stored record
 * may carry stays where it is. Nothing here is handed over unless it was chosen for this referral and consented to.
 */
export const shareableItems = [
  'name',
  'phone',
  'age',
  'sex',
  'address',
  'household',
  'documents',
  'needs_summary',
  'displacement',
  'health_summary',
  'narrative',
  'safe_contact',
] as const
export type ShareableItem = (typeof shareableItems)[number]

/** The facts of a case a snapshot can be made from; shaped like the stored rows, which can be given as they are. */
export interface CaseFacts {
  person: {
    displayName: string
    nameParts: NameParts
    sex: string
    birthYear: number | null
    contactSafety: ContactSafety
    placeCode: string | null
  }
  case: {
    ageBand: string
    statusCategory: string
    returnedFromAbroad: boolean | null
    conflictDisplaced: boolean | null
    documentsHeld: readonly string[] | null
  }
  members: readonly { relationship: string; sex: string; ageBand: string }[]
  /** The needs this referral speaks of, in the person's order. */
  needs: readonly { service: string; severity: number }[]
  healthSummary: string | null
  narrative: string | null
}

export type Snapshot = Partial<Record<ShareableItem, Json>>

const items: Record<ShareableItem, (facts: CaseFacts) => Json> = {
  name: ({ person: { displayName, nameParts } }) => {
    const { given, father, grandfather, greatGrandfather, family, mother } = nameParts
    return { display: displayName, given, father, grandfather, greatGrandfather, family, mother }
  },
  // A number never travels without the limits of its use, and not at all to be called where calls are unsafe.
  phone: ({ person: { contactSafety } }) => {
    const { mode, phone, hours, mayLeaveMessage = false } = contactSafety
    return phone && mode !== 'no_contact' ? { number: phone, mode, hours, mayLeaveMessage } : null
  },
  age: ({ person, case: { ageBand } }) => ({ band: ageBand, birthYear: person.birthYear }),
  sex: ({ person }) => person.sex,
  address: ({ person }) => person.placeCode,
  household: ({ members }) =>
    members.map(({ relationship, sex, ageBand }) => ({ relationship, sex, ageBand })),
  documents: ({ case: { documentsHeld } }) => documentsHeld && [...documentsHeld],
  needs_summary: ({ needs }) => needs.map(({ service, severity }) => ({ service, severity })),
  displacement: ({ case: { statusCategory, returnedFromAbroad, conflictDisplaced } }) => ({
    statusCategory,
    returnedFromAbroad,
    conflictDisplaced,
  }),
  health_summary: ({ healthSummary }) => healthSummary,
  narrative: ({ narrative }) => narrative,
  safe_contact: ({ person: { contactSafety } }) => {
    const { mode, hours, callAs, codeWord, mayLeaveMessage = false, through } = contactSafety
    return { mode, hours, callAs, codeWord, mayLeaveMessage, through }
  },
}

export function isShareableItem(text: string): text is ShareableItem {
  return (shareableItems as readonly string[]).includes(text)
}

/**
 * The handed-over copy: exactly the chosen items, every one of them consented; what is not known is left out.
 * Refuses with `referral.items_not_consented` (details: the items) when one was chosen that is not consented or not known here.
 */
export function buildSnapshot(
  sharedItems: readonly string[],
  consentedItems: readonly string[],
  facts: CaseFacts,
): Snapshot {
  const wrong = sharedItems.filter((item) => !isShareableItem(item) || !consentedItems.includes(item))
  if (wrong.length > 0) refuse('referral.items_not_consented', { items: wrong })
  const chosen = shareableItems.filter((item) => sharedItems.includes(item))
  const known = chosen
    .map((item) => [item, items[item](facts)] as const)
    .filter(([, value]) => value !== null)
  return Object.fromEntries(known)
}

/** All a provider sees before it accepts; it names nobody. */
export interface MinimalSummary {
  code: string
  service: string
  urgency: string
  ageBand: string
  /** Only where the offer serves one sex; null otherwise. */
  sex: string | null
  language: string
  interpreterNeeded: boolean
  /** P-code of the district, or of the governorate where no district is known; never a village or camp. */
  placeCode: string | null
  accompaniment: string
}

export interface SummaryFacts extends Omit<MinimalSummary, 'sex' | 'placeCode'> {
  sex: string
  /** The person's place and all it lies in; level 1 is a governorate, 2 a district (COD-AB). */
  places: readonly { code: string; level: number }[]
}

export function minimalSummary(
  facts: SummaryFacts,
  offer: { sexes?: readonly string[] | undefined },
): MinimalSummary {
  const district = facts.places
    .filter((place) => place.level <= 2)
    .reduce<{ code: string; level: number } | null>(
      (low, place) => (low && low.level >= place.level ? low : place),
      null,
    )
  const sexes = new Set(offer.sexes)
  return {
    code: facts.code,
    service: facts.service,
    urgency: facts.urgency,
    ageBand: facts.ageBand,
    sex: sexes.has('female') !== sexes.has('male') ? facts.sex : null,
    language: facts.language,
    interpreterNeeded: facts.interpreterNeeded,
    placeCode: district?.code ?? null,
    accompaniment: facts.accompaniment,
  }
}
