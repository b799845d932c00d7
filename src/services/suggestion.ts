import * as z from 'zod/mini'
import { line } from '../basics/text.ts'
import type { Json, OfferRow } from '../records/rows.ts'
import {
  accessInput,
  areasInput,
  capacityInput,
  descriptionsInput,
  eligibilityInput,
  languagesInput,
  namesInput,
  openingInput,
  visitsInput,
  waitDaysInput,
} from './offer-fields.ts'

/** What somebody says of an entry; words: `services.suggest.about.<code>`. */
export const suggestionAbout = ['wrong', 'closed', 'asked_money', 'treated_badly'] as const

/** Fields that another source may say otherwise, each with what it may be. Service, site and state are never among them. */
export const suggestible = {
  names: namesInput,
  descriptions: descriptionsInput,
  phone: line(40),
  address: line(300),
  hours: line(120),
  areas: areasInput,
  languages: languagesInput,
  eligibility: eligibilityInput,
  access: accessInput,
  capacity: capacityInput,
  waitDays: z.nullable(waitDaysInput),
  opening: z.nullable(openingInput),
  visits: z.nullable(visitsInput),
} as const
export type SuggestibleField = keyof typeof suggestible
export const suggestibleFields = Object.keys(suggestible) as readonly SuggestibleField[]

type Proposed = { readonly [field: string]: unknown }

/** The fields of what is proposed that can be taken: known, and in the form that the directory keeps. */
export function takeable(proposed: Proposed): readonly SuggestibleField[] {
  return suggestibleFields.filter(
    (field) => Object.hasOwn(proposed, field) && suggestible[field].safeParse(proposed[field]).success,
  )
}

/** What stands in the directory for a field that is proposed, to be shown beside it. */
export function standing(
  offer: { readonly contactPublic: unknown } & { readonly [field: string]: unknown },
  field: string,
): unknown {
  const contact = offer.contactPublic as Proposed | null
  return ['phone', 'address', 'hours'].includes(field) ? (contact?.[field] ?? null) : (offer[field] ?? null)
}

/** The columns of the offer once these fields are taken. */
export function afterTaking(
  offer: Pick<OfferRow, 'contactPublic' | 'confidential'>,
  proposed: Proposed,
  fields: readonly SuggestibleField[],
): Partial<OfferRow> {
  const contact = Object.fromEntries(
    fields
      .filter((field) => field === 'phone' || field === 'address' || field === 'hours')
      .map((field) => [field, proposed[field]]),
  )
  const columns = Object.fromEntries(
    fields.filter((field) => !Object.hasOwn(contact, field)).map((field) => [field, proposed[field] as Json]),
  ) as Partial<OfferRow>
  if (Object.keys(contact).length === 0 || offer.confidential) return columns
  return { ...columns, contactPublic: { ...(offer.contactPublic as object | null), ...contact } as Json }
}
