import type { Names } from '../../records/answers.ts'
import type { Opening, Visit } from '../opening.ts'
import type { Located } from '../public-offer.ts'

/** An offer with its organisation and its site as a visitor's query reads it; nothing of the site where none is shown. */
export interface ListedOffer extends Located {
  readonly id: string
  readonly organisationId: string
  readonly siteId: string
  readonly service: string
  readonly sector: string
  readonly state: string
  readonly names: Names
  readonly descriptions: Texts
  readonly eligibility: {
    readonly statusCategories?: readonly string[] | undefined
    readonly sexes?: readonly string[] | undefined
    readonly minAge?: number | undefined
    readonly maxAge?: number | undefined
    readonly documentsNeeded?: readonly string[] | undefined
    readonly documentsNotNeeded?: readonly string[] | undefined
    readonly referralBy?: readonly string[] | undefined
  }
  readonly access: { readonly [key: string]: unknown }
  readonly languages: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly verifiedAt: string
  readonly changedAt: string
  readonly lon: number | null
  readonly lat: number | null
  readonly contactPublic: { readonly [key: string]: unknown } | null
  readonly opening: Opening | null
  readonly visits: readonly Visit[] | null
  readonly siteShown: boolean
  readonly sitePhone: string | null
  readonly siteAddress: { readonly [key: string]: unknown } | null
  readonly siteOpening: Opening | null
  readonly organisationCode: string
  readonly organisationFamily: string
  readonly organisationDescriptions: Texts
  readonly organisationUrl: string | null
}

export interface ListedOrganisation {
  readonly id: string
  readonly code: string
  readonly names: Names
  readonly family: string
  readonly descriptions: Texts
  readonly url: string | null
}

export interface ListedSite {
  readonly id: string
  readonly organisationId: string
  readonly names: Names
  readonly placeCode: string
  readonly phone: string | null
  readonly address: { readonly [key: string]: unknown } | null
  readonly opening: Opening | null
}

export interface ListedPlace {
  readonly code: string
  readonly level: number
  readonly names: Names
  readonly administeredBy: string | null
}

export type Texts = { readonly [locale: string]: string | undefined }
