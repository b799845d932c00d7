import type { Names, OfferAnswer } from '../../records/answers.ts'
import type { Opening, Visit } from '../opening.ts'

/** An offer while it is being written: plain fields, empty where nothing is known. */
export interface OfferDraft {
  readonly siteId: string | null
  readonly service: string | null
  readonly names: Readonly<Record<'ar' | 'en' | 'ckb' | 'kmr', string>>
  readonly description: string
  readonly areas: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly languages: readonly string[]
  readonly access: readonly string[]
  readonly documentsNeeded: readonly string[]
  readonly who: {
    readonly statusCategories: readonly string[]
    readonly sexes: readonly string[]
    readonly minAge: number | null
    readonly maxAge: number | null
    readonly documentsNotNeeded: readonly string[]
    readonly referralBy: readonly string[]
  }
  /** Languages for which an interpreter comes. */
  readonly interpreter: readonly string[]
  readonly slotsPerMonth: number | null
  /** Null: those of its site. */
  readonly opening: Opening | null
  readonly visits: readonly Visit[]
  readonly isConfidential: boolean
  readonly publicPhone: string
  readonly publicAddress: string
  readonly contactName: string
  readonly contactPhone: string
  readonly fundingEndsOn: string | null
  readonly isPublished: boolean
}

/** Ways in and comforts that are simply there or not. */
export const accessFlags = [
  'walkIn',
  'referralOnly',
  'phone',
  'remote',
  'ramp',
  'womenOnlyHours',
  'femaleStaff',
  'childcare',
  'transportPaid',
] as const

const textOf = (item: unknown, name: string): string => {
  const value = (item as Readonly<Record<string, unknown>> | null)?.[name]
  return typeof value === 'string' ? value : ''
}
const numberOf = (item: unknown): number | null => (typeof item === 'number' ? item : null)
const codesOf = (item: unknown): readonly string[] =>
  Array.isArray(item) ? item.filter((one): one is string => typeof one === 'string') : []

export function draftOf(offer: OfferAnswer | null, onlySite: string | null, locale: keyof Names): OfferDraft {
  return {
    siteId: offer?.site.id ?? onlySite,
    service: offer?.service ?? null,
    names: {
      ar: offer?.names.ar ?? '',
      en: offer?.names.en ?? '',
      ckb: offer?.names.ckb ?? '',
      kmr: offer?.names.kmr ?? '',
    },
    description: offer?.descriptions[locale] ?? '',
    areas: offer?.areas ?? [],
    capacity: offer?.capacity ?? 'ask',
    waitDays: offer?.waitDays ?? null,
    languages: offer?.languages ?? [],
    access: accessFlags.filter((flag) => offer?.access[flag] === true),
    documentsNeeded: codesOf(offer?.eligibility['documentsNeeded']),
    who: {
      statusCategories: codesOf(offer?.eligibility['statusCategories']),
      sexes: codesOf(offer?.eligibility['sexes']),
      minAge: numberOf(offer?.eligibility['minAge']),
      maxAge: numberOf(offer?.eligibility['maxAge']),
      documentsNotNeeded: codesOf(offer?.eligibility['documentsNotNeeded']),
      referralBy: codesOf(offer?.eligibility['referralBy']),
    },
    interpreter: codesOf(offer?.access['interpreter']),
    slotsPerMonth: offer?.slotsPerMonth ?? null,
    opening: offer?.opening ?? null,
    visits: offer?.visits ?? [],
    isConfidential: offer?.confidential ?? false,
    publicPhone: textOf(offer?.contactPublic ?? null, 'phone'),
    publicAddress: textOf(offer?.contactPublic ?? null, 'address'),
    contactName: textOf(offer?.contactForReferral ?? null, 'name'),
    contactPhone: textOf(offer?.contactForReferral ?? null, 'phone'),
    fundingEndsOn: offer?.fundingEndsOn ?? null,
    isPublished: offer === null || offer.state !== 'draft' || offer.wantsPublishing,
  }
}

export function isComplete(draft: OfferDraft): boolean {
  const { siteId, service, names, areas } = draft
  return (
    siteId !== null &&
    service !== null &&
    names.ar.trim() !== '' &&
    names.en.trim() !== '' &&
    areas.length > 0
  )
}

/** The input of `offer.save`. What this form does not show stays as it was. */
export function inputOf(offerId: string, draft: OfferDraft, before: OfferAnswer | null, locale: keyof Names) {
  const names = Object.fromEntries(Object.entries(draft.names).filter(([, name]) => name.trim() !== ''))
  const descriptions = { ...before?.descriptions, [locale]: draft.description }
  const named = draft.contactName.trim() !== '' || draft.contactPhone.trim() !== ''
  const open = {
    ...before?.contactPublic,
    phone: draft.publicPhone,
    address: draft.publicAddress,
  }
  const { who } = draft
  const some = (codes: readonly string[]) => (codes.length > 0 ? codes : undefined)
  const contact = {
    ...before?.contactForReferral,
    name: draft.contactName,
    phone: draft.contactPhone,
  }
  return {
    offerId,
    siteId: draft.siteId,
    service: draft.service,
    names,
    descriptions: withoutEmpty(descriptions),
    areas: draft.areas,
    capacity: draft.capacity,
    waitDays: draft.capacity === 'waitlist' ? draft.waitDays : null,
    languages: draft.languages,
    access: {
      ...before?.access,
      interpreter: draft.interpreter,
      ...Object.fromEntries(accessFlags.map((flag) => [flag, draft.access.includes(flag)])),
    },
    eligibility: {
      ...before?.eligibility,
      statusCategories: some(who.statusCategories),
      sexes: some(who.sexes),
      minAge: who.minAge ?? undefined,
      maxAge: who.maxAge ?? undefined,
      referralBy: some(who.referralBy),
      documentsNeeded: draft.documentsNeeded,
      documentsNotNeeded: who.documentsNotNeeded,
    },
    slotsPerMonth: draft.slotsPerMonth,
    opening: draft.opening,
    visits: draft.visits.length > 0 ? draft.visits.filter(({ placeCode }) => placeCode !== '') : null,
    confidential: draft.isConfidential,
    contactPublic:
      !draft.isConfidential && Object.keys(withoutEmpty(open)).length > 0 ? withoutEmpty(open) : null,
    contactForReferral: named ? withoutEmpty(contact) : null,
    fundingEndsOn: draft.fundingEndsOn,
    ...(draft.isPublished
      ? before === null || before.state === 'draft' || before.state === 'verified'
        ? { state: 'published' }
        : {}
      : { state: 'draft' }),
  }
}

function withoutEmpty(item: object): object {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
  )
}
