import type { Names } from '../records/answers.ts'

/** The place and everything it lies in, finest first. */
export type Ancestors = (placeCode: string) => readonly string[]

/** The widest unit a place lies in; nothing for a place that is not known, so that an odd code cannot tell more than a good one. */
export function governorateOnly(placeCode: string, ancestors: Ancestors): string {
  return ancestors(placeCode).at(-1) ?? ''
}

/** What tells where an offer is. Whatever shows an offer outside its organisation reads these through {@link publicOffer}. */
export interface Located {
  readonly confidential: boolean
  readonly siteConfidential?: boolean | null | undefined
  readonly areas: readonly string[]
  readonly placeCode: string
  readonly organisationNames: Names
  readonly siteNames: Names | null
  readonly sitePlace: string | null
  readonly sitePhone?: string | null | undefined
  readonly siteAddress?: unknown
  readonly siteOpening?: unknown
  readonly lon?: number | null | undefined
  readonly lat?: number | null | undefined
  readonly contactPublic?: { readonly [key: string]: unknown } | null | undefined
  readonly visits?: unknown
}

/**
 * The row as anybody outside its organisation may see it; portal, HSDS, exports, maps and other organisations show nothing
 * else. Of a confidential place that is the governorate and nothing more: no town, no site name, no contact, no hours of
 * its site. The named focal point (class C1) is never part of it.
 */
export function publicOffer<T extends Located>(row: T, ancestors: Ancestors): Omit<T, 'contactForReferral'> {
  const { contactForReferral: _, ...shown } = row as T & { contactForReferral?: unknown }
  if (!row.confidential && row.siteConfidential !== true) return shown
  const governorate = (place: string) => governorateOnly(place, ancestors)
  const hidden: Located = {
    confidential: true,
    areas: [...new Set(row.areas.map(governorate))].filter((area) => area !== ''),
    placeCode: governorate(row.placeCode),
    organisationNames: row.organisationNames,
    siteNames: row.organisationNames,
    sitePlace: governorate(row.sitePlace ?? row.placeCode),
    ...('siteConfidential' in row ? { siteConfidential: true } : {}),
    ...nullOf(row, ['sitePhone', 'siteAddress', 'siteOpening', 'lon', 'lat', 'contactPublic', 'visits']),
  }
  return { ...shown, ...hidden }
}

function nullOf(row: object, fields: readonly string[]): object {
  return Object.fromEntries(fields.filter((field) => field in row).map((field) => [field, null]))
}
