/**
 * What each kind of organisation may come to know of a person, category by category: the default need-to-know matrix
 * between ministries. The database holds the same table (`need_to_know()` in policies/11) and a test compares the two.
 * `momd_branch` to `donor` are the columns of the source; `state_service` (civil status, education, agriculture …) is our
 * proposal for offices it does not name, narrower than a provider. Courts and security bodies stand with the police line.
 */
export const unitKinds = [
  'momd_branch',
  'momd_directorate',
  'moi_centre',
  'moi_police',
  'moi_border',
  'molsa',
  'moh',
  'state_service',
  'provider',
  'un_partner',
  'donor',
] as const
export type UnitKind = (typeof unitKinds)[number]

/** `own`: its own cases. `referral`: what a consented referral or conference hands over. `counts`: aggregates only. */
export type Knows = 'own' | 'referral' | 'counts' | 'never'

export const dataCategories = [
  'case',
  'contact',
  'needs',
  'displacement',
  'health',
  'protection',
  'legal',
  'border',
  'centre_visits',
  'complaints',
] as const
/** `case`: that a person has one. `protection`: violence, trafficking, children alone (C4). `centre_visits`: at an RGC or WLCO. */
export type DataCategory = (typeof dataCategories)[number]

// prettier-ignore
const table = {
  //                 case        contact     needs       displacement health      protection  legal       border    centre_visits complaints
  momd_branch: ['own', 'own', 'own', 'own', 'never', 'never', 'referral', 'never', 'referral', 'never'],
  momd_directorate: [
    'counts',
    'never',
    'counts',
    'own',
    'counts',
    'counts',
    'counts',
    'counts',
    'counts',
    'never',
  ],
  moi_centre: [
    'referral',
    'referral',
    'referral',
    'never',
    'never',
    'referral',
    'referral',
    'never',
    'own',
    'never',
  ],
  moi_police: ['never', 'never', 'never', 'never', 'never', 'never', 'never', 'never', 'never', 'never'],
  moi_border: ['never', 'never', 'never', 'never', 'never', 'never', 'never', 'own', 'never', 'never'],
  molsa: [
    'referral',
    'referral',
    'referral',
    'referral',
    'never',
    'referral',
    'never',
    'never',
    'never',
    'never',
  ],
  moh: [
    'referral',
    'referral',
    'referral',
    'never',
    'referral',
    'referral',
    'never',
    'never',
    'never',
    'never',
  ],
  state_service: [
    'referral',
    'referral',
    'referral',
    'referral',
    'never',
    'never',
    'referral',
    'never',
    'never',
    'never',
  ],
  provider: [
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'never',
    'referral',
    'never',
  ],
  un_partner: [
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'referral',
    'counts',
    'never',
    'never',
  ],
  donor: ['never', 'never', 'counts', 'counts', 'counts', 'counts', 'counts', 'counts', 'counts', 'counts'],
} as const satisfies Record<UnitKind, readonly Knows[]>

export function knows(kind: UnitKind, category: DataCategory): Knows {
  return table[kind][dataCategories.indexOf(category)] ?? 'never'
}

export function isUnitKind(text: string): text is UnitKind {
  return (unitKinds as readonly string[]).includes(text)
}

/** Kinds that meet people: they keep cases of their own and answer referrals. The others never touch a person's record. */
export function meetsPeople(kind: string): boolean {
  return isUnitKind(kind) && ['own', 'referral'].includes(knows(kind, 'case'))
}

/** True when a consented referral or conference may tell this kind things of this category. An unknown kind is told nothing. */
export function mayBeTold(kind: string, category: DataCategory): boolean {
  return isUnitKind(kind) && ['own', 'referral'].includes(knows(kind, category))
}

/** Category of each item that can be handed over. The narrative speaks of the need the receiver is asked to meet. */
export const categoryOfItem = {
  name: 'contact',
  phone: 'contact',
  age: 'contact',
  sex: 'contact',
  address: 'contact',
  household: 'contact',
  documents: 'contact',
  needs_summary: 'needs',
  displacement: 'displacement',
  health_summary: 'health',
  narrative: 'needs',
  safe_contact: 'contact',
} as const satisfies Record<string, DataCategory>

/** Of these items, those that this kind of organisation never gets, consent or not. An unknown item is one of them. */
export function itemsNeverFor(kind: string, items: readonly string[]): string[] {
  const categories: { readonly [item: string]: DataCategory } = categoryOfItem
  return items.filter((item) => {
    const category = Object.hasOwn(categories, item) ? categories[item] : undefined
    return category === undefined || !mayBeTold(kind, category)
  })
}

const bySector: { readonly [sector: string]: DataCategory } = {
  HEA: 'health',
  MHP: 'health',
  LEG: 'legal',
  HLP: 'legal',
  GBV: 'protection',
  TIP: 'protection',
  CHP: 'protection',
}
/** A complaint about an employer is heard by the labour office, without a legal file. Inheritance and titles need one. */
const withoutLegalFile: readonly string[] = ['LEG.LABOUR']

/** What whoever gives this service cannot help coming to know. */
export function categoriesOfService(service: string): readonly DataCategory[] {
  const always: readonly DataCategory[] = ['case', 'needs']
  const sector = bySector[service.split('.')[0] ?? '']
  return sector === undefined || withoutLegalFile.includes(service) ? always : [...always, sector]
}

/** Protected things reach the labour and social ministry for its shelters only. */
const onlyShelters: readonly string[] = ['GBV.SHELTE', 'TIP.SHELTE']

/** May an organisation of this kind be asked to give this service to a person at all? */
export function mayServe(kind: string, service: string): boolean {
  const categories = categoriesOfService(service)
  if (kind === 'molsa' && categories.includes('protection') && !onlyShelters.includes(service)) return false
  return categories.every((category) => mayBeTold(kind, category))
}

/** What the table alone does not say, by cell: shown beside it (`permissions.note.<code>`). */
export const notes: { readonly [cell: string]: string } = {
  'momd_branch health': 'only_that_referred',
  'momd_branch protection': 'certified_only',
  'momd_directorate protection': 'ten_or_more',
  'moi_centre needs': 'their_need',
  'molsa protection': 'shelters_only',
  'un_partner complaints': 'independent_officer',
}
