import type { Names, OfferAnswer } from '../../records/answers.ts'

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
    contactName: textOf(offer?.contactForReferral ?? null, 'name'),
    contactPhone: textOf(offer?.contactForReferral ?? null, 'phone'),
    fundingEndsOn: offer?.fundingEndsOn ?? null,
    isPublished: offer === null || offer.state !== 'draft',
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
      ...Object.fromEntries(accessFlags.map((flag) => [flag, draft.access.includes(flag)])),
    },
    eligibility: { ...before?.eligibility, documentsNeeded: draft.documentsNeeded },
    contactForReferral: named ? withoutEmpty(contact) : null,
    fundingEndsOn: draft.fundingEndsOn,
    ...(draft.isPublished
      ? before?.state === 'draft' || before === null
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
