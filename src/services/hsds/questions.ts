import * as z from 'zod/mini'
import { refuse } from '../../basics/refusal.ts'
import { instant } from '../../basics/inputs.ts'
import { placeCode } from '../offer-fields.ts'

/** What the standard lets a client ask of a list. One it names and we do not know is refused: an answer without the filter would look like one with it. */
const yes = z.pipe(
  z.union([z.boolean(), z.enum(['true', 'false', '1', '0', ''])]),
  z.transform((value) => value === true || value === 'true' || value === '1' || value === ''),
)
const number = (most: number) => z.coerce.number().check(z.int(), z.gte(1), z.lte(most))
const id = z.uuid().check(z.toLowerCase())
const since = z
  .union([
    instant,
    z.pipe(
      z.iso.date(),
      z.transform((day) => `${day}T00:00:00.000Z`),
    ),
  ])
  // the database knows no year 0000
  .check(z.refine((value) => value >= '1900' && value < '2200'))
const search = z.string().check(z.maxLength(100))

const paging = {
  page: z.optional(number(1_000_000)),
  per_page: z.optional(number(20_000)),
  format: z.optional(z.string().check(z.maxLength(20))),
}
const filters = {
  search: z.optional(search),
  taxonomy_term_id: z.optional(id),
  taxonomy_id: z.optional(id),
}
const offers = {
  ...paging,
  ...filters,
  organization_id: z.optional(id),
  modified_after: z.optional(since),
  full: z.optional(yes),
  /** Iraq profile: services that reach this P-code. */
  place: z.optional(placeCode),
  postcode: z.optional(z.string().check(z.maxLength(40))),
  proximity: z.optional(z.union([z.number(), z.string().check(z.maxLength(40))])),
}

export const servicesQuestion = z.strictObject({ ...offers, minimal: z.optional(yes) })
export const atLocationsQuestion = z.strictObject(offers)
export const organizationsQuestion = z.strictObject({
  ...paging,
  ...filters,
  full: z.optional(yes),
  full_service: z.optional(yes),
})
export const organizationQuestion = z.strictObject({ full_service: z.optional(yes) })
export const taxonomiesQuestion = z.strictObject({ ...paging, search: z.optional(search) })
export const termsQuestion = z.strictObject({
  ...paging,
  search: z.optional(search),
  taxonomy_id: z.optional(id),
  top_only: z.optional(yes),
  parent_id: z.optional(id),
})

export type OffersQuestion = z.infer<typeof servicesQuestion>

/** Most records a page may hold: a full one is some 6 KB, a short one 1 KB, and of `minimal` the standard wants all in one. */
const mostOnPage = { full: 100, short: 1000, minimal: 20_000 }

export interface Paging {
  readonly page: number
  readonly perPage: number
}

/** Which part of the list is asked for. More than a page may hold is refused rather than cut: a client that counts pages by itself would skip records. */
export function pagingOf(
  asked: {
    readonly page?: number | undefined
    readonly per_page?: number | undefined
    readonly format?: string | undefined
  },
  size: keyof typeof mostOnPage,
): Paging {
  if (asked.format !== undefined && asked.format !== 'json') refuse('hsds.format_unknown')
  const most = mostOnPage[size]
  if ((asked.per_page ?? 1) > most) refuse('hsds.page_too_large', { most })
  return { page: asked.page ?? 1, perPage: asked.per_page ?? (size === 'minimal' ? most : 50) }
}

/** Iraq has few postal codes, and a distance from one says nothing: the place is asked for by its P-code. */
export function refusePostcodes(asked: { readonly postcode?: unknown; readonly proximity?: unknown }): void {
  if (asked.postcode !== undefined || asked.proximity !== undefined) refuse('hsds.no_postcodes')
}
