import { refuse } from '../basics/refusal.ts'

/**
 * What a referral can hand over, item by item. An item is built from named fields only: whatever else a stored record
 * may carry stays where it is. Nothing here is handed over unless it was chosen for this referral and consented to.
 */
export const shareableItems = [
  'name',
  'sex',
  'birth',
  'contact',
  'place',
  'status',
  'household',
  'member_names',
  'documents',
  'need',
  'services_received',
  'narrative',
] as const
export type ShareableItem = (typeof shareableItems)[number]

export interface ShareableName {
  given?: string | undefined
  father?: string | undefined
  grandfather?: string | undefined
  greatGrandfather?: string | undefined
  family?: string | undefined
  mother?: string | undefined
}

/** The facts of a case a snapshot can be made from; shaped like the stored rows, which can be given as they are. */
export interface CaseFacts {
  person: {
    displayName: string
    nameParts: ShareableName
    sex: string
    birthDate: string | null
    birthPrecision: string
    birthYear: number | null
    contactSafety: {
      mode: string
      phone?: string | undefined
      hours?: string | undefined
      callAs?: string | undefined
      codeWord?: string | undefined
      mayLeaveMessage?: boolean | undefined
      through?: string | undefined
    }
    placeCode: string | null
  }
  case: {
    statusCategory: string
    returnedFromAbroad: boolean | null
    conflictDisplaced: boolean | null
    documentsHeld: readonly string[] | null
  }
  members: readonly {
    displayName: string
    nameParts: ShareableName
    relationship: string
    sex: string
    ageBand: string
  }[]
  need: { service: string; severity: number; priority: number }
  /** Codes of services this person already received. */
  servicesReceived: readonly string[]
  narrative: string | null
}

export type SnapshotValue =
  | null
  | boolean
  | number
  | string
  | readonly SnapshotValue[]
  | { readonly [field: string]: SnapshotValue | undefined }
export type Snapshot = Partial<Record<ShareableItem, SnapshotValue>>

function nameOf(one: { displayName: string; nameParts: ShareableName }): SnapshotValue {
  const { given, father, grandfather, greatGrandfather, family, mother } = one.nameParts
  return { display: one.displayName, given, father, grandfather, greatGrandfather, family, mother }
}

const items: Record<ShareableItem, (facts: CaseFacts) => SnapshotValue> = {
  name: ({ person }) => nameOf(person),
  sex: ({ person }) => person.sex,
  birth: ({ person }) =>
    person.birthYear === null
      ? null
      : { date: person.birthDate, precision: person.birthPrecision, year: person.birthYear },
  contact: ({ person }) => {
    const { mode, phone, hours, callAs, codeWord, mayLeaveMessage, through } = person.contactSafety
    return { mode, phone, hours, callAs, codeWord, mayLeaveMessage: mayLeaveMessage ?? false, through }
  },
  place: ({ person }) => person.placeCode,
  status: ({ case: { statusCategory, returnedFromAbroad, conflictDisplaced } }) => ({
    statusCategory,
    returnedFromAbroad,
    conflictDisplaced,
  }),
  household: ({ members }) =>
    members.map(({ relationship, sex, ageBand }) => ({ relationship, sex, ageBand })),
  member_names: ({ members }) =>
    members.map((member) => ({ relationship: member.relationship, name: nameOf(member) })),
  documents: ({ case: { documentsHeld } }) => documentsHeld && [...documentsHeld],
  need: ({ need: { service, severity, priority } }) => ({ service, severity, priority }),
  services_received: ({ servicesReceived }) => [...servicesReceived],
  narrative: ({ narrative }) => narrative,
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
