/**
 * Records of HSDS 3.1 (Open Referral) as the directory fills them: fields of the standard under their own names, and of
 * the Iraq profile `translations`, `administered_by` and `p_code` alone. What is not known is left out, never empty.
 */
export interface HsdsTaxonomy {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly version: string
}

export interface HsdsTerm {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly description: string
  readonly parent_id?: string | undefined
  readonly taxonomy: string
  readonly taxonomy_id: string
  readonly language: string
  readonly translations: Translations
}

export interface HsdsAttribute {
  readonly id: string
  readonly link_id: string
  readonly link_entity: string
  readonly taxonomy_term_id: string
  readonly label: string
  readonly value?: string | undefined
  readonly taxonomy_term: HsdsTerm
}

export interface HsdsPhone {
  readonly id: string
  readonly number: string
  readonly type: string
  readonly service_id?: string | undefined
  readonly location_id?: string | undefined
}

export interface HsdsContact {
  readonly id: string
  readonly service_id: string
  readonly name?: string | undefined
  readonly email?: string | undefined
}

/** RFC 5545 in pieces; `timezone` in hours east of UTC. */
export interface HsdsSchedule {
  readonly id: string
  readonly service_id?: string | undefined
  readonly location_id?: string | undefined
  readonly freq?: 'WEEKLY' | undefined
  readonly wkst: 'SA'
  readonly byday?: string | undefined
  readonly dtstart?: string | undefined
  readonly until?: string | undefined
  readonly valid_from?: string | undefined
  readonly valid_to?: string | undefined
  readonly opens_at?: string | undefined
  readonly closes_at?: string | undefined
  readonly timezone?: number | undefined
  readonly attending_type?: string | undefined
  readonly description?: string | undefined
  readonly notes?: string | undefined
}

export interface HsdsServiceArea {
  readonly id: string
  readonly service_id: string
  readonly name: string
  /** P-code: everything inside it counts. */
  readonly extent: string
  readonly extent_type: 'pcode'
}

export interface HsdsAddress {
  readonly id: string
  readonly location_id: string
  readonly address_1: string
  readonly city: string
  readonly state_province: string
  /** Iraq has few postal codes; the standard wants the field. */
  readonly postal_code: ''
  readonly country: 'IQ'
  readonly address_type: 'physical'
}

export interface HsdsLocation {
  readonly id: string
  readonly location_type: 'physical' | 'virtual'
  readonly organization_id: string
  readonly name: string
  readonly description?: string | undefined
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  readonly external_identifier?: string | undefined
  readonly external_identifier_type?: 'pcode' | undefined
  readonly addresses?: readonly HsdsAddress[] | undefined
  readonly phones?: readonly HsdsPhone[] | undefined
  readonly schedules?: readonly HsdsSchedule[] | undefined
  readonly attributes?: readonly HsdsAttribute[] | undefined
  /** Iraq profile: federal, krg or disputed; apart from what the P-code says. */
  readonly administered_by?: string | undefined
  readonly translations?: Translations | undefined
}

export interface HsdsServiceAtLocation {
  readonly id: string
  readonly service_id: string
  readonly location_id: string
  readonly location: HsdsLocation
  readonly service?: HsdsService | undefined
}

export interface HsdsOrganization {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly email?: string | undefined
  readonly website?: string | undefined
  readonly organization_identifiers?: readonly {
    readonly id: string
    readonly organization_id: string
    readonly identifier_type: string
    readonly identifier: string
  }[]
  readonly locations?: readonly HsdsLocation[] | undefined
  readonly attributes?: readonly HsdsAttribute[] | undefined
  readonly services?: readonly (HsdsService | { readonly id: string })[] | undefined
  readonly translations: Translations
}

export interface HsdsService {
  readonly id: string
  readonly organization_id: string
  readonly name: string
  readonly description?: string | undefined
  readonly email?: string | undefined
  readonly status: 'active'
  readonly interpretation_services?: string | undefined
  readonly application_process?: string | undefined
  readonly fees_description: string
  readonly wait_time?: string | undefined
  readonly eligibility_description?: string | undefined
  readonly minimum_age?: number | undefined
  readonly maximum_age?: number | undefined
  readonly assured_date: string
  readonly alert?: string | undefined
  readonly last_modified: string
  readonly organization?: HsdsOrganization | undefined
  readonly phones?: readonly HsdsPhone[] | undefined
  readonly contacts?: readonly HsdsContact[] | undefined
  readonly schedules?: readonly HsdsSchedule[] | undefined
  readonly service_areas?: readonly HsdsServiceArea[] | undefined
  readonly service_at_locations?: readonly HsdsServiceAtLocation[] | undefined
  readonly languages?: readonly {
    readonly id: string
    readonly service_id: string
    readonly code: string
    readonly name: string
  }[]
  readonly required_documents?: readonly {
    readonly id: string
    readonly service_id: string
    readonly document: string
  }[]
  readonly attributes?: readonly HsdsAttribute[] | undefined
  readonly translations: Translations
}

/** Iraq profile: texts of a record in every language it has. HSDS itself knows one language a record. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The page object of the standard's list answers. */
export interface HsdsPage<T> {
  readonly total_items: number
  readonly total_pages: number
  readonly page_number: number
  readonly size: number
  readonly first_page: boolean
  readonly last_page: boolean
  readonly empty: boolean
  readonly contents: readonly T[]
}

export function pageOf<T>(contents: readonly T[], total: number, page: number, perPage: number): HsdsPage<T> {
  const pages = Math.max(1, Math.ceil(total / perPage))
  return {
    total_items: total,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= pages,
    empty: contents.length === 0,
    contents,
  }
}
